// The words that a stage understands, and what each of them does.

import {
  type Allocation,
  type Command,
  type Deployment,
  isRefusal,
  type Micros,
  micros,
  type State,
  seconds,
  zero,
} from '@cutover/core'
import { changeJob, describeJob } from './job-words.ts'
import { type Stage, StageError } from './stage.ts'
import { showAllocations, showDeployment, showDeployments, showJob } from './stage-show.ts'

/** Carries out one line. Says `refused: …` when the engine says no, and throws when the line makes no sense. */
export function perform(stage: Stage, line: string): void {
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
  [/^run until (.+?)(?: for at most (\S+))?$/, (stage, what = '', limit = '') => runUntil(stage, what, limit)],
  [/^run (\S+)$/, (stage, time = '') => stage.world.run(duration(time))],
  [
    /^(pause|resume) (\S+)$/,
    (stage, verb, name = '') =>
      ask(stage, { type: 'PauseDeployment', deploymentId: idOf(stage, name), pause: verb === 'pause' }),
  ],
  [
    /^promote (\S+?)(?: group (\S+))?$/,
    (stage, name = '', group = '') =>
      ask(stage, {
        type: 'PromoteCanaries',
        deploymentId: idOf(stage, name),
        all: group === '',
        groups: group === '' ? [] : [group],
        promotedAt: zero,
      }),
  ],
  [/^fail (\S+)$/, (stage, name = '') => ask(stage, { type: 'FailDeployment', deploymentId: idOf(stage, name) })],
  [/^mark (\S+) (healthy|unhealthy)$/, (stage, name = '', health) => mark(stage, name, health === 'healthy')],
  [
    /^(stop|purge) (\S+)$/,
    (stage, verb, jobId = '') =>
      ask(stage, {
        type: 'StopJob',
        namespace: 'default',
        jobId,
        purge: verb === 'purge',
        noShutdownDelay: false,
        evaluationPriority: 0,
      }),
  ],
  [
    /^revert (\S+) to v(\d+)$/,
    (stage, jobId = '', version) =>
      ask(stage, {
        type: 'RevertJob',
        namespace: 'default',
        jobId,
        version: Number(version),
        enforcePriorVersion: undefined,
      }),
  ],
  [
    /^scale (\S+)\.(\S+) to (\d+)$/,
    (stage, jobId = '', group = '', count) =>
      ask(stage, {
        type: 'ScaleJob',
        namespace: 'default',
        jobId,
        group,
        count: Number(count),
        message: '',
        error: false,
        meta: undefined,
        jobModifyIndex: 0,
      }),
  ],
  [
    /^declare (\S+) v(\d+) (stable|unstable)$/,
    (stage, jobId = '', version, how) =>
      ask(stage, {
        type: 'DeclareJobStable',
        namespace: 'default',
        jobId,
        version: Number(version),
        stable: how === 'stable',
      }),
  ],
  [
    /^evaluate (\S+)$/,
    (stage, jobId = '') => ask(stage, { type: 'EvaluateJob', namespace: 'default', jobId, forceReschedule: false }),
  ],
  [
    /^stop allocation (\S+)$/,
    (stage, name = '') =>
      ask(stage, {
        type: 'StopAllocation',
        allocationId: live(stage, name).id,
        noShutdownDelay: false,
        reschedule: false,
      }),
  ],
  [/^crash (\S+)$/, (stage, name = '') => crash(stage, name)],
  [
    /^drain (\S+)(?: deadline (\S+))?$/,
    (stage, node = '', deadline = '') =>
      ask(stage, {
        type: 'DrainNode',
        nodeId: nodeOf(stage, node),
        specification: { deadline: deadline === '' ? zero : duration(deadline), ignoreSystemJobs: false },
        markEligible: false,
        meta: undefined,
      }),
  ],
  [
    /^(ineligible|eligible) (\S+)$/,
    (stage, eligibility = '', node = '') =>
      ask(stage, { type: 'MarkEligibility', nodeId: nodeOf(stage, node), eligibility }),
  ],
  [/^lose (\S+)$/, (stage, node = '') => stage.world.lose(nodeOf(stage, node))],
  [/^bring back (\S+)$/, (stage, node = '') => stage.world.bringBack(nodeOf(stage, node))],
  [/^the leader changes$/, (stage) => stage.world.changeLeader()],
  [
    /^the clock jumps (ahead|back) (\S+)$/,
    (stage, way, time = '') => stage.world.jump(way === 'back' ? micros(-duration(time)) : duration(time)),
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

function ask(stage: Stage, command: Command): void {
  const outcome = stage.world.submit(command)
  stage.hear(command, outcome)
  const refusal = isRefusal(outcome) ? outcome : outcome.refusal
  if (refusal) stage.say(`  refused: ${refusal.text.trim().replace(/\s*\n\s*/g, ' ')}`)
}

function mark(stage: Stage, name: string, healthy: boolean): void {
  const allocation = live(stage, name)
  const ids = [allocation.id]
  ask(stage, {
    type: 'MarkAllocations',
    deploymentId: allocation.deploymentId,
    healthy: healthy ? ids : [],
    unhealthy: healthy ? [] : ids,
  })
}

function crash(stage: Stage, name: string): void {
  const allocation = live(stage, name)
  stage.world.crash(allocation.id)
}

function runUntil(stage: Stage, what: string, limit: string): void {
  const condition = conditionOf(stage, what)
  const came = stage.world.runUntil(condition, limit === '' ? seconds(3_600) : duration(limit))
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

function idOf(stage: Stage, name: string): string {
  return stage.narrator.idOf(name) ?? newestOf(stage, name)?.id ?? '00000000-0000-4000-8000-000000000000'
}

// A deployment goes by its job's name too: the newest one.
function newestOf({ world }: Stage, jobId: string): Deployment | undefined {
  let newest: Deployment | undefined
  for (const row of world.state.tables.deployments.by('job', `default\u0000${jobId}`))
    if (!newest || row.createIndex > newest.createIndex) newest = row
  return newest
}

function nodeOf(stage: Stage, name: string): string {
  const node = [...stage.world.state.tables.nodes].find((row) => row.name === name)
  if (!node) throw new StageError(`there is no node ${name}`)
  return node.id
}

// `web.app[0]` is the newest allocation of that name that is meant to run.
function live(stage: Stage, name: string): Allocation {
  const rows = [...stage.world.state.tables.allocations].filter(
    (row) => row.name === name && row.desiredStatus === 'run',
  )
  rows.sort((a, b) => b.createIndex - a.createIndex)
  const newest = rows[0]
  if (!newest) throw new StageError(`nothing called ${name} is meant to run`)
  return newest
}

function duration(text: string): Micros {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  if (!parts) throw new StageError(`not a duration: ${text}`)
  return seconds(
    Number(parts[1]) *
      { ms: 0.001, s: 1, m: 60, h: 3_600 }[parts[2] === 'ms' || parts[2] === 'm' || parts[2] === 'h' ? parts[2] : 's'],
  )
}
