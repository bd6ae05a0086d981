// A random story of a cluster: nodes come, close, drain and go, jobs of every type are sent, changed, scaled, stopped and reverted, allocations
// run, fail and end, operators pause, promote, fail and stop, and time passes. The process managers are real. The same seed tells the same
// story for ever.

import type { Allocation, Command, Deployment, Node } from '@cutover/core'
import { nomadQuirks, safeQuirks } from '@cutover/core'
import { whyNot } from '@cutover/core/explain'
import { submissionOf } from '@cutover/core/job-documents'
import { periodicManagers } from '@cutover/core/periodic'
import { ClusterByHand } from '../cluster-by-hand.ts'
import { Draws } from '../histories/intent.ts'
import { allocationCommands, jobCommands, nodeCommands, otherCommands, rolloutCommands } from './random-commands.ts'
import { randomJob } from './random-job.ts'
import { randomNode } from './random-node.ts'

/** What somebody does, in words, and what it is answered with where it is refused. */
export interface Told {
  readonly second: number
  readonly what: string
  readonly refusal: string | undefined
  /** The entries before it. */
  readonly from: number
}

/** Plays a story; `onStep` sees the cluster after each thing that is done. */
export function playCluster(
  seed: number,
  length: number,
  onStep: (cluster: ClusterByHand, told: Told) => void,
): ClusterByHand {
  const draws = new Draws(seed * 7_919 + 17)
  const cluster = new ClusterByHand(0, periodicManagers(), seed % 4 === 3 ? safeQuirks : nomadQuirks)
  let second = 0
  const tell = (act: Act | undefined): void => {
    const from = cluster.entries.length
    if (act) onStep(cluster, { second, what: act.what, refusal: act.run(cluster), from })
  }
  const nodes = 2 + draws.below(5)
  for (let ordinal = 1; ordinal <= nodes; ordinal += 1) tell(join(draws, ordinal))
  for (let step = 0; step < length; step += 1) {
    tell(actOf(cluster, draws))
    if (!draws.chance(60)) continue
    second += draws.from(1, 5, 20, 60, 200)
    const until = second
    tell({ what: `time passes until ${until}`, run: (now) => void now.at(until) })
  }
  return cluster
}

interface Act {
  readonly what: string
  /** The refusal, where there is one. */
  readonly run: (cluster: ClusterByHand) => string | undefined
}

function asking(what: string, command: Command): Act {
  return {
    what,
    run: (cluster) => {
      const stamp = { at: cluster.state.at, term: 1, by: 'operator' } as const
      const objection = whyNot(cluster.state, command, stamp)
      const outcome = cluster.ask(command)
      return typeof outcome === 'string' ? `${outcome} ${objection?.required}` : undefined
    },
  }
}

function join(draws: Draws, ordinal: number): Act {
  const node = randomNode(draws, ordinal)
  return asking(`${node.name} joins`, { type: 'JoinNode', node })
}

type Maker = (cluster: ClusterByHand, draws: Draws) => Act | undefined

function actOf(cluster: ClusterByHand, draws: Draws): Act | undefined {
  return makerOf(draws.below(100))(cluster, draws) ?? submit(cluster, draws)
}

function makerOf(roll: number): Maker {
  if (roll < 25) return submit
  if (roll < 50) return report
  if (roll < 65) return nodeAct
  if (roll < 82) return rolloutAct
  return roll < 92 ? jobAct : otherAct
}

const submit: Maker = (_cluster, draws) => {
  const job = randomJob(draws)
  return {
    what: `submit ${JSON.stringify(job)}`,
    run: (cluster) => {
      const submission = submissionOf(cluster.state, { body: { json: { Job: job } } }, 'global')
      if (!submission.ok) return submission.text
      const { namespace, registration } = submission
      const outcome = cluster.ask({ type: 'SubmitJob', namespace, registration })
      return typeof outcome === 'string' ? outcome : undefined
    },
  }
}

const report: Maker = (cluster, draws) => {
  const live = [...cluster.state.tables.allocations].filter(
    ({ clientStatus }) => clientStatus === 'pending' || clientStatus === 'running' || clientStatus === 'unknown',
  )
  const some = draws.some(live, 60)
  if (some.length === 0) return undefined
  const ids = some.map(({ id }) => id)
  const names = some.map(({ name }) => name).join(' ')
  const said = draws.from<readonly [string, Parameters<ClusterByHand['reportAll']>[1]]>(
    ['healthy', { healthy: true }],
    ['healthy', { healthy: true }],
    ['healthy', { healthy: true }],
    ['unhealthy', { healthy: false }],
    ['failed', { status: 'failed', finished: true }],
    ['failed and unhealthy', { status: 'failed', finished: true, healthy: false }],
    ['complete', { status: 'complete' }],
    ['running', {}],
  )
  return { what: `${names} ${said[0]}`, run: () => refusalOf(() => cluster.reportAll(ids, said[1])) }
}

function refusalOf(act: () => void): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return String(error)
  }
}

const nodeAct: Maker = (cluster, draws) => {
  const node = draws.pick<Node>([...cluster.state.tables.nodes])
  if (!node || draws.chance(15)) return join(draws, 1 + draws.below(8))
  return oneOf(nodeCommands(node.id, draws), draws)
}

const rolloutAct: Maker = (cluster, draws) => {
  const { tables } = cluster.state
  const rollouts = [...tables.deployments]
  const active = rollouts.filter(({ status }) => status === 'running' || status === 'paused')
  const deployment = draws.pick<Deployment>(draws.chance(85) ? active : rollouts)
  const allocation = draws.pick<Allocation>([...tables.allocations])
  if (!deployment || (allocation && draws.chance(15)))
    return allocation && oneOf(allocationCommands(allocation, draws), draws)
  const own = [...tables.allocations.by('deployment', deployment.id)].map(({ id }) => id)
  return oneOf(rolloutCommands(deployment, own, draws), draws)
}

const jobAct: Maker = (cluster, draws) => {
  const job = draws.pick([...cluster.state.tables.jobs])
  return job && oneOf(jobCommands(job, draws), draws)
}

const otherAct: Maker = (cluster, draws) => {
  const job = draws.pick([...cluster.state.tables.jobs])
  return job && oneOf(otherCommands(job, draws), draws)
}

// Told with the beginnings of ids.
function oneOf(commands: readonly Command[], draws: Draws): Act | undefined {
  const command = draws.pick(commands)
  const what = JSON.stringify(command)?.replaceAll(/([0-9a-f]{8})-[0-9a-f-]{27}/g, '$1') ?? ''
  return command && asking(what, command)
}
