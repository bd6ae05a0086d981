// A run in the address: `#scenario/lines`. Written when asked, read when the page opens and when the address changes.

import { decodeRun, encodeRun } from '../run/share.ts'
import { scenarioOf } from '../scenarios/index.ts'
import type { Board } from './board.ts'
import { PlayedTrack } from './played-track.ts'
import { lessonOf, scenarioOfLesson, type Teacher } from './teacher.ts'

/** Puts the run into the address, and into the clipboard where that is allowed. */
export async function shareLink(board: Board): Promise<void> {
  const { spoken, elapsed } = board.run.value
  const scenario = board.scenario.value
  if (scenario.id === 'live') {
    board.said.value = 'What began with a live cluster is too large for a link: export it.'
    return
  }
  const text = await encodeRun({ nodes: scenario.nodes, until: elapsed, spoken, cursor: board.index.value })
  history.replaceState(null, '', `#${scenario.id}/${text}`)
  const copied = await navigator.clipboard?.writeText(location.href).then(
    () => true,
    () => false,
  )
  board.said.value = copied ? 'The link is in the clipboard and in the address.' : 'The link is in the address.'
}

/** What is opened. */
export interface Opened {
  readonly board: Board
  readonly teacher: Teacher
}

/** Opens what an address holds. Answers whether it held anything. */
export async function openLink({ board, teacher }: Opened, hash: string): Promise<boolean> {
  const [id = '', text = ''] = hash.replace(/^#/, '').split('/')
  if (id === '') return false
  const lesson = lessonOf(id)
  const scenario = lesson ? scenarioOfLesson(lesson) : scenarioOf(id)
  if (text === '') {
    await (lesson ? teacher.start(lesson) : board.open(id))
    return true
  }
  const shared = await decodeRun(text)
  if (typeof shared === 'string') {
    board.said.value = `The address could not be read: ${shared}.`
    return true
  }
  const { spoken, until: elapsed, nodes } = shared
  teacher.leave()
  await board.show(() => PlayedTrack.restore(board.engine, { ...scenario, nodes }, { spoken, elapsed }))
  if (shared.cursor !== undefined && shared.cursor !== board.index.value) board.lookAtEntry(shared.cursor)
  return true
}
