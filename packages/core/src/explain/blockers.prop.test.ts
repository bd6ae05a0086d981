// Once nothing is about to happen by itself: whatever a rollout is said to wait for is what it waits for: with all of it cleared the group moves, with any of it left out it
// stays where it is. Over random histories.

import { ClusterByHand, type HandGroup, handJob } from '@cutover/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Deployment } from '../entities/deployment.ts'
import { type Blocker, blockers, type Unblocker } from './blockers.ts'

const group = (name: string): fc.Arbitrary<HandGroup> =>
  fc
    .record({
      name: fc.constant(name),
      count: fc.integer({ min: 1, max: 4 }),
      maxParallel: fc.integer({ min: 1, max: 2 }),
      canary: fc.integer({ min: 0, max: 2 }),
      autoPromote: fc.boolean(),
      deadline: fc.constant(100_000),
    })
    .map((one) => ({ ...one, canary: Math.min(one.canary, one.count), autoPromote: one.autoPromote && one.canary > 0 }))

const groups = fc.oneof(
  group('a').map((one) => [one]),
  fc.tuple(group('a'), group('b')).map((both) => [...both]),
)

type Act =
  | { readonly kind: 'health'; readonly which: number; readonly how: 'healthy' | 'unhealthy' | 'crashed' }
  | { readonly kind: 'pause'; readonly pause: boolean }
  | { readonly kind: 'promote' }
  | { readonly kind: 'wait'; readonly seconds: number }

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
)

const history = fc.record({
  first: groups,
  acts: fc.array(act, { minLength: 0, maxLength: 12 }),
  nodes: fc.integer({ min: 1, max: 3 }),
})

// A second version of the job, in the middle of its rollout.
function arrive({ first, acts, nodes }: typeof history extends fc.Arbitrary<infer T> ? T : never): Arrival {
  const cluster = new ClusterByHand(nodes).register(handJob(first)).at(1)
  const settle = (): void => {
    const undecided = cluster.allocationsOf(cluster.deployment()).filter(({ health }) => health === undefined)
    if (undecided.length > 0)
      cluster.reportAll(
        undecided.map(({ id }) => id),
        { healthy: true },
      )
  }
  settle()
  let second = 10
  cluster.at(second).register(handJob(first.map((each) => ({ ...each, rev: '1' }))))
  for (const each of acts) second = perform(cluster, each, second)
  cluster.at(second + 2)
  return { cluster, second: second + 2 }
}

interface Arrival {
  readonly cluster: ClusterByHand
  readonly second: number
}

function perform(cluster: ClusterByHand, each: Act, second: number): number {
  const deployment = cluster.deployment()
  if (each.kind === 'wait') {
    cluster.at(second + each.seconds)
    return second + each.seconds
  }
  if (each.kind === 'pause') cluster.ask({ type: 'PauseDeployment', deploymentId: deployment.id, pause: each.pause })
  if (each.kind === 'promote') {
    cluster.ask({
      type: 'PromoteCanaries',
      deploymentId: deployment.id,
      all: true,
      groups: [],
      promotedAt: cluster.instant(0),
    })
  }
  if (each.kind === 'health') {
    const rows = cluster
      .allocationsOf(deployment)
      .filter(({ desiredStatus, clientStatus }) => desiredStatus === 'run' && clientStatus !== 'failed')
    const row = rows[each.which % Math.max(1, rows.length)]
    const status = each.how === 'crashed' ? ({ status: 'failed' } as const) : {}
    // A node decides health once; what crashes later has been healthy.
    if (row && !(each.how === 'unhealthy' && row.health?.healthy === true))
      cluster.report(row.id, { healthy: each.how === 'healthy', ...status })
  }
  return second
}

function clear(cluster: ClusterByHand, unblock: Unblocker, second: number): number {
  switch (unblock.kind) {
    case 'command':
      cluster.ask(unblock.command)
      return second
    case 'health':
      if (unblock.allocationIds.length > 0) cluster.reportAll(unblock.allocationIds, { healthy: true })
      return second
    case 'room':
      for (let n = 0; n < unblock.count; n++) cluster.join(100 + n)
      return second
    case 'time': {
      const due = Math.max(second, cluster.second(unblock.at))
      cluster.at(due)
      return due
    }
  }
}

// What became of the group two seconds after some of what it waits for was cleared.
function moves(run: () => Arrival, name: string, cleared: readonly Unblocker[]): boolean {
  const { cluster, second: start } = run()
  const before = cluster.deployment()
  let second = start
  for (const unblock of cleared) second = clear(cluster, unblock, second)
  cluster.at(second + 2)
  const after = cluster.state.tables.deployments.get(before.id)
  const [old, now] = [before, after].map((row) => row?.groups.find((each) => each.name === name))
  if (!old || !now || !after) return true
  const left = blockers(cluster.state, before.id).blockers.filter(({ groups: held }) => held.includes(name))
  // After a delay there may be no room: then that is what it waits for.
  const isDone = left.length === 0 || (cleared.some(isDelay) && left.some(({ kind }) => kind === 'capacity'))
  return now.placed > old.placed || now.promoted !== old.promoted || isDone
}

const isDelay = (unblock: Unblocker): boolean => unblock.kind === 'time'

// Each blocker left out as a whole, and each allocation of one that names several.
function* lesser(list: readonly Blocker[]): Iterable<readonly Unblocker[]> {
  for (const [place, { unblock }] of list.entries()) {
    const others = (instead: readonly Unblocker[]): readonly Unblocker[] =>
      list.flatMap((each, n) => (n === place ? instead : [each.unblock]))
    if (unblock.kind !== 'health' || unblock.allocationIds.length === 1) yield others([])
    else
      for (const id of unblock.allocationIds)
        yield others([{ ...unblock, allocationIds: unblock.allocationIds.filter((each) => each !== id) }])
  }
}

// A group that promotes itself together with one that has no canary yet: it cannot move before that one has.
const waitsForOthers = ({ groups: all }: Deployment, list: readonly Blocker[], name: string): boolean => {
  const together = all.filter(({ desiredCanaries, promoted }) => desiredCanaries > 0 && !promoted)
  if (!together.some((each) => each.name === name) || together.some(({ autoPromote }) => !autoPromote)) return false
  const early = list.filter(({ kind }) => kind !== 'canary-health' && kind !== 'pause' && kind !== 'promotion')
  return together.some((each) => each.name !== name && early.some(({ groups: held }) => held.includes(each.name)))
}

const runs = Number(process.env.CUTOVER_BLOCKER_RUNS ?? 300)

test('a group moves when all that it waits for is cleared, and not when any of it is left out', () => {
  let looked = 0
  fc.assert(
    fc.property(history, (story) => {
      const run = (): Arrival => arrive(story)
      const { cluster } = run()
      const deployment = cluster.deployment()
      const { blockers: list } = blockers(cluster.state, deployment.id)
      for (const { name } of deployment.groups) {
        const own = list.filter(({ groups: held }) => held.includes(name))
        if (own.length === 0 || waitsForOthers(deployment, list, name)) continue
        looked += 1
        const all = own.map(({ unblock }) => unblock)
        expect([own, moves(run, name, all)]).toEqual([own, true])
        for (const less of lesser(own)) expect([own, less, moves(run, name, less)]).toEqual([own, less, false])
      }
    }),
    { numRuns: runs, ...(process.env.CUTOVER_BLOCKER_SEED ? { seed: Number(process.env.CUTOVER_BLOCKER_SEED) } : {}) },
  )
  expect(looked).toBeGreaterThan(runs / 3)
})
