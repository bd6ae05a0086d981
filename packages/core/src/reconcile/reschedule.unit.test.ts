// The delay series of reschedule policies, what permits a replacement, and what a replacement remembers.

import { describe, expect, it } from 'vitest'
import type { RescheduleEvent } from '../entities/reschedule-tracker.ts'
import type { ReschedulePolicyDocument } from '../job-document/document.ts'
import { type Micros, micros, plus, seconds, zero } from '../time.ts'
import { attemptsMade, nextDelay, nextReschedule, nextTracker, rescheduleEligible } from './reschedule.ts'

const nanos = 1e9
const start = seconds(1_000_000)

function policyOf(fields: Partial<ReschedulePolicyDocument>): ReschedulePolicyDocument {
  const unlimited = { Attempts: 0, Interval: 0, Unlimited: true }
  return { Delay: 5 * nanos, DelayFunction: 'exponential', MaxDelay: 60 * nanos, ...unlimited, ...fields }
}

function eventAt(rescheduleTime: Micros, delay: Micros = seconds(5)): RescheduleEvent {
  return { rescheduleTime, previousAllocationId: 'a', previousNodeId: 'n', delay }
}

/** The delays in seconds of an allocation that fails `pause` after each replacement. */
function series(policy: ReschedulePolicyDocument, length: number, pause: Micros = seconds(1)): readonly number[] {
  const delays: number[] = []
  let events: readonly RescheduleEvent[] = []
  let failure = start
  for (let i = 0; i < length; i += 1) {
    const delay = nextDelay(policy, events, failure)
    delays.push(delay / 1e6)
    const event = eventAt(plus(failure, delay), delay)
    events = nextTracker(policy, events, event).events
    failure = plus(event.rescheduleTime, pause)
  }
  return delays
}

describe('the delays of a policy', () => {
  it.each<[kind: string, fields: Partial<ReschedulePolicyDocument>, delays: readonly number[]]>([
    ['constant', { DelayFunction: 'constant' }, [5, 5, 5, 5]],
    ['constant, which no cap bounds', { DelayFunction: 'constant', Delay: 90 * nanos }, [90, 90, 90]],
    ['unknown, which is constant', { DelayFunction: 'linear' }, [5, 5, 5]],
    ['exponential', {}, [5, 10, 20, 40, 60, 60, 60]],
    ['exponential without a cap', { MaxDelay: 0 }, [5, 10, 20, 40, 80, 160]],
    ['fibonacci', { DelayFunction: 'fibonacci' }, [5, 5, 10, 15, 25, 40, 60, 60]],
  ])('%s', (_kind, fields, delays) => {
    expect(series(policyOf(fields), delays.length)).toEqual(delays)
  })

  it('start again after a run that was longer than the cap', () => {
    expect(series(policyOf({}), 8, seconds(61))).toEqual([5, 10, 20, 40, 5, 10, 20, 40])
  })

  it('repeat the first one once more after a fibonacci series has started again', () => {
    const events = [eventAt(start, seconds(60)), eventAt(plus(start, seconds(100)), seconds(5))]
    expect(nextDelay(policyOf({ DelayFunction: 'fibonacci' }), events, plus(start, seconds(101)))).toBe(seconds(5))
  })

  it.each(['exponential', 'fibonacci'])('stop growing at a century without a cap: %s', (kind) => {
    const century = seconds(100 * 366 * 86_400)
    const events = [eventAt(start, micros(century - 1)), eventAt(start, micros(century - 1))]
    expect(nextDelay(policyOf({ DelayFunction: kind, MaxDelay: 0 }), events, start)).toBe(century)
  })
})

describe('a replacement is permitted', () => {
  const limited = policyOf({ Attempts: 2, Interval: 600 * nanos, Unlimited: false, DelayFunction: 'constant' })
  const once = [eventAt(plus(start, seconds(-300)))]
  const twice = [...once, eventAt(plus(start, seconds(-30)))]
  const permitted = (
    policy: ReschedulePolicyDocument,
    events: readonly RescheduleEvent[] | undefined,
    tracked = events !== undefined,
  ): boolean => nextReschedule(policy, { tracked, events, newestFinish: start }, start).permitted

  it.each<[when: string, answer: boolean, events: readonly RescheduleEvent[] | undefined]>([
    ['without a tracker', true, undefined],
    ['with an empty tracker', true, []],
    ['with an attempt left', true, once],
    ['with none left', false, twice],
    ['with old attempts outside the interval', true, [eventAt(plus(start, seconds(-600))), ...once]],
    ['with attempts in the future, which count', false, [...once, eventAt(plus(start, seconds(60)))]],
  ])('%s: %s', (_when, answer, events) => {
    expect(permitted(limited, events)).toBe(answer)
  })

  it('never by a policy that is switched off, always by an unlimited one', () => {
    expect(permitted(policyOf({ Unlimited: false }), undefined)).toBe(false)
    expect(permitted(policyOf({}), twice)).toBe(true)
  })

  it('not when the delay fills the interval', () => {
    expect(permitted(policyOf({ Attempts: 2, Interval: 5 * nanos, Unlimited: false }), [])).toBe(false)
  })

  it('not when a tracker has lost its list, except without a limit', () => {
    expect(permitted(limited, undefined, true)).toBe(false)
    expect(permitted(policyOf({}), undefined, true)).toBe(true)
  })

  it('at the failure time plus the delay', () => {
    const { time } = nextReschedule(limited, { tracked: false, events: undefined, newestFinish: start }, start)
    expect(time).toBe(plus(start, seconds(5)))
  })
})

describe('the looser test', () => {
  it('lets Unlimited beat Attempts, and does not compare the delay with the interval', () => {
    const both = policyOf({ Attempts: 1, Interval: 600 * nanos })
    expect(rescheduleEligible(both, [eventAt(start)], start)).toBe(true)
    const short = policyOf({ Attempts: 1, Interval: 1, Unlimited: false })
    expect(rescheduleEligible(short, [], start)).toBe(true)
  })

  it('counts attempts, and refuses a policy that is switched off', () => {
    const one = policyOf({ Attempts: 1, Interval: 600 * nanos, Unlimited: false })
    expect(rescheduleEligible(one, [eventAt(start)], plus(start, seconds(599)))).toBe(false)
    expect(rescheduleEligible(one, [eventAt(start)], plus(start, seconds(600)))).toBe(true)
    expect(rescheduleEligible(policyOf({ Unlimited: false }), [], start)).toBe(false)
    expect(attemptsMade(policyOf({}), [eventAt(start)], start)).toBe(0)
  })
})

describe('a replacement remembers', () => {
  const events = Array.from({ length: 8 }, (_, i) => eventAt(micros(start + i * 60_000_000)))
  const event = eventAt(plus(start, seconds(480)), zero)
  const remembered = (policy: ReschedulePolicyDocument | undefined): number =>
    nextTracker(policy, events, event).events.length - 1

  it('the last five events of an unlimited policy', () => {
    expect(remembered(policyOf({}))).toBe(5)
    expect(remembered(undefined)).toBe(5)
  })

  it('the events within the interval of a limited one, its edge included', () => {
    expect(remembered(policyOf({ Attempts: 9, Interval: 120 * nanos }))).toBe(2)
    expect(remembered(policyOf({ Attempts: 9, Interval: 0 }))).toBe(0)
  })

  it('its own event last, and that it was placed', () => {
    const { events: all, lastReschedule } = nextTracker(policyOf({}), events, event)
    expect([all.at(-1), lastReschedule]).toEqual([event, 'ok'])
  })
})
