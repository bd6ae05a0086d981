// When an allocation counts as healthy or not: the tasks' view, the checks' view, the deadline, and what begins the wait anew.

import { type JsonObject, type Micros, seconds, zero } from '@cutover/core'
import { expect, test } from 'vitest'
import { Agenda } from './agenda.ts'
import { HealthTracker, healthRule } from './health-tracker.ts'
import { createTask, type Task } from './task.ts'
import { defaultTiming } from './timing.ts'

const second = 1_000_000_000
const update = {
  MaxParallel: 1,
  HealthCheck: 'checks',
  MinHealthyTime: 10 * second,
  HealthyDeadline: 60 * second,
}
const withChecks: JsonObject = { Update: update, Services: [{ Checks: [{ Type: 'http' }] }] }

class Watch {
  readonly agenda = new Agenda()
  readonly task: Task = createTask({ Name: 'app', Driver: 'mock_driver' }, {}, 'service')
  readonly decisions: string[] = []
  readonly tracker: HealthTracker
  checksPass = true

  constructor(group: JsonObject = { Update: update }) {
    const rule = healthRule(group, { jobType: 'service', deploymentId: 'd1' })
    if (!rule) throw new Error('nobody watches this group')
    this.tracker = new HealthTracker(
      {
        agenda: this.agenda,
        timing: defaultTiming,
        rule,
        tasks: () => [this.task],
        checksPass: () => this.checksPass,
        decide: (healthy, at) => this.decisions.push(`${healthy ? 'healthy' : 'unhealthy'} at ${at / 1_000_000}`),
      },
      zero,
    )
  }

  become(state: Task['state'], at: number, changes: Partial<Task> = {}): void {
    this.until(at)
    Object.assign(this.task, { state, ...(state === 'running' && { startedAt: seconds(at) }), ...changes })
    this.tracker.look(seconds(at))
  }

  until(at: number): readonly string[] {
    const end: Micros = seconds(at)
    for (let due = this.agenda.due(); due !== undefined && due <= end; due = this.agenda.due())
      this.agenda.take(due)?.run(due)
    return this.decisions
  }
}

test('running for min_healthy_time is healthy', () => {
  const watch = new Watch()
  watch.become('running', 2)
  expect(watch.until(11.9)).toEqual([])
  expect(watch.until(100)).toEqual(['healthy at 12'])
})

test('a restart begins the wait anew', () => {
  const watch = new Watch()
  watch.become('running', 2)
  watch.become('pending', 8)
  watch.become('running', 9)
  expect(watch.until(100)).toEqual(['healthy at 19'])
})

test('a task that is dead is unhealthy at once, failed or not', () => {
  for (const failed of [true, false]) {
    const watch = new Watch()
    watch.become('running', 2)
    watch.become('dead', 5, { failed, finishedAt: seconds(5) })
    expect(watch.until(100)).toEqual(['unhealthy at 5'])
  }
})

test('what does not run by the deadline is unhealthy then', () => {
  expect(new Watch().until(100)).toEqual(['unhealthy at 60'])
})

test('health beats its deadline at the same instant', () => {
  const watch = new Watch()
  watch.become('running', 50)
  expect(watch.until(100)).toEqual(['healthy at 60'])
})

test('it is decided once', () => {
  const watch = new Watch()
  watch.become('running', 2)
  watch.until(20)
  watch.become('dead', 21, { failed: true, finishedAt: seconds(21) })
  expect(watch.until(100)).toEqual(['healthy at 12'])
})

test('checks are polled every half second, and have to pass for min_healthy_time as well', () => {
  const watch = new Watch(withChecks)
  watch.checksPass = false
  watch.become('running', 2)
  watch.until(20)
  watch.checksPass = true
  expect(watch.until(100)).toEqual(['healthy at 30.5'])
})

test('checks that pass too early wait for the tasks, another min_healthy_time at a time', () => {
  const watch = new Watch(withChecks)
  watch.become('running', 2)
  expect(watch.until(100)).toEqual(['healthy at 20.5'])
})

test('checks that never pass leave it to the deadline', () => {
  const watch = new Watch(withChecks)
  watch.checksPass = false
  watch.become('running', 2)
  expect(watch.until(100)).toEqual(['unhealthy at 60'])
})

test.each<[string, JsonObject, { readonly jobType: string; readonly deploymentId: string }]>([
  ['batch jobs', { Update: update }, { jobType: 'batch', deploymentId: '' }],
  ['manual health', { Update: { ...update, HealthCheck: 'manual' } }, { jobType: 'service', deploymentId: 'd1' }],
  ['max_parallel 0', { Update: { ...update, MaxParallel: 0 } }, { jobType: 'service', deploymentId: 'd1' }],
])('nobody watches %s', (_what, group, allocation) => {
  expect(healthRule(group, allocation)).toBeUndefined()
})

test('without a deployment the migrate block counts, with its defaults', () => {
  const around = { jobType: 'service', deploymentId: '' }
  expect(healthRule({ Update: update }, around)).toMatchObject({
    minHealthyTime: seconds(10),
    healthyDeadline: seconds(300),
  })
  expect(healthRule({ Migrate: { MinHealthyTime: 3 * second } }, around)).toMatchObject({ minHealthyTime: seconds(3) })
  expect(healthRule({ ...withChecks, Migrate: { HealthCheck: 'task_states' } }, around)?.checks).toBe(false)
})

test('a stopped watch decides nothing', () => {
  const watch = new Watch()
  watch.become('running', 2)
  watch.tracker.stop()
  expect(watch.until(100)).toEqual([])
  expect(watch.agenda.due()).toBeUndefined()
})
