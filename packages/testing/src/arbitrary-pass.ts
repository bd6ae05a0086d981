// Random passes of the reconciler: jobs, allocations, nodes and deployments in states that may or may not be reachable.

import { type Allocation, type Deployment, type Job, type ReconcileInput, seconds, zero } from '@cutover/core'
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
    { Attempts: 2, Interval: 90 * second, Delay: 5 * second, DelayFunction: 'exponential', MaxDelay: 60 * second },
    { Unlimited: true, Delay: 5 * second, DelayFunction: 'fibonacci', MaxDelay: 15 * second },
  ),
  Disconnect: fc.constantFrom(
    null,
    { LostAfter: 300 * second },
    { LostAfter: 30 * second, Replace: false },
    { StopOnClientAfter: 60 * second, Reconcile: 'keep_replacement' },
  ),
})

const state = fc.record({ value: fc.constantFrom('unknown', 'running', 'lost'), age: fc.nat({ max: 400 }) })

const attempt = fc.record({ age: fc.nat({ max: 120 }), delay: fc.constantFrom(5, 10, 20, 60) })

const tracker = fc.option(
  fc.record({ events: fc.array(attempt, { maxLength: 3 }), last: fc.constantFrom('', 'ok', 'no placement') }),
  { nil: undefined, freq: 1 },
)

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
  forced: fc.nat({ max: 7 }).map((n) => n === 0),
  stays: fc.nat({ max: 9 }).map((n) => n === 0),
  tracker,
  finished: fc.option(fc.nat({ max: 100 }), { nil: undefined }),
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
  desiredTotal: fc.constantFrom(0, 0, 1, 3),
  placed: fc.nat({ max: 3 }),
  healthy: fc.nat({ max: 3 }),
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
    desiredTransition: {
      migrate: fields.migrate,
      reschedule: fields.reschedule,
      forceReschedule: fields.forced,
      migrateDisablePlacement: fields.stays,
    },
    rescheduleTracker: trackerOf(fields.tracker),
    taskStates: fields.finished === undefined ? undefined : [finishedTask(fields.finished)],
    deploymentId: fields.deployed ? 'deployment' : '',
    health: { healthy: fields.healthy, timestamp: ago(1), canary: fields.canary, modifyIndex: 0 },
    nextAllocation: fields.next === undefined ? '' : `a${fields.next}`,
    states: fields.states.map(({ value, age }) => ({ field: 0, value, time: ago(age) })),
    modifyTime: ago(fields.age),
  })
}

function trackerOf(fields: Given['allocations'][number]['tracker']): Allocation['rescheduleTracker'] {
  if (!fields) return undefined
  const before = { previousAllocationId: '', previousNodeId: '' }
  const events = fields.events.map(({ age, delay }) => ({
    ...before,
    rescheduleTime: ago(age),
    delay: seconds(delay),
  }))
  return { events, lastReschedule: fields.last }
}

function finishedTask(age: number): NonNullable<Allocation['taskStates']>[number] {
  const plain = { task: 'task', state: 'dead', failed: true, restarts: 0, events: undefined }
  return { ...plain, lastRestart: zero, startedAt: ago(200), finishedAt: ago(age) }
}

function deploymentIn(one: Given, job: Job | undefined, allocations: readonly Allocation[]): Deployment | undefined {
  if (one.deployment === undefined || job === undefined) return undefined
  const placed = allocations.filter(({ health, deploymentId }) => health?.canary === true && deploymentId !== '')
  const placedCanaries = one.canaries ? placed.map(({ id }) => id) : []
  const { promoted, desiredTotal, placed: placedTotal, healthy } = one
  const counts = { desiredTotal, placed: placedTotal, healthy }
  const part = { desiredCanaries: placedCanaries.length, placedCanaries, promoted, ...counts }
  return deploymentOf(job, [part], { status: one.deployment })
}
