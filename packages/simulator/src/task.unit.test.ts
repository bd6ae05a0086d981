// The restart policy, case by case: attempts, their interval, both modes, successful ends, kills.

import { type JsonObject, type Micros, seconds } from '@cutover/core'
import { expect, test } from 'vitest'
import { type AfterEnd, addEvent, afterEnd, createTask, type Task } from './task.ts'

const second = 1_000_000_000

function taskOf(policy: JsonObject, jobType = 'service', document: JsonObject = {}): Task {
  const all = { Attempts: 2, Interval: 60 * second, Delay: second, Mode: 'fail', ...policy }
  return createTask({ Name: 'app', Driver: 'mock_driver', ...document }, { RestartPolicy: all }, jobType)
}

function endAt(task: Task, at: number, ok = false): AfterEnd {
  return afterEnd(task, { ok, now: seconds(at), delay: seconds(1) })
}

function restart(at: number): object {
  return { restartAt: seconds(at), reason: 'Restart within policy' }
}

test('mode fail restarts as often as allowed, then the task has failed', () => {
  const task = taskOf({})
  expect(endAt(task, 10)).toEqual(restart(11))
  expect(endAt(task, 12)).toEqual(restart(13))
  expect(endAt(task, 14)).toMatchObject({ dead: true, failed: true })
})

test('a new interval brings new attempts', () => {
  const task = taskOf({})
  endAt(task, 10)
  endAt(task, 12)
  expect(endAt(task, 71)).toEqual(restart(72))
})

test('mode delay waits for the end of the interval instead of failing', () => {
  const task = taskOf({ Mode: 'delay' })
  endAt(task, 10)
  endAt(task, 12)
  expect(endAt(task, 14)).toMatchObject({ restartAt: seconds(70) })
})

test.each([
  { end: 'no attempts and a failure', policy: { Attempts: 0 }, type: 'service', ok: false, outcome: { failed: true } },
  { end: 'no attempts and a good end', policy: { Attempts: 0 }, type: 'service', ok: true, outcome: { failed: true } },
  { end: 'a service that ends well', policy: {}, type: 'service', ok: true, outcome: restart(11) },
  { end: 'a batch that ends well', policy: {}, type: 'batch', ok: true, outcome: { dead: true, failed: false } },
  { end: 'a batch that fails', policy: {}, type: 'batch', ok: false, outcome: restart(11) },
  { end: 'no attempts and a good batch', policy: { Attempts: 0 }, type: 'batch', ok: true, outcome: { failed: false } },
])('$end', ({ policy, type, ok, outcome }) => {
  expect(endAt(taskOf(policy, type), 10, ok)).toMatchObject(outcome)
})

test('a killed task is dead and has not failed, whatever its policy', () => {
  const task = taskOf({})
  task.killed = true
  expect(endAt(task, 10)).toMatchObject({ dead: true, failed: false })
})

test('a sidecar is restarted after a good end, another prestart task is not', () => {
  const sidecar = { Lifecycle: { Hook: 'prestart', Sidecar: true } }
  expect(endAt(taskOf({}, 'service', sidecar), 10, true)).toEqual(restart(11))
  expect(endAt(taskOf({}, 'service', { Lifecycle: { Hook: 'prestart' } }), 10, true)).toMatchObject({ dead: true })
})

test("a task's own policy comes before the group's", () => {
  const own = { RestartPolicy: { Attempts: 0, Interval: 0, Delay: 0, Mode: 'fail' } }
  expect(endAt(taskOf({}, 'service', own), 10)).toMatchObject({ dead: true, failed: true })
})

test('only the last ten events are kept', () => {
  const task = taskOf({})
  for (let n = 0; n < 12; n += 1) addEvent(task, n as Micros, `event ${n}`)
  expect(task.events.map((event) => event['Type'])).toEqual(Array.from({ length: 10 }, (_, n) => `event ${n + 2}`))
})
