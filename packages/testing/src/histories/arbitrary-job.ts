// Random job documents that a server takes, and their update strategies: for properties over whatever rolls out.

import fc from 'fast-check'

const second = 1_000_000_000

/** An update block as a client sends it, in nanoseconds. */
export interface UpdateStrategy {
  readonly MaxParallel: number
  readonly HealthCheck: 'task_states' | 'manual'
  readonly MinHealthyTime: number
  readonly HealthyDeadline: number
  /** Zero: the first unhealthy allocation fails the deployment. */
  readonly ProgressDeadline: number
  readonly AutoRevert: boolean
  readonly AutoPromote: boolean
  readonly Canary: number
}

/** Update strategies that pass validation: the deadlines are in order, only canaries promote themselves. */
export const arbitraryUpdateStrategy: fc.Arbitrary<UpdateStrategy> = fc
  .record({
    parallel: fc.integer({ min: 1, max: 4 }),
    isManual: fc.boolean(),
    minHealthy: fc.nat({ max: 10 }),
    healthy: fc.integer({ min: 11, max: 60 }),
    progress: fc.option(fc.integer({ min: 61, max: 300 }), { nil: 0 }),
    revert: fc.boolean(),
    promote: fc.boolean(),
    canaries: fc.nat({ max: 3 }),
  })
  .map((one) => ({
    MaxParallel: one.parallel,
    HealthCheck: one.isManual ? 'manual' : 'task_states',
    MinHealthyTime: one.minHealthy * second,
    HealthyDeadline: one.healthy * second,
    ProgressDeadline: one.progress * second,
    AutoRevert: one.revert,
    AutoPromote: one.promote && one.canaries > 0,
    Canary: one.canaries,
  }))

const reschedules = fc.constantFrom(
  { Unlimited: true, Delay: 5 * second, DelayFunction: 'constant' },
  { Attempts: 1, Interval: 3_600 * second, Delay: 5 * second, DelayFunction: 'constant', Unlimited: false },
  { Attempts: 0, Unlimited: false },
)

const group = fc.record({
  name: fc.constantFrom('app', 'cache', 'worker'),
  count: fc.integer({ min: 1, max: 4 }),
  update: arbitraryUpdateStrategy,
  reschedule: reschedules,
})

/** Service jobs as clients send them, of one to three groups; another revision of a job replaces all its allocations. */
export function arbitraryJob(id = 'web'): fc.Arbitrary<object> {
  const groups = fc.uniqueArray(group, { minLength: 1, maxLength: 3, selector: ({ name }) => name })
  return fc.record({ groups, revision: fc.nat({ max: 99 }) }).map(({ groups: chosen, revision }) => ({
    ID: id,
    Type: 'service',
    Datacenters: ['*'],
    TaskGroups: chosen.map(({ name, count, update, reschedule }) => ({
      Name: name,
      Count: count,
      Update: update,
      RestartPolicy: { Attempts: 0, Mode: 'fail' },
      ReschedulePolicy: reschedule,
      Tasks: [
        {
          Name: 'main',
          Driver: 'mock_driver',
          Config: { run_for: '24h' },
          Env: { REV: String(revision) },
          Resources: { CPU: 20, MemoryMB: 10 },
        },
      ],
    })),
  }))
}
