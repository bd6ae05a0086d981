// Random passes of the reconciler: jobs, allocations, nodes and deployments in states that may or may not be reachable.

import type { Allocation, Deployment, Job, ReconcileInput } from '@cutover/core'
import fc from 'fast-check'
import { ago, deploymentOf, found, passOver, tainted, wantedJob } from './wanted-and-found.ts'

const second = 1_000_000_000

const group = fc.record({
  Count: fc.nat({ max: 6 }),
  Update: fc.constantFrom(null, { MaxParallel: 1 }, { MaxParallel: 2, Canary: 1 }, { MaxParallel: 3, Canary: 3 }),
  ReschedulePolicy: fc.constantFrom(
    null,
    { Unlimited: true, Delay: 5 * second, DelayFunction: 'constant' },
    { Attempts: 1, Interval: 3_600 * second, Delay: 40 * second, DelayFunction: 'constant' },
  ),
  Disconnect: fc.constantFrom(
    null,
    { LostAfter: 300 * second },
    { LostAfter: 30 * second, Replace: false },
    { StopOnClientAfter: 60 * second, Reconcile: 'keep_replacement' },
  ),
})

const state = fc.record({ value: fc.constantFrom('unknown', 'running', 'lost'), age: fc.nat({ max: 400 }) })

const allocation = fc.record({
  index: fc.nat({ max: 7 }),
  version: fc.constantFrom(0, 1, 2, 2, 2),
  node: fc.nat({ max: 6 }),
  clientStatus: fc.constantFrom<Allocation['clientStatus'][]>(
    ...(['running', 'running', 'pending', 'failed', 'complete', 'lost', 'unknown'] as const),
  ),
  desiredStatus: fc.constantFrom<Allocation['desiredStatus'][]>('run', 'run', 'run', 'stop', 'evict'),
  migrate: fc.nat({ max: 5 }).map((n) => n === 0),
  reschedule: fc.nat({ max: 3 }).map((n) => n === 0),
  healthy: fc.constantFrom(undefined, true, false),
  canary: fc.boolean(),
  deployed: fc.boolean(),
  next: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
  age: fc.nat({ max: 100 }),
  states: fc.array(state, { maxLength: 2 }),
})

const given = fc.record({
  group,
  batch: fc.boolean(),
  stop: fc.nat({ max: 9 }),
  allocations: fc.array(allocation, { maxLength: 10, size: 'max' }),
  deployment: fc.constantFrom(undefined, 'running', 'running', 'paused', 'failed', 'successful', 'cancelled'),
  deploymentVersion: fc.constantFrom(0, 2, 2),
  canaries: fc.boolean(),
  promoted: fc.boolean(),
  decisions: fc.array(fc.constantFrom('ignore', 'inplace', 'destructive'), { minLength: 10, maxLength: 10 }),
})

type Given = typeof given extends fc.Arbitrary<infer T> ? T : never

/** A pass over a job of three versions, of which the last is wanted; one of ten jobs is stopped, one purged. */
export const arbitraryPass: fc.Arbitrary<ReconcileInput> = given.map((one) => {
  const versions = [0, 1, 2].map((version) =>
    wantedJob(one.group, { type: one.batch ? 'batch' : 'service', version, stop: one.stop === 0 && version === 2 }),
  )
  const allocations = one.allocations.flatMap((fields, n) => foundOf(fields, versions, n))
  return passOver(one.stop === 1 ? undefined : versions[2], allocations, {
    isBatch: one.batch,
    deployment: one.batch ? undefined : deploymentIn(one, versions[one.deploymentVersion], allocations),
    decide: ({ id }) => one.decisions[Number(id.slice(1))] ?? 'ignore',
    tainted: tainted({ n0: 'down', n1: 'disconnected', n2: 'draining', n3: 'gone' }),
  })
})

function foundOf(fields: Given['allocations'][number], versions: readonly Job[], n: number): readonly Allocation[] {
  return found(versions[fields.version] ?? wantedJob(), [fields.index], {
    id: `a${n}`,
    nodeId: `n${fields.node}`,
    clientStatus: fields.clientStatus,
    desiredStatus: fields.desiredStatus,
    desiredTransition: { migrate: fields.migrate, reschedule: fields.reschedule },
    deploymentId: fields.deployed ? 'deployment' : '',
    health: { healthy: fields.healthy, timestamp: ago(1), canary: fields.canary, modifyIndex: 0 },
    nextAllocation: fields.next === undefined ? '' : `a${fields.next}`,
    states: fields.states.map(({ value, age }) => ({ field: 0, value, time: ago(age) })),
    modifyTime: ago(fields.age),
  })
}

function deploymentIn(one: Given, job: Job | undefined, allocations: readonly Allocation[]): Deployment | undefined {
  if (one.deployment === undefined || job === undefined) return undefined
  const placed = allocations.filter(({ health, deploymentId }) => health?.canary === true && deploymentId !== '')
  const placedCanaries = one.canaries ? placed.map(({ id }) => id) : []
  const part = { desiredCanaries: placedCanaries.length, placedCanaries, promoted: one.promoted, desiredTotal: 0 }
  return deploymentOf(job, [part], { status: one.deployment })
}
