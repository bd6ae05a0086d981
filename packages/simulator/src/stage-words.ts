// The words that a stage understands beside an operator's commands, and what each of them does.

import { type Command, isRefusal, micros, type State, seconds } from '@cutover/core'
import { commandOfLine, durationOf, liveAllocation, nodeOf } from './command-words.ts'
import { changeJob, describeJob } from './job-words.ts'
import { type JobText, type Stage, StageError } from './stage.ts'
import { showAllocations, showDeployment, showDeployments, showJob } from './stage-show.ts'

/** Carries out one line. Says `refused: …` when the engine says no, and throws when the line makes no sense. */
export function perform(stage: Stage, line: string): void {
  const command = commandOfLine(line, { state: stage.world.state, idOf: (name) => stage.narrator.idOf(name) })
  if (command) {
    ask(stage, command)
    return
  }
  for (const [pattern, act] of words) {
    const match = pattern.exec(line)
    if (!match) continue
    act(stage, ...match.slice(1).map((part) => part ?? ''))
    return
  }
  throw new StageError(`a transcript does not know how to: ${line}`)
}

type Act = (stage: Stage, ...parts: readonly string[]) => void

const words: readonly (readonly [RegExp, Act])[] = [
  [/^register (\S+): (.+)$/, (stage, id = '', text = '') => register(stage, id, describeJob(id, text))],
  [
    /^change (\S+): (.+)$/,
    (stage, id = '', text = '') => register(stage, id, changeJob(stage.documents.get(id), text)),
  ],
  [/^submit (\{.*\})$/, (stage, text = '') => submit(stage, text)],
  [/^run until (.+?)(?: for at most (\S+))?$/, (stage, what = '', limit = '') => runUntil(stage, what, limit)],
  [/^run (\S+)$/, (stage, time = '') => stage.world.run(durationOf(time))],
  [/^crash (\S+)$/, (stage, name = '') => crash(stage, name)],
  [/^lose (\S+)$/, (stage, node = '') => stage.world.lose(nodeOf(stage.world.state, node))],
  [/^bring back (\S+)$/, (stage, node = '') => stage.world.bringBack(nodeOf(stage.world.state, node))],
  [/^the leader changes$/, (stage) => stage.world.changeLeader()],
  [
    /^the clock jumps (ahead|back) (\S+)$/,
    (stage, way, time = '') => stage.world.jump(way === 'back' ? micros(-durationOf(time)) : durationOf(time)),
  ],
  [
    /^the next report comes (twice|late)$/,
    (stage, how) => stage.world.disturbReport(how === 'twice' ? 'twice' : 'late'),
  ],
  [/^show (d\d+)$/, (stage, name = '') => showDeployment(stage, name)],
  [/^show deployments$/, (stage) => showDeployments(stage)],
  [/^show allocations$/, (stage) => showAllocations(stage)],
  [/^show (\S+)$/, (stage, jobId = '') => showJob(stage, jobId)],
]

function register(stage: Stage, id: string, document: ReturnType<typeof describeJob>): void {
  stage.documents.set(id, document)
  const outcome = stage.world.register(document)
  stage.hear({ type: 'register', document }, outcome)
  if (isRefusal(outcome)) stage.say(`  refused: ${outcome.text.trim()}`)
}

// A whole job document, as its author wrote it.
function submit(stage: Stage, text: string): void {
  const document: JobText = parsed(text)
  register(stage, String(document['ID']), document)
}

function parsed(text: string): JobText {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new StageError(`this is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function ask(stage: Stage, command: Command): void {
  const outcome = stage.world.submit(command)
  stage.hear(command, outcome)
  const refusal = isRefusal(outcome) ? outcome : outcome.refusal
  if (refusal) stage.say(`  refused: ${refusal.text.trim().replace(/\s*\n\s*/g, ' ')}`)
}

function crash(stage: Stage, name: string): void {
  stage.world.crash(liveAllocation(stage.world.state, name).id)
}

function runUntil(stage: Stage, what: string, limit: string): void {
  const condition = conditionOf(stage, what)
  const came = stage.world.runUntil(condition, limit === '' ? seconds(3_600) : durationOf(limit))
  if (!came) stage.say(`  it did not come to that`)
}

function conditionOf(stage: Stage, what: string): (state: State) => boolean {
  const status = /^(d\d+) is (\S+)$/.exec(what)
  if (status) return (state) => deployment(stage, state, status[1])?.status === status[2]
  const healthy = /^(d\d+) has (\d+) healthy(?: (\S+))?$/.exec(what)
  if (healthy)
    return (state) => {
      const groups = deployment(stage, state, healthy[1])?.groups ?? []
      const wanted = groups.filter(({ name }) => healthy[3] === undefined || name === healthy[3])
      return wanted.length > 0 && wanted.reduce((sum, group) => sum + group.healthy, 0) >= Number(healthy[2])
    }
  const job = /^(\S+) is (running|dead)$/.exec(what)
  if (job) return (state) => [...state.tables.jobs].some((row) => row.id === job[1] && row.status === job[2])
  throw new StageError(`a transcript cannot wait until: ${what}`)
}

function deployment(stage: Stage, state: State, name = ''): ReturnType<State['tables']['deployments']['get']> {
  return state.tables.deployments.get(stage.narrator.idOf(name) ?? '')
}
