// Job documents in few words, for tests that play the nodes by hand.

/** A task group; what is left out is one allocation, one at a time, a deadline of 600 s and reschedules without end. */
export interface HandGroup {
  readonly name?: string
  readonly count?: number
  readonly maxParallel?: number
  /** The progress deadline in seconds; 0 for none. */
  readonly deadline?: number
  readonly canary?: number
  readonly autoPromote?: boolean
  readonly autoRevert?: boolean
  /** How many reschedules an hour may have; absent: as many as it takes. */
  readonly attempts?: number
  /** A revision: another one makes another version, whose allocations are replaced. */
  readonly rev?: string
  readonly cpu?: number
  readonly healthCheck?: 'task_states' | 'manual'
  readonly migrateParallel?: number
  /** Seconds after which allocations of a node that is out of touch are lost; absent: at once. */
  readonly lostAfter?: number
}

/** The job `web` of these groups; `fields` are sent along. */
export function handJob(groups: readonly HandGroup[], fields: object = {}): object {
  return { ID: 'web', Type: 'service', Datacenters: ['*'], TaskGroups: groups.map(groupDocument), ...fields }
}

function groupDocument(group: HandGroup): object {
  const { name = 'app', count = 1, attempts, rev = '0', cpu = 100 } = group
  const endless = { Delay: 30e9, DelayFunction: 'constant', Unlimited: true }
  const counted = { Delay: 5e9, DelayFunction: 'constant', Unlimited: false, Attempts: attempts, Interval: 3600e9 }
  return {
    Name: name,
    Count: count,
    Update: updateBlock(group),
    RestartPolicy: { Attempts: 0, Mode: 'fail' },
    ReschedulePolicy: attempts === undefined ? endless : attempts === 0 ? { Attempts: 0, Unlimited: false } : counted,
    ...(group.migrateParallel === undefined ? {} : { Migrate: migrateBlock(group.migrateParallel) }),
    ...(group.lostAfter === undefined ? {} : { Disconnect: { LostAfter: group.lostAfter * 1e9 } }),
    Tasks: [
      {
        Name: 'main',
        Driver: 'mock_driver',
        Config: { run_for: '24h' },
        Env: { REV: rev },
        Resources: { CPU: cpu, MemoryMB: 100 },
      },
    ],
  }
}

function updateBlock({ maxParallel = 1, deadline = 600, canary = 0, ...group }: HandGroup): object {
  return {
    MaxParallel: maxParallel,
    HealthCheck: group.healthCheck ?? 'task_states',
    MinHealthyTime: 1e9,
    HealthyDeadline: deadline === 0 ? 60e9 : (deadline - 1) * 1e9,
    ProgressDeadline: deadline * 1e9,
    Canary: canary,
    AutoPromote: group.autoPromote ?? false,
    AutoRevert: group.autoRevert ?? false,
  }
}

function migrateBlock(maxParallel: number): object {
  return { MaxParallel: maxParallel, HealthCheck: 'task_states', MinHealthyTime: 1e9, HealthyDeadline: 60e9 }
}
