// The words that are an operator's commands: a line becomes the command of the core that it means, in a state.

import { type Allocation, type Command, type Deployment, type Micros, type State, seconds, zero } from '@cutover/core'
import { StageError } from './stage.ts'

/** What names in a line stand for. */
export interface Names {
  readonly state: State
  /** The id of a deployment that was told of under a short name. */
  readonly idOf: (name: string) => string | undefined
}

/** The command that a line means; undefined when it is none. Throws where it speaks of a node or an allocation that is not there. */
export function commandOfLine(line: string, names: Names): Command | undefined {
  for (const [pattern, command] of words) {
    const match = pattern.exec(line)
    if (match) return command(names, ...match.slice(1).map((part) => part ?? ''))
  }
  return undefined
}

type Means = (names: Names, ...parts: readonly string[]) => Command

const words: readonly (readonly [RegExp, Means])[] = [
  [
    /^(pause|resume) (\S+)$/,
    (names, verb, name = '') => ({ type: 'PauseDeployment', deploymentId: idOf(names, name), pause: verb === 'pause' }),
  ],
  [
    /^promote (\S+?)(?: group (\S+))?$/,
    (names, name = '', group = '') => ({
      type: 'PromoteCanaries',
      deploymentId: idOf(names, name),
      all: group === '',
      groups: group === '' ? [] : [group],
      promotedAt: zero,
    }),
  ],
  [/^fail (\S+)$/, (names, name = '') => ({ type: 'FailDeployment', deploymentId: idOf(names, name) })],
  [/^mark (\S+) (healthy|unhealthy)$/, (names, name = '', health = '') => mark(names, name, health === 'healthy')],
  [
    /^(stop|purge) (\S+)$/,
    (_names, verb, jobId = '') => ({
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
    (_names, jobId = '', version) => ({
      type: 'RevertJob',
      namespace: 'default',
      jobId,
      version: Number(version),
      enforcePriorVersion: undefined,
    }),
  ],
  [
    /^scale (\S+)\.(\S+) to (\d+)$/,
    (_names, jobId = '', group = '', count) => ({
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
    (_names, jobId = '', version, how) => ({
      type: 'DeclareJobStable',
      namespace: 'default',
      jobId,
      version: Number(version),
      stable: how === 'stable',
    }),
  ],
  [
    /^evaluate (\S+)$/,
    (_names, jobId = '') => ({ type: 'EvaluateJob', namespace: 'default', jobId, forceReschedule: false }),
  ],
  [
    /^stop allocation (\S+)$/,
    ({ state }, name = '') => ({
      type: 'StopAllocation',
      allocationId: liveAllocation(state, name).id,
      noShutdownDelay: false,
      reschedule: false,
    }),
  ],
  [
    /^drain (\S+)(?: deadline (\S+))?$/,
    ({ state }, node = '', deadline = '') => ({
      type: 'DrainNode',
      nodeId: nodeOf(state, node),
      specification: { deadline: deadline === '' ? zero : durationOf(deadline), ignoreSystemJobs: false },
      markEligible: false,
      meta: undefined,
    }),
  ],
  [
    /^(ineligible|eligible) (\S+)$/,
    ({ state }, eligibility = '', node = '') => ({ type: 'MarkEligibility', nodeId: nodeOf(state, node), eligibility }),
  ],
]

function idOf({ idOf: find, state }: Names, name: string): string {
  return find(name) ?? newestOf(state, name)?.id ?? '00000000-0000-4000-8000-000000000000'
}

// A deployment goes by its job's name too: the newest one.
function newestOf({ tables }: State, jobId: string): Deployment | undefined {
  let newest: Deployment | undefined
  for (const row of tables.deployments.by('job', `default\u0000${jobId}`))
    if (!newest || row.createIndex > newest.createIndex) newest = row
  return newest
}

function mark({ state }: Names, name: string, healthy: boolean): Command {
  const { id, deploymentId } = liveAllocation(state, name)
  return { type: 'MarkAllocations', deploymentId, healthy: healthy ? [id] : [], unhealthy: healthy ? [] : [id] }
}

/** The id of the node with a name. Throws when there is none. */
export function nodeOf({ tables }: State, name: string): string {
  const node = [...tables.nodes].find((row) => row.name === name)
  if (!node) throw new StageError(`there is no node ${name}`)
  return node.id
}

/** `web.app[0]`: the newest allocation of that name that is meant to run. Throws when there is none. */
export function liveAllocation({ tables }: State, name: string): Allocation {
  const rows = [...tables.allocations].filter((row) => row.name === name && row.desiredStatus === 'run')
  const [newest] = rows.sort((a, b) => b.createIndex - a.createIndex)
  if (!newest) throw new StageError(`nothing called ${name} is meant to run`)
  return newest
}

/** `5s`, `200ms`, `1.5m`, `2h`. Throws for anything else. */
export function durationOf(text: string): Micros {
  const [, value = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const factor = new Map([
    ['ms', 0.001],
    ['s', 1],
    ['m', 60],
    ['h', 3_600],
  ]).get(unit)
  if (factor === undefined) throw new StageError(`not a duration: ${text}`)
  return seconds(Number(value) * factor)
}
