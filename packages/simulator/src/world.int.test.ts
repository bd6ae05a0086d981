// A whole simulated cluster: when things happen, what a lost node leads to, and that chance is in the seed alone.

import { hashState, seconds } from '@cutover/core'
import { describe, expect, test } from 'vitest'
import { TestWorld } from './cluster.fixture.ts'

function statusOf({ world }: TestWorld): string | undefined {
  return [...world.state.tables.deployments].sort((a, b) => b.createIndex - a.createIndex)[0]?.status
}

function nodeOf({ world }: TestWorld): string {
  return [...world.state.tables.allocations][0]?.nodeId ?? ''
}

describe('reports', () => {
  test('wait for a tick of 200 ms, then 50 ms for those of other nodes', () => {
    const cluster = new TestWorld({ nodes: 1 })
    const start = cluster.register({ count: 1 })
    cluster.run(10)
    // Ticks are whole multiples of 200 ms of the world's time, which began at a whole second.
    expect(cluster.times('UpdateAllocations', start).map((at) => at % 200)).toEqual([50, 50])
  })

  test('of three nodes share an entry when they fall into one batch', () => {
    const cluster = new TestWorld({ timing: { tick: seconds(0.003) } })
    const start = cluster.register()
    cluster.run(10)
    const reports = cluster.entries.filter(({ cause, at }) => cause.change === 'UpdateAllocations' && at >= start)
    const healthy = reports.map(({ events }) => events.filter((event) => event.type === 'AllocationReported').length)
    expect(healthy.at(-1)).toBe(3)
  })

  test('about health alone come on every fifth tick after the last message', () => {
    const cluster = new TestWorld({ nodes: 1 })
    const start = cluster.register({ count: 1 })
    cluster.run(10)
    const [running = 0, healthy = 0] = cluster.times('UpdateAllocations', start)
    expect(healthy - running).toBe(1000)
  })

  test('of a task that could not be started come four seconds late', () => {
    const cluster = new TestWorld({ nodes: 1 })
    const start = cluster.register({ count: 1, config: { start_error: 'cannot' } })
    cluster.run(10)
    const failed = cluster.times('UpdateAllocations', start).at(-1) ?? 0
    expect(failed).toBeGreaterThanOrEqual(40 + 185 + 4005 + 50)
    expect(failed).toBeLessThanOrEqual(40 + 185 + 4005 + 200 + 50)
    expect(cluster.allocations()).toContain('[0] run failed unhealthy')
  })

  test('of a task that could not be started come with the decision of the deadline, for which it is still pending', () => {
    const cluster = new TestWorld({ nodes: 1 })
    const Update = { HealthyDeadline: 2_000_000_000 }
    const start = cluster.register({ count: 1, config: { start_error: 'cannot' }, group: { Update } })
    cluster.run(10)
    const failed = cluster.times('UpdateAllocations', start).at(-1) ?? 0
    expect(failed).toBeGreaterThanOrEqual(40 + 2000 + 50)
    expect(failed).toBeLessThanOrEqual(40 + 2000 + 200 + 50)
    expect(cluster.allocations()).toContain('[0] run failed unhealthy')
    const [allocation] = [...cluster.world.state.tables.allocations]
    const Message = 'Task not running by healthy_deadline of 2s'
    expect(allocation?.taskStates?.[0]?.events?.at(-1)).toMatchObject({ Type: 'Alloc Unhealthy', Message })
  })

  test("tell a driver's failure before they tell the end of the task", () => {
    const cluster = new TestWorld({ nodes: 1 })
    cluster.register({ count: 1, config: { start_error: 'cannot' } })
    cluster.run(2)
    const [allocation] = [...cluster.world.state.tables.allocations]
    expect(allocation?.clientStatus).toBe('pending')
    expect(allocation?.taskStates?.[0]?.events?.at(-1)).toMatchObject({ Type: 'Driver Failure', DriverError: 'cannot' })
  })

  test('of an allocation that was stopped before its node had it say complete, without a health', () => {
    const cluster = new TestWorld()
    cluster.register({ count: 1 })
    cluster.world.submit({
      type: 'StopJob',
      namespace: 'default',
      jobId: 'web',
      purge: false,
      noShutdownDelay: false,
      evaluationPriority: 0,
    })
    expect(cluster.run(3).allocations()).toEqual(['[0] stop complete'])
  })
})

describe('a task', () => {
  test('starts after the old one of its node has ended', () => {
    const cluster = new TestWorld({ nodes: 1 })
    cluster.register({ count: 1, config: { kill_after: '3s' }, group: { KillTimeout: 9_000_000_000 } })
    cluster.run(10)
    cluster.register({ count: 1, revision: '1' })
    const waiting = cluster.run(2).allocations()
    expect(waiting[1]).toBe('[0] run pending')
    expect(cluster.run(10).allocations()).toEqual(['[0] stop complete healthy', '[0] run running healthy'])
  })

  test('is restarted by its policy, an eighth of the delay late', () => {
    const cluster = new TestWorld({ nodes: 1 })
    const RestartPolicy = { Attempts: 1, Interval: 600_000_000_000, Delay: 4_000_000_000, Mode: 'fail' }
    cluster.register({ count: 1, config: { run_for: '500ms', exit_code: 1 }, group: { RestartPolicy } })
    cluster.run(9)
    const [allocation] = [...cluster.world.state.tables.allocations]
    const [task] = allocation?.taskStates ?? []
    expect(task?.restarts).toBe(1)
    expect((task?.startedAt ?? 0) - (task?.lastRestart ?? 0)).toBe(seconds(4.5) + 185_000)
  })

  test('that crashes is noticed', () => {
    const cluster = new TestWorld()
    cluster.register({ count: 1 })
    cluster.run(10)
    const [allocation] = [...cluster.world.state.tables.allocations]
    expect(cluster.world.crash(allocation?.id ?? '', 9)).toBe(true)
    expect(cluster.run(2).allocations()[0]).toContain('failed')
    expect(cluster.world.crash('nobody')).toBe(false)
  })
})

