// The jobs of the cases: what they run works on any server with `mock_driver` or `raw_exec`.

/** The driver that the server's nodes offer; `none` when there is no ready node with one of the two. */
export type Driver = 'mock_driver' | 'raw_exec' | 'none'

/** What a case wants of a job. */
export interface JobWish {
  readonly id?: string
  readonly namespace?: string
  /** No node is good enough. */
  readonly unplaceable?: boolean
  readonly group?: Group
  /** A second group of the same kind, called `worker`. */
  readonly second?: Group
  readonly type?: 'service' | 'batch'
  readonly meta?: Readonly<Record<string, string>>
}

/** What a case wants of a group. */
export interface Group {
  readonly count?: number
  readonly canary?: number
  readonly maxParallel?: number
  readonly autoRevert?: boolean
  readonly autoPromote?: boolean
  readonly healthCheck?: string
  /** In seconds. */
  readonly progressDeadline?: number
  /** The task ends with an error right after its start. */
  readonly fails?: boolean
  /** How often a failed allocation may be replaced; 0 by default. */
  readonly reschedules?: number
  /** Tells versions apart. */
  readonly version?: number
  readonly scaling?: { readonly Min: number; readonly Max: number }
}

const second = 1_000_000_000

/** The document. */
export function document(wish: JobWish & { readonly id: string; readonly driver: Driver }): {
  readonly ID: string
  readonly [field: string]: unknown
} {
  const { id, namespace, unplaceable = false, group = {}, type = 'service', meta, driver } = wish
  const groups = wish.second
    ? [named('web', group, wish), named('worker', wish.second, wish)]
    : [named('web', group, wish)]
  return {
    ID: id,
    Name: id,
    Type: type,
    Datacenters: ['*'],
    ...(namespace === undefined ? {} : { Namespace: namespace }),
    ...(meta ? { Meta: meta } : {}),
    Constraints: unplaceable || driver === 'none' ? [nowhere] : null,
    TaskGroups: groups,
  }
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: Nomad's own interpolation.
const nowhere = { LTarget: '${attr.kernel.name}', RTarget: 'nowhere', Operand: '=' }

function named(name: string, group: Group, { type, driver }: JobWish & { readonly driver: Driver }): unknown {
  const { count = 1, reschedules = 0, scaling } = group
  return {
    Name: name,
    Count: count,
    ...(type === 'batch' ? {} : { Update: update(group), ReschedulePolicy: reschedule(reschedules) }),
    RestartPolicy: { Attempts: 0, Interval: 5 * second, Delay: second / 10, Mode: 'fail' },
    ...(scaling ? { Scaling: { Enabled: true, ...scaling } } : {}),
    Tasks: [task(group, driver)],
  }
}

function update(group: Group): unknown {
  const { canary = 0, maxParallel = 1, autoRevert = false, autoPromote = false } = group
  const deadline = (group.progressDeadline ?? 120) * second
  return {
    Canary: canary,
    MaxParallel: maxParallel,
    AutoRevert: autoRevert,
    AutoPromote: autoPromote,
    HealthCheck: group.healthCheck ?? 'task_states',
    MinHealthyTime: second / 10,
    HealthyDeadline: deadline === 0 ? 60 * second : Math.min(60 * second, deadline / 2),
    ProgressDeadline: deadline,
  }
}

function reschedule(attempts: number): unknown {
  if (attempts === 0)
    return { Attempts: 0, Interval: 0, Delay: 5 * second, DelayFunction: 'constant', Unlimited: false }
  return {
    Attempts: attempts,
    Interval: 3_600 * second,
    Delay: 5 * second,
    DelayFunction: 'constant',
    Unlimited: false,
  }
}

function task({ fails = false, version = 0 }: Group, driver: Driver): unknown {
  const common = {
    Name: 'main',
    KillTimeout: second / 5,
    Env: { VERSION: String(version) },
    Resources: { CPU: 20, MemoryMB: 16 },
  }
  if (driver === 'mock_driver') {
    const config = fails ? { run_for: '50ms', exit_code: 1 } : { run_for: '1h' }
    return { ...common, Driver: driver, Config: config }
  }
  const config = fails ? { command: 'false' } : { command: 'sleep', args: ['3600'] }
  return { ...common, Driver: 'raw_exec', Config: config }
}
