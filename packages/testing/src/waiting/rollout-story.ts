// Random rollouts in clusters that may be short of room: a second version of a job on its way, with reports, verbs, nodes that close, go or are
// drained, and a neighbour that takes room.

import { seconds, zero } from '@cutover/core'
import { blockers } from '@cutover/core/explain'
import fc from 'fast-check'
import { ClusterByHand } from '../cluster-by-hand.ts'
import { type HandGroup, handJob } from '../hand-job.ts'

/** Something that happens to the rollout. */
type Act =
  | { readonly kind: 'health'; readonly which: number; readonly how: 'healthy' | 'unhealthy' | 'crashed' }
  | { readonly kind: 'pause'; readonly pause: boolean }
  | { readonly kind: 'promote' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'node'; readonly which: number; readonly how: 'close' | 'open' | 'lose' | 'join' }
  /** `deadline` in seconds; 0 for none, negative for at once. */
  | { readonly kind: 'drain'; readonly which: number; readonly deadline: number }
  | { readonly kind: 'neighbour'; readonly count: number }

/** A rollout: the job, the nodes that it begins on, and what happens. */
export interface RolloutStory {
  readonly groups: readonly HandGroup[]
  readonly nodes: number
  /** Whether the first node is drained, to be empty and closed when the second version comes. */
  readonly drained: boolean
  readonly acts: readonly Act[]
}

/** A cluster at an instant, in seconds since its start. */
export interface Arrival {
  readonly cluster: ClusterByHand
  readonly second: number
}

// One, two or hundreds of them to a node.
const needs = fc.constantFrom(100, 15_000, 25_000)

const group = (name: string): fc.Arbitrary<HandGroup> =>
  fc
    .record({
      name: fc.constant(name),
      count: fc.integer({ min: 1, max: 4 }),
      maxParallel: fc.integer({ min: 1, max: 2 }),
      canary: fc.integer({ min: 0, max: 2 }),
      autoPromote: fc.boolean(),
      deadline: fc.constant(100_000),
      cpu: needs,
      migrateParallel: fc.integer({ min: 1, max: 2 }),
    })
    .map((one) => ({ ...one, autoPromote: one.autoPromote && one.canary > 0 }))

const groups = fc.oneof(
  group('a').map((one) => [one]),
  fc.tuple(group('a'), group('b')).map((both) => [...both]),
)

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('health' as const),
      which: fc.nat(9),
      how: fc.constantFrom(...(['healthy', 'healthy', 'healthy', 'unhealthy', 'crashed'] as const)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), pause: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'promote' as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(0.5, 2, 40) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('node' as const),
      which: fc.nat(3),
      how: fc.constantFrom(...(['close', 'open', 'lose', 'join'] as const)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('drain' as const),
      which: fc.nat(3),
      deadline: fc.constantFrom(0, 0, 30, -1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('neighbour' as const), count: fc.integer({ min: 0, max: 3 }) }),
  },
)

/** Rollouts of one or two groups, with up to twelve acts. */
export const arbitraryRolloutStory: fc.Arbitrary<RolloutStory> = fc.record({
  groups,
  nodes: fc.integer({ min: 1, max: 4 }),
  drained: fc.boolean(),
  acts: fc.array(act, { minLength: 0, maxLength: 12 }),
})

/** The rollout after none, one, two … of its acts, each once nothing is under way any more, as clusters of their own. */
export function* arrivalsOf({ groups: first, nodes, drained, acts }: RolloutStory): Generator<Arrival> {
  const cluster = new ClusterByHand(nodes)
  if (drained) drain(cluster, 0, 0)
  cluster.register(handJob(first)).at(1)
  settleFirst(cluster)
  let second = 10
  cluster.at(second).register(handJob(first.map((each) => ({ ...each, rev: '1' }))))
  yield settled({ cluster, second })
  for (const each of acts) {
    reportEnds(cluster)
    second = perform(cluster, each, second)
    yield settled({ cluster, second })
  }
}

function drain(cluster: ClusterByHand, which: number, deadline: number): void {
  const nodes = [...cluster.state.tables.nodes]
  const node = nodes[which % nodes.length]
  if (!node) return
  const specification = { deadline: seconds(deadline), ignoreSystemJobs: false }
  cluster.do({ type: 'DrainNode', nodeId: node.id, specification, markEligible: false, meta: undefined })
}