describe('a lost node', () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => `seed ${seed}`)

  test.each(seeds)('is down 5 to 15 s after it froze: %s', (seed) => {
    const cluster = new TestWorld({ seed })
    cluster.register()
    cluster.run(10)
    const node = nodeOf(cluster)
    const frozen = cluster.world.now
    cluster.world.lose(node)
    cluster.run(20)
    const [down = 0] = cluster.times('SetNodeStatus', frozen)
    expect(down).toBeGreaterThan(5_000)
    expect(down).toBeLessThan(15_000)
    expect(cluster.nodeStatus(node)).toBe('down')
  })

  test('takes its allocations with it, which are replaced elsewhere', () => {
    const cluster = new TestWorld()
    cluster.register()
    cluster.run(10)
    cluster.world.lose(nodeOf(cluster))
    const rows = cluster.run(30).allocations()
    expect(rows.filter((row) => row.includes('stop lost'))).toHaveLength(1)
    expect(rows.filter((row) => row.includes('run running'))).toHaveLength(3)
  })

  test('that may wait is disconnected first, then down; its allocations are unknown', () => {
    const cluster = new TestWorld()
    cluster.register({ group: { Disconnect: { LostAfter: 8_000_000_000 } } })
    cluster.run(10)
    const node = nodeOf(cluster)
    cluster.world.lose(node)
    cluster.world.runUntil(({ tables }) => tables.nodes.get(node)?.status === 'disconnected', seconds(16))
    expect(cluster.nodeStatus(node)).toBe('disconnected')
    expect(
      cluster
        .run(1)
        .allocations()
        .filter((row) => row.includes('unknown')),
    ).toHaveLength(1)
    cluster.run(40)
    expect(cluster.nodeStatus(node)).toBe('down')
  })

  test('that comes back is ready at once, and what runs on it counts again', () => {
    const cluster = new TestWorld()
    cluster.register({ group: { Disconnect: { LostAfter: 600_000_000_000 } } })
    cluster.run(10)
    const node = nodeOf(cluster)
    cluster.world.lose(node)
    cluster.world.runUntil(({ tables }) => tables.nodes.get(node)?.status === 'disconnected', seconds(16))
    cluster.world.bringBack(node)
    cluster.run(5)
    expect(cluster.nodeStatus(node)).toBe('ready')
    const rows = cluster.allocations()
    expect(rows.filter((row) => row.startsWith('[') && row.includes('run running'))).toHaveLength(3)
    expect(rows.filter((row) => row.includes('unknown'))).toEqual([])
  })

  test('that comes back before anybody noticed changes nothing', () => {
    const cluster = new TestWorld()
    cluster.register()
    cluster.run(10)
    const node = nodeOf(cluster)
    const frozen = cluster.world.now
    cluster.world.lose(node)
    cluster.run(2)
    cluster.world.bringBack(node)
    cluster.run(30)
    expect(cluster.times('SetNodeStatus', frozen)).toEqual([])
    expect(cluster.nodeStatus(node)).toBe('ready')
  })
})

describe('chance', () => {
  function logOf(seed: string, delays: 'usual' | 'varied', slow: boolean): string {
    const cluster = new TestWorld({ seed, delays, ...(slow && { servers: {} }) })
    cluster.register({ canaries: 1 })
    cluster.run(10)
    cluster.register({ canaries: 1, revision: '1', config: { run_for: '2500ms', exit_code: 1 } })
    cluster.run(30)
    return JSON.stringify([cluster.entries, hashState(cluster.world.state)])
  }

  test.each([
    ['usual', false],
    ['usual', true],
    ['varied', false],
    ['varied', true],
  ] as const)('is in the seed alone: %s delays, slow servers %s', (delays, slow) => {
    const [first, again, other] = [logOf('a', delays, slow), logOf('a', delays, slow), logOf('b', delays, slow)]
    expect(first === again).toBe(true)
    expect(first === other).toBe(false)
  })
})

test('a rollout ends well with quick servers and with slow ones', () => {
  for (const options of [{}, { servers: {} }]) {
    const cluster = new TestWorld(options)
    cluster.register()
    cluster.run(10)
    expect(statusOf(cluster)).toBe('successful')
    cluster.register({ revision: '1', canaries: 1 })
    cluster.run(30)
    expect(statusOf(cluster)).toBe('successful')
    expect(cluster.allocations().filter((row) => row.includes('run running healthy'))).toHaveLength(3)
  }
})
