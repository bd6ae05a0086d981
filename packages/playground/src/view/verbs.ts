// The buttons: what an operator can ask, and what can go wrong, each as a line; with what speaks against it now.

import { type Command, type Deployment, type Stamp, type State, zero } from '@cutover/core'
import { whyNot } from '@cutover/core/explain'
import { nameableAllocations } from './current.ts'

/** A button. `objection`: why the engine would say no; empty when it would not. */
export interface Deed {
  readonly label: string
  readonly line: string
  readonly objection: string
}

interface Place {
  readonly state: State
  readonly deployment: Deployment | undefined
  readonly name: string
}

/** The verbs of a deployment and of its job. */
export function verbsOf(place: Place): readonly Deed[] {
  return [...deploymentVerbs(place), ...jobVerbs(place)]
}

function deploymentVerbs({ state, deployment, name }: Place): readonly Deed[] {
  if (!deployment) return []
  const deploymentId = deployment.id
  const paused = deployment.status === 'paused'
  const promote = { type: 'PromoteCanaries', deploymentId, all: true, groups: [], promotedAt: zero } as const
  return [
    deed(state, { label: 'promote', line: `promote ${name}` }, promote),
    deed(
      state,
      { label: paused ? 'resume' : 'pause', line: `${paused ? 'resume' : 'pause'} ${name}` },
      { type: 'PauseDeployment', deploymentId, pause: !paused },
    ),
    deed(state, { label: 'fail', line: `fail ${name}` }, { type: 'FailDeployment', deploymentId }),
  ]
}

function jobVerbs({ state, deployment }: Place): readonly Deed[] {
  const job = [...state.tables.jobs].find(({ id }) => id === deployment?.jobId) ?? [...state.tables.jobs][0]
  if (!job) return [{ label: 'register a job', line: 'register web: 3 × app, canary 1', objection: '' }]
  const { id: jobId, version, namespace } = job
  const revert = {
    type: 'RevertJob',
    namespace,
    jobId,
    version: Math.max(0, version - 1),
    enforcePriorVersion: undefined,
  } as const
  const stop = {
    type: 'StopJob',
    namespace,
    jobId,
    purge: false,
    noShutdownDelay: false,
    evaluationPriority: 0,
  } as const
  const evaluate = { type: 'EvaluateJob', namespace, jobId, forceReschedule: false } as const
  return [
    { label: `roll out v${version + 1}`, line: `change ${jobId}: rev ${version + 1}`, objection: '' },
    deed(state, { label: `revert to v${revert.version}`, line: `revert ${jobId} to v${revert.version}` }, revert),
    deed(state, { label: 'evaluate', line: `evaluate ${jobId}` }, evaluate),
    deed(state, { label: 'stop the job', line: `stop ${jobId}` }, stop),
  ]
}

function deed(state: State, { label, line }: Omit<Deed, 'objection'>, command: Command): Deed {
  const stamp: Stamp = { at: state.at, term: 1, by: 'operator', actor: '' }
  const objection = whyNot(state, command, stamp)
  const text = objection ? `${objection.refusal.text.trim()} — ${objection.required}` : ''
  return { label, line, objection: text }
}

/** What can go wrong with the servers and with what nodes tell them. */
export const serverFaults: readonly Deed[] = [
  { label: 'the leader changes', line: 'the leader changes', objection: '' },
  { label: 'the clock jumps ahead', line: 'the clock jumps ahead 30s', objection: '' },
  { label: 'and back', line: 'the clock jumps back 30s', objection: '' },
  { label: 'a report comes twice', line: 'the next report comes twice', objection: '' },
  { label: 'a report comes late', line: 'the next report comes late', objection: '' },
]

/** What can go wrong with an allocation, a node, or the next version. */
export function faultsOf(state: State, allocationName: string, nodeName: string): readonly Deed[] {
  return [...allocationFaults(state, allocationName), ...nodeFaults(state, nodeName), ...versionFaults(state)]
}

function allocationFaults(state: State, name: string): readonly Deed[] {
  const allocation = nameableAllocations(state).find((row) => row.name === name)
  if (!allocation) return []
  const objection =
    allocation.clientStatus === 'running' ? '' : `It is ${allocation.clientStatus}: nothing runs that could crash.`
  const mark = (healthy: boolean): Command => ({
    type: 'MarkAllocations',
    deploymentId: allocation.deploymentId,
    healthy: healthy ? [allocation.id] : [],
    unhealthy: healthy ? [] : [allocation.id],
  })
  return [
    { label: 'crash', line: `crash ${name}`, objection },
    deed(state, { label: 'mark healthy', line: `mark ${name} healthy` }, mark(true)),
    deed(state, { label: 'mark unhealthy', line: `mark ${name} unhealthy` }, mark(false)),
  ]
}

function nodeFaults({ tables }: State, name: string): readonly Deed[] {
  const node = [...tables.nodes].find((row) => row.name === name)
  if (!node) return []
  const away = node.status === 'down' || node.status === 'disconnected'
  const closed = node.schedulingEligibility === 'ineligible'
  return [
    { label: 'lose', line: `lose ${name}`, objection: away ? 'It is away already.' : '' },
    { label: 'bring back', line: `bring back ${name}`, objection: '' },
    { label: 'drain', line: `drain ${name} deadline 1h`, objection: '' },
    { label: closed ? 'eligible' : 'ineligible', line: `${closed ? 'eligible' : 'ineligible'} ${name}`, objection: '' },
  ]
}

function versionFaults({ tables }: State): readonly Deed[] {
  const [job] = tables.jobs
  if (!job) return []
  return [
    { label: 'a version that crashes', line: `change ${job.id}: crashes`, objection: '' },
    { label: 'one that flaps', line: `change ${job.id}: crashes after 4s`, objection: '' },
    { label: 'one that starts slowly', line: `change ${job.id}: runs, starts after 30s`, objection: '' },
    { label: 'one that cannot start', line: `change ${job.id}: does not start`, objection: '' },
    { label: 'one that needs too much', line: `change ${job.id}: needs 50000 MHz`, objection: '' },
  ]
}