// How long one waits for what is under way.
const settledSeconds = 2

/** Lets two seconds pass, in which nodes end what is stopped, and then whatever is still under way by itself, as a drain that goes on. */
export function settled({ cluster, second }: Arrival): Arrival {
  const later = cluster.copy().at(second + settledSeconds)
  reportEnds(later)
  let now = second + settledSeconds
  for (let due = underWay(later, now); due !== undefined; due = underWay(later, now)) {
    now = due
    later.at(now)
  }
  return { cluster: later, second: now }
}

// What is stopped has ended by now, where its node is there to say so.
function reportEnds(cluster: ClusterByHand): void {
  const { allocations, nodes } = cluster.state.tables
  const ending = [...allocations].filter(
    ({ desiredStatus, clientStatus, nodeId }) =>
      desiredStatus !== 'run' &&
      (clientStatus === 'pending' || clientStatus === 'running') &&
      nodes.get(nodeId)?.status === 'ready',
  )
  const ids = ending.map(({ id }) => id)
  if (ids.length > 0) cluster.reportAll(ids, { status: 'complete' })
}

function underWay(cluster: ClusterByHand, second: number): number | undefined {
  const list = blockers(cluster.state, cluster.deployment().id).blockers
  const due = list.find(({ kind }) => kind === 'reaction')?.unblock
  return due?.kind === 'time' ? Math.max(second, cluster.second(due.at)) : undefined
}

// The first version comes up, as far as there is room.
function settleFirst(cluster: ClusterByHand): void {
  for (;;) {
    const undecided = cluster
      .allocationsOf(cluster.deployment())
      .filter(({ health, desiredStatus }) => health === undefined && desiredStatus === 'run')
    if (undecided.length === 0) return
    cluster.reportAll(
      undecided.map(({ id }) => id),
      { healthy: true },
    )
  }
}

function perform(cluster: ClusterByHand, each: Act, second: number): number {
  const deploymentId = cluster.deployment().id
  switch (each.kind) {
    case 'wait':
      cluster.at(second + each.seconds)
      return second + each.seconds
    case 'pause':
      cluster.ask({ type: 'PauseDeployment', deploymentId, pause: each.pause })
      return second
    case 'promote':
      cluster.ask({ type: 'PromoteCanaries', deploymentId, all: true, groups: [], promotedAt: zero })
      return second
    case 'health':
      report(cluster, each)
      return second
    case 'node':
      turn(cluster, each)
      return second
    case 'drain':
      drain(cluster, each.which, each.deadline)
      return second
    case 'neighbour':
      cluster.register(handJob([{ count: each.count, cpu: 30_000 }], { ID: 'neighbour' }))
      return second
  }
}

function report(cluster: ClusterByHand, { which, how }: Extract<Act, { kind: 'health' }>): void {
  const { nodes } = cluster.state.tables
  const rows = cluster
    .allocationsOf(cluster.deployment())
    .filter(
      ({ desiredStatus, clientStatus, nodeId }) =>
        desiredStatus === 'run' &&
        (clientStatus === 'pending' || clientStatus === 'running') &&
        nodes.get(nodeId)?.status === 'ready',
    )
  const row = rows[which % Math.max(1, rows.length)]
  // A node decides health once; what crashes later has been healthy.
  if (!row || (how === 'unhealthy' && row.health?.healthy === true)) return
  cluster.report(row.id, {
    healthy: how === 'healthy',
    ...(how === 'crashed' ? { status: 'failed', finished: true } : {}),
  })
}

function turn(cluster: ClusterByHand, { which, how }: Extract<Act, { kind: 'node' }>): void {
  const nodes = [...cluster.state.tables.nodes]
  const node = nodes[which % nodes.length]
  if (!node) return
  const nodeId = node.id
  switch (how) {
    case 'close':
    case 'open':
      cluster.ask({ type: 'MarkEligibility', nodeId, eligibility: how === 'open' ? 'eligible' : 'ineligible' })
      return
    case 'lose':
      cluster.ask({ type: 'ReportNodeStatus', nodeId, status: 'down', remark: undefined })
      return
    case 'join':
      cluster.join(10 + nodes.length)
  }
}
