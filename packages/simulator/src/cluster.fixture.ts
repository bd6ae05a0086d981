// A small cluster for tests of the simulator: one job of one group, and the story of what became of it.

import { type Entry, isRefusal, type Micros, seconds } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { World, type WorldOptions } from './world.ts'

const second = 1_000_000_000

/** What is particular about the job. */
export interface JobShape {
  readonly count?: number
  readonly canaries?: number
  readonly config?: Readonly<Record<string, string | number>>
  readonly type?: string
  readonly group?: Readonly<Record<string, unknown>>
  readonly revision?: string
}

/** A job document whose tasks run for ever unless told otherwise. */
export function jobOf(shape: JobShape): object {
  const { canaries = 0 } = shape
  return {
    ID: 'web',
    Name: 'web',
    Type: shape.type ?? 'service',
    Datacenters: ['dc1'],
    Update: {
      MaxParallel: 3,
      HealthCheck: 'task_states',
      MinHealthyTime: second,
      HealthyDeadline: 6 * second,
      ProgressDeadline: 10 * second,
      Canary: canaries,
      AutoPromote: canaries > 0,
    },
    TaskGroups: [groupOf(shape)],
  }
}

function groupOf({ count = 3, config = {}, group = {}, revision = '' }: JobShape): object {
  return {
    Name: 'app',
    Count: count,
    RestartPolicy: { Attempts: 0, Interval: 60 * second, Delay: second, Mode: 'fail' },
    Tasks: [
      {
        Name: 'main',
        Driver: 'mock_driver',
        Config: { run_for: '10h', ...config },
        Env: { REV: revision },
        Resources: { CPU: 20, MemoryMB: 10 },
      },
    ],
    ...group,
  }
}

/** A world that remembers its entries. */
export class TestWorld {
  readonly world: World
  readonly entries: Entry[] = []

  constructor(options: Partial<WorldOptions> = {}) {
    this.world = new World({
      seed: 'test',
      managers: defaultManagers,
      onEntry: (entry) => this.entries.push(entry),
      ...options,
    })
    this.world.run(seconds(1))
  }

  /** Registers the job; the instant is answered. */
  register(shape: JobShape = {}): Micros {
    const outcome = this.world.register(jobOf(shape))
    if (isRefusal(outcome)) throw new Error(outcome.text)
    return this.world.now
  }

  run(time: number): this {
    this.world.run(seconds(time))
    return this
  }

  /** The milliseconds after `start` of every entry of a change. */
  times(change: string, start: Micros): readonly number[] {
    const chosen = this.entries.filter((entry) => entry.cause.change === change && entry.at >= start)
    return chosen.map(({ at }) => Math.round((at - start) / 1_000))
  }

  nodeStatus(nodeId: string): string | undefined {
    return this.world.state.tables.nodes.get(nodeId)?.status
  }

  /** Desired status, client status and health of every allocation, by name and age. */
  allocations(): readonly string[] {
    const rows = [...this.world.state.tables.allocations].sort(
      (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) || a.createIndex - b.createIndex,
    )
    return rows.map(({ name, desiredStatus, clientStatus, health }) => {
      const healthy = health?.healthy === undefined ? '' : health.healthy ? ' healthy' : ' unhealthy'
      return `${name.slice(name.indexOf('['))} ${desiredStatus} ${clientStatus}${healthy}`
    })
  }
}
