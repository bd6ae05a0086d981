// The jobs of the demo: four small rollouts that end differently. Times are short, so that all of it happens within half a minute.

/** A job document and its second version, which is registered once the first is out. */
export interface DemoJob {
  readonly id: string
  readonly first: JobText
  readonly second: JobText | undefined
  /** The second version's deployment is paused as soon as it has a healthy allocation. */
  readonly paused: boolean
}

type JobText = { readonly [field: string]: unknown }

interface Wanted {
  readonly count: number
  readonly update: JobText
  readonly args: readonly string[]
}

/** In the order in which they are registered. */
export const demoJobs: readonly DemoJob[] = [
  {
    id: 'demo-web',
    first: job('demo-web', { count: 3, update: { MaxParallel: 1 }, args: ['86400'] }),
    second: job('demo-web', { count: 3, update: { MaxParallel: 1 }, args: ['86401'] }),
    paused: false,
  },
  {
    id: 'demo-canary',
    first: job('demo-canary', { count: 3, update: { Canary: 1 }, args: ['86400'] }),
    second: job('demo-canary', { count: 3, update: { Canary: 1 }, args: ['86401'] }),
    paused: false,
  },
  {
    id: 'demo-paused',
    first: job('demo-paused', { count: 4, update: { MaxParallel: 1 }, args: ['86400'] }),
    second: job('demo-paused', { count: 4, update: { MaxParallel: 1 }, args: ['86401'] }),
    paused: true,
  },
  {
    id: 'demo-revert',
    first: job('demo-revert', { count: 3, update: { AutoRevert: true }, args: ['86400'] }),
    second: broken(job('demo-revert', { count: 3, update: { AutoRevert: true }, args: [] })),
    paused: false,
  },
]

function job(id: string, { count, update, args }: Wanted): JobText {
  return {
    ID: id,
    Type: 'service',
    Datacenters: ['*'],
    TaskGroups: [
      {
        Name: 'app',
        Count: count,
        Update: {
          HealthCheck: 'task_states',
          MinHealthyTime: 1_000_000_000,
          HealthyDeadline: 60_000_000_000,
          ProgressDeadline: 3_600_000_000_000,
          ...update,
        },
        RestartPolicy: { Attempts: 0, Mode: 'fail' },
        ReschedulePolicy: { Attempts: 0, Unlimited: false },
        Tasks: [
          {
            Name: 'main',
            Driver: 'raw_exec',
            Config: { command: '/bin/sleep', args },
            Resources: { CPU: 100, MemoryMB: 64 },
          },
        ],
      },
    ],
  }
}

// The same job with a command that fails at once.
function broken(document: JobText): JobText {
  const text = JSON.stringify(document).replaceAll('/bin/sleep', '/bin/false')
  const changed: JobText = JSON.parse(text)
  return changed
}
