// Periodic jobs launched by time: when, under which name, and when not. Rules: semantics/4 §8.1.

import { emptyCluster, registration, smallDocument, smallJob, stateAfter } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Command } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { settle, step } from '../machine.ts'
import type { Manager } from '../manager.ts'
import { isRefusal } from '../refusal.ts'
import type { State } from '../state.ts'
import { type Micros, micros } from '../time.ts'
import { createLauncher } from './launches.ts'

const managers: readonly Manager[] = [createLauncher((zone) => (zone === 'Europe/Paris' ? 3_600 : 0))]
const midnight = micros(Date.UTC(2026, 0, 1) * 1_000)

function minutes(count: number): Micros {
  return micros(midnight + count * 60_000_000)
}

function periodic(fields: JsonObject = {}): Command {
  const schedule = { Enabled: true, Spec: '', Specs: ['*/10 * * * *'], SpecType: 'cron', ProhibitOverlap: false }
  const document = smallDocument({ Type: 'batch', Periodic: { ...schedule, TimeZone: 'UTC', ...fields } })
  return registration(smallJob(document))
}

function after(state: State, command: Command, at: Micros): State {
  const taken = step(state, command, { at, term: 1, by: 'operator' }, managers)
  if (isRefusal(taken)) throw new Error(taken.text)
  return taken.state
}

function later(state: State, at: Micros): State {
  return settle(state, { at, term: 1, by: 'housekeeping' }, managers).state
}

function children({ tables }: State): readonly string[] {
  return [...tables.jobs].map(({ id }) => id).filter((id) => id !== 'web')
}

function wakeup(state: State): Micros | undefined {
  return managers[0]?.nextWakeup(state)
}

test('the first launch comes strictly after the registration, and is the next wake-up', () => {
  expect(wakeup(after(emptyCluster(), periodic(), minutes(10)))).toBe(minutes(20))
})

test('a child is named after the second of its schedule, and the next launch is waited for', () => {
  const launched = later(after(emptyCluster(), periodic(), minutes(1)), micros(minutes(10) + 5))
  expect(children(launched)).toEqual([`web/periodic-${minutes(10) / 1_000_000}`])
  expect(wakeup(launched)).toBe(minutes(20))
})

test('what was missed is launched once', () => {
  const launched = later(after(emptyCluster(), periodic(), minutes(1)), minutes(55))
  expect(children(launched)).toHaveLength(1)
  expect(wakeup(launched)).toBe(minutes(60))
})

test('a launch is skipped while a child lives, if overlap is prohibited', () => {
  const twice = (state: State): State => later(later(state, minutes(10)), minutes(20))
  expect(children(twice(after(emptyCluster(), periodic(), minutes(1))))).toHaveLength(2)
  const one = twice(after(emptyCluster(), periodic({ ProhibitOverlap: true }), minutes(1)))
  expect(children(one)).toHaveLength(1)
  expect(wakeup(one)).toBe(minutes(30))
})

test('a changed schedule is followed from then on, and the time zone counts', () => {
  const hourly = after(after(emptyCluster(), periodic(), minutes(1)), periodic({ Specs: ['@hourly'] }), minutes(2))
  expect(wakeup(hourly)).toBe(minutes(60))
  const noon = periodic({ Specs: ['0 12 * * *', '0 18 * * *'], TimeZone: 'Europe/Paris' })
  expect(wakeup(after(emptyCluster(), noon, minutes(1)))).toBe(minutes(11 * 60))
})

test('nothing is waited for when the block is disabled or the job is stopped', () => {
  expect(wakeup(after(emptyCluster(), periodic({ Enabled: false }), minutes(1)))).toBeUndefined()
  const stop = { namespace: 'default', jobId: 'web', purge: false, noShutdownDelay: false, evaluationPriority: 0 }
  const running = after(emptyCluster(), periodic(), minutes(1))
  expect(wakeup(after(running, { type: 'StopJob', ...stop }, minutes(2)))).toBeUndefined()
  const purged = after(running, { type: 'StopJob', ...stop, purge: true }, minutes(2))
  expect(wakeup(later(purged, minutes(10)))).toBeUndefined()
})

test('after a restart timers are found again', () => {
  expect(wakeup(later(stateAfter(emptyCluster(), periodic()), minutes(1)))).toBe(minutes(10))
})
