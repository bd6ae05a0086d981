// Replays one story against a cluster of its own and compares every answer. Rules: oracle/README-http §3.

import { createHash } from 'node:crypto'
import { Bindings, type Renaming } from './bindings.ts'
import { compareAnswers } from './compare-answers.ts'
import type { Mismatch } from './compare-values.ts'
import { patterned } from './placeholders.ts'
import { progressByStep } from './progress.ts'
import type { RawAnswer } from './raw-exchange.ts'
import { type RecordedCluster, startCluster } from './recorded-cluster.ts'
import { defaultPollMs, Runner } from './run-step.ts'
import type { NodeNames, RecordingHead, Step, Story } from './story.ts'
import { isUuid } from './texts.ts'
import { chosenInstants, cutBelowMicros } from './times.ts'

/** What is said of an exchange whose story ended before it. */
export const notReached = 'not reached'

/** How one exchange of a story went. */
export interface ExchangeOutcome {
  readonly step: Step
  /** Counted apart: the recording server raced with itself or gave no answer, or a chosen instant was cut to microseconds. */
  readonly isExcused: boolean
  readonly mismatches: readonly Mismatch[]
}

/** Replays a story; every exchange that the recording holds has an outcome. */
export async function replayStory(head: RecordingHead, story: Story): Promise<readonly ExchangeOutcome[]> {
  const cluster = await startCluster(story.needs, head.management_secret)
  const made = madeNames(story)
  const names = [...Object.entries(story.consts), ...made]
  const runner = new Runner(cluster.address, names, () => cluster.setPace('natural'))
  const recordedNodes = head.nodes[story.cluster] ?? { ids: [], names: [] }
  const bindings = bindingsOf(story, made, recordedNodes, cluster.nodes)
  try {
    return await replaySteps(story, { cluster, runner, bindings })
  } finally {
    runner.close()
    await cluster.close()
  }
}

function madeNames({ story, gen }: Story): ReadonlyMap<string, string> {
  const digits = (name: string): string => createHash('sha256').update(`${story} ${name}`).digest('hex')
  return new Map(Object.entries(gen).map(([name, pattern]) => [name, patterned(pattern, digits(name))]))
}

function bindingsOf(story: Story, made: ReadonlyMap<string, string>, recorded: NodeNames, here: NodeNames): Bindings {
  const renamings = [...made].map(([name, value]): Renaming => [story.recorded[name] ?? value, value])
  const bindings = new Bindings(recorded, here, renamings, story.needs.endsWith('fresh'))
  bindings.chosen = new Set(story.exchanges.flatMap(({ request }) => chosenInstants(request?.body ?? '')))
  const first = story.exchanges.find(({ at }) => at !== undefined)
  const recordedStart = (first?.at ?? 0) - (first?.response?.ms ?? 0) / 1_000
  bindings.begun = { recorded: recordedStart, actual: Date.now() / 1_000 }
  return bindings
}

interface Replay {
  readonly cluster: RecordedCluster
  readonly runner: Runner
  readonly bindings: Bindings
}

async function replaySteps(story: Story, { cluster, runner, bindings }: Replay): Promise<readonly ExchangeOutcome[]> {
  const outcomes: ExchangeOutcome[] = []
  const progress = progressByStep(story)
  let failure: string | undefined
  let before = 0
  for (const step of story.exchanges) {
    await setPace(cluster, { step, before, progress: progress.get(step.step) ?? 0 })
    before = step.at ?? before
    const done = failure === undefined ? await attempt(step, runner, bindings) : unreached(step, failure)
    failure ??= done.failure
    if (step.response) outcomes.push({ step, isExcused: isExcused(step, done.mismatches), mismatches: done.mismatches })
  }
  return outcomes
}

// How far the recorded server had come by a step does not depend on how fast this machine is: its answers show what it had written by
// itself. What a story waits for comes by itself.
async function setPace(cluster: RecordedCluster, { step, before, progress }: Ahead): Promise<void> {
  if (!isAnsweredAtOnce(step, before)) return cluster.setPace('natural')
  if (progress > 0) await cluster.advance(progress)
  await cluster.setPace('held')
}

interface Ahead {
  readonly step: Step
  /** When the step before it was answered, in seconds; zero for the first. */
  readonly before: number
  readonly progress: number
}

// A poll whose answer came before a second request could be sent needed one only.
function isAnsweredAtOnce({ op, until, stream, response, at = 0 }: Step, before: number): boolean {
  if (op !== 'req' || stream !== undefined || response?.blocked !== undefined) return false
  return until === undefined || ((until.settle ?? 0) === 0 && (at - before) * 1_000 < (until.every ?? defaultPollMs))
}

interface Attempt {
  readonly mismatches: readonly Mismatch[]
  /** Why the steps behind this one cannot be done. */
  readonly failure?: string
}

async function attempt(step: Step, runner: Runner, bindings: Bindings): Promise<Attempt> {
  try {
    const answer = await runner.run(step)
    return answer ? judged(step, answer, runner, bindings) : { mismatches: [] }
  } catch (error) {
    const failure = `step ${step.step}: ${String(error)}`
    return { ...unreached(step, failure), failure }
  }
}

// Explicit bindings are made before anything is compared.
function judged(step: Step, answer: RawAnswer, runner: Runner, bindings: Bindings): Attempt {
  const { request, response, at = 0 } = step
  if (!request || !response) return { mismatches: [] }
  bindings.now = { recorded: at, actual: Date.now() / 1_000 }
  const unbound = runner.bind(step, answer)
  if (unbound === undefined) bindAsRecorded(step, runner, bindings)
  const mismatches = compareAnswers({ step, request, response, answer }, bindings)
  if (unbound === undefined) return { mismatches }
  const got = `${answer.status} ${answer.body.slice(0, 200)}`
  const missing: Mismatch = { path: ['bind'], what: 'nothing to bind', expected: unbound, got }
  return { mismatches: [...mismatches, missing], failure: `step ${step.step} bound nothing to ${unbound}` }
}

function bindAsRecorded({ bound = {} }: Step, runner: Runner, bindings: Bindings): void {
  for (const [name, recorded] of Object.entries(bound)) {
    if (typeof recorded !== 'string' || !isUuid(recorded) || bindings.isRecordedNode(recorded)) continue
    bindings.bind(recorded, runner.values.get(name) ?? '')
  }
}

function unreached(step: Step, why: string): Attempt {
  return { mismatches: [{ path: ['step'], what: notReached, expected: `an answer to step ${step.step}`, got: why }] }
}

// Where the recorded server crashed, any clean answer will do; instants are whole microseconds here.
function isExcused({ nondet, response }: Step, mismatches: readonly Mismatch[]): boolean {
  if (nondet || (mismatches.length > 0 && mismatches.every(({ what }) => what === cutBelowMicros))) return true
  return response?.status === 0 && mismatches.every(({ what, got }) => what === 'status' && !got.startsWith('0 '))
}
