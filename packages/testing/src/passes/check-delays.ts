// Whether the reconciler's arithmetic of rescheduling agrees with the tables of semantics/2 §2.7, for policies and pasts at random.

import {
  attemptsMade,
  micros,
  nextDelay,
  nextReschedule,
  type RescheduleHistory,
  rescheduleEligible,
  seconds,
} from '@cutover/core'
import fc from 'fast-check'
import { ago, passNow, wantedJob } from '../wanted-and-found.ts'
import { attempted, delayOf, isEligible, isPermitted, type Past, type Policy } from './delays.ts'

const second = 1_000_000_000
const delays = [0, 5, 10, 15, 20, 40, 60, 90] as const

const policy = fc.record({
  Attempts: fc.constantFrom(0, 0, 1, 2, 3),
  Interval: fc.constantFrom(0, 30, 60, 600).map((value) => value * second),
  Delay: fc.constantFrom(5, 10).map((value) => value * second),
  DelayFunction: fc.constantFrom('constant', 'exponential', 'fibonacci', ''),
  MaxDelay: fc.constantFrom(0, 15, 60).map((value) => value * second),
  Unlimited: fc.boolean(),
})

const event = fc.record({ age: fc.nat({ max: 200 }), delay: fc.constantFrom(...delays) })

const situation = fc.record({
  policy,
  events: fc.option(fc.array(event, { maxLength: 4 }), { nil: undefined }),
  isTracked: fc.boolean(),
  finished: fc.nat({ max: 120 }),
  failed: fc.nat({ max: 120 }),
})

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never

/** Answers the first situation of which the core says something else. */
export function checkDelays(runs = 1_000): string | undefined {
  for (const one of fc.sample(situation, { numRuns: runs, seed: 7 })) {
    const [told, wanted] = [toldOf(one), wantedOf(one)]
    if (told !== wanted) return `${JSON.stringify(one)}: ${told}, the rules ${wanted}`
  }
  return undefined
}

function eventsOf({ events }: Situation): RescheduleHistory['events'] {
  const before = { previousAllocationId: '', previousNodeId: '' }
  return events?.map(({ age, delay }) => ({ ...before, rescheduleTime: ago(age), delay: seconds(delay) }))
}

function toldOf(one: Situation): string {
  const given = policyOf(one)
  const [events, failure] = [eventsOf(one), ago(one.failed)]
  const history = { tracked: one.isTracked || events !== undefined, events, newestFinish: ago(one.finished) }
  const next = nextReschedule(given, history, failure)
  return [
    nextDelay(given, events ?? [], history.newestFinish),
    attemptsMade(given, events ?? [], failure),
    next.time - passNow,
    next.permitted,
    rescheduleEligible(given, events ?? [], passNow),
  ].join(' ')
}

function wantedOf(one: Situation): string {
  const given = policyOf(one)
  const events = eventsOf(one)
  const past: Past = { events, isTracked: one.isTracked || events !== undefined, newestFinish: ago(one.finished) }
  const failure = ago(one.failed)
  const delay = delayOf(given, past)
  return [
    delay,
    attempted(given, past, failure),
    micros(failure + delay) - passNow,
    isPermitted(given, past, failure),
    isEligible(given, past, passNow),
  ].join(' ')
}

function policyOf(one: Situation): Policy {
  const [group] = wantedJob({ ReschedulePolicy: one.policy }).document.TaskGroups
  if (!group?.ReschedulePolicy) throw new Error('a group without its policy')
  return group.ReschedulePolicy
}
