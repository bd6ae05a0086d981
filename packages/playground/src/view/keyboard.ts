// The keyboard: every key is a method of the board. Keys typed into a field stay there.

import type { Board } from './board.ts'
import { currentDeployment } from './current.ts'
import { type Opened, shareLink } from './link.ts'
import type { Regions } from './regions.tsx'
import type { Teacher } from './teacher.ts'
import { verbsOf } from './verbs.ts'

type Act = (board: Board, teacher: Teacher, regions: Regions) => void

const keys: Readonly<Record<string, Act>> = {
  ' ': (board) => board.togglePlaying(),
  ArrowLeft: (board) => board.step(-1),
  ArrowRight: (board) => board.step(1),
  'shift ArrowLeft': (board) => board.lookAtEntry(board.index.value - 10),
  'shift ArrowRight': (board) => board.lookAtEntry(board.index.value + 10),
  '[': (board) => board.jump(-1),
  ']': (board) => board.jump(1),
  Home: (board) => board.look(0),
  End: (board) => board.end(),
  f: (board) => board.fork(),
  m: (board) => board.toggleMark(),
  q: (_board, teacher) => void teacher.nextQuiz(),
  x: (board) => board.swap(),
  p: (board) => verb(board, /^promote/),
  u: (board) => verb(board, /^(pause|resume) /),
  b: (board) => verb(board, /^fail /),
  w: (board) => askStatus(board),
  s: (board) => void shareLink(board),
  '/': (_board, _teacher, regions) => find(regions),
  '?': (board) => board.toggleHelp(),
}

/** Whom keys speak to. */
export interface Heard extends Opened {
  readonly regions: Regions
}

/** Answers a key press. */
export function press({ board, teacher, regions }: Heard, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || keepsKey(event)) return
  const name = event.shiftKey && event.key.startsWith('Arrow') ? `shift ${event.key}` : event.key
  const act = keys[name]
  if (!act) return
  event.preventDefault()
  act(board, teacher, regions)
}

// A tab that is not shown takes no focus: it is there with the next frame.
function find(regions: Regions): void {
  regions.shown.value = 'log'
  requestAnimationFrame(() => document.getElementById('find')?.focus())
}

// Fields keep what is typed into them, lists their arrows, buttons their space; the time line's keys are the page's.
function keepsKey({ target, key }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'range'
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLElement && target.isContentEditable) return true
  return key === ' ' && target instanceof HTMLElement && target.matches('button, summary')
}

function verb(board: Board, pattern: RegExp): void {
  const state = board.state.value
  const deployment = currentDeployment(state, board.chosen.value)
  const name = deployment ? board.track.value.nameOf(deployment.id) : ''
  const found = verbsOf({ state, deployment, name }).find(({ line }) => pattern.test(line))
  if (!found) board.said.value = 'There is no deployment yet.'
  else if (found.objection !== '') board.said.value = `Not now: ${found.objection}`
  else board.say(found.line)
}

function askStatus(board: Board): void {
  const key = board.deploymentId.value
  if (key === '') board.said.value = 'There is no deployment yet.'
  else board.asked.value = { table: 'deployments', key, field: ['status'] }
}
