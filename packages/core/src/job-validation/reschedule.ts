// Checks a group's reschedule policy, and whether its attempts fit its interval. Rules: semantics/4 §1.8 "reschedule",
// "Feasibility of a limited reschedule policy".

import type { ReschedulePolicyDocument } from '../job-document/document.ts'
import { printDuration } from '../job-document/durations.ts'
import type { Quirks } from '../quirks.ts'
import { broken, quote } from './texts.ts'

const second = 1_000_000_000
const minimumDelay = 5 * second
const minimumInterval = 15 * second
const functions = ['constant', 'exponential', 'fibonacci']

/** Slots are walked one by one; more attempts than this cannot fit any interval that a document can hold. */
const attemptsMax = 100_000

/** The errors of a policy; none for one that never reschedules. */
export function checkReschedule(policy: ReschedulePolicyDocument, quirks: Quirks): readonly string[] {
  const { Attempts, Unlimited } = policy
  if (Attempts <= 0 && !Unlimited) return []
  const shape = checkDelays(policy, quirks)
  return [
    ...(Attempts > 0 ? checkAttempts(policy) : []),
    ...shape,
    ...(Unlimited ? [] : checkLimited(policy, shape.length === 0)),
  ]
}

function checkAttempts({ Attempts, Interval, Unlimited }: ReschedulePolicyDocument): readonly string[] {
  const asked = `Attempts = ${Attempts}, Interval = ${printDuration(Interval)}, and Unlimited = true`
  return broken([
    [Interval <= 0, 'Interval must be a non zero value if Attempts > 0'],
    [Unlimited, `Reschedule Policy with ${asked} is ambiguous`],
    [Unlimited, 'If Attempts >0, Unlimited cannot also be set to true'],
  ])
}

function checkDelays(
  { Delay, DelayFunction, MaxDelay }: ReschedulePolicyDocument,
  { printsDelayForMaxDelay }: Quirks,
): readonly string[] {
  const grows = DelayFunction !== 'constant'
  const delay = printDuration(Delay)
  const shown = printsDelayForMaxDelay ? delay : printDuration(MaxDelay)
  const known = '["constant" "exponential" "fibonacci"]'
  return broken([
    [Delay < minimumDelay, `Delay cannot be less than 5s (got ${delay})`],
    [!functions.includes(DelayFunction), `Invalid delay function ${quote(DelayFunction)}, must be one of ${known}`],
    [grows && MaxDelay < minimumDelay, `Max Delay cannot be less than 5s (got ${shown})`],
    [grows && MaxDelay < Delay, `Max Delay cannot be less than Delay ${delay} (got ${printDuration(MaxDelay)})`],
  ])
}

function checkLimited(policy: ReschedulePolicyDocument, isShaped: boolean): readonly string[] {
  const interval = printDuration(policy.Interval)
  return [
    ...broken([[policy.Interval < minimumInterval, `Interval cannot be less than 15s (got ${interval})`]]),
    ...(isShaped ? checkFeasible(policy) : []),
  ]
}

/** What a policy can do in its interval, and the time that its attempts need. */
interface Feasibility {
  readonly possible: number
  readonly needed: number
  readonly fits: boolean
}

function checkFeasible(policy: ReschedulePolicyDocument): readonly string[] {
  const { possible, needed, fits } = feasibility(policy)
  if (fits) return []
  const delay = `initial delay ${printDuration(policy.Delay)}`
  const constant = `${delay} and delay function "constant"`
  const ceiling = `and delay ceiling ${printDuration(policy.MaxDelay)}`
  const growing = `${delay}, delay function ${quote(policy.DelayFunction)}, ${ceiling}`
  const how = policy.DelayFunction === 'constant' ? constant : growing
  const seconds = Math.round(needed / second) * second
  return [
    `Nomad can only make ${possible} attempts in ${printDuration(policy.Interval)} with ${how}`,
    `Set the interval to at least ${printDuration(seconds)} to accommodate ${policy.Attempts} attempts`,
  ]
}

function feasibility(policy: ReschedulePolicyDocument): Feasibility {
  const [Interval, Delay, Attempts] = [Number(policy.Interval), Number(policy.Delay), Number(policy.Attempts)]
  if (policy.DelayFunction === 'exponential') return exponential(policy)
  if (policy.DelayFunction === 'fibonacci') return fibonacci(policy)
  const needed = Attempts * Delay
  return { needed, possible: Math.floor(Interval / Delay), fits: Interval >= needed }
}

function exponential({ Attempts, Interval, Delay, MaxDelay }: ReschedulePolicyDocument): Feasibility {
  let needed = 0
  let possible = 0
  let delay = Number(Delay)
  for (let i = 0; i < Attempts && i < attemptsMax; i += 1) {
    needed = delay > MaxDelay ? needed + Number(MaxDelay) : delay
    if (needed < Interval) possible += 1
    delay *= 2
  }
  return { needed, possible, fits: possible >= Attempts }
}

function fibonacci({ Attempts, Interval, Delay, MaxDelay }: ReschedulePolicyDocument): Feasibility {
  const slots = [Number(Delay), Number(Delay)]
  let isCapped = false
  while (slots.length < Attempts && slots.length < attemptsMax) {
    const [before = 0, last = 0] = slots.slice(-2)
    const sum = before + last
    slots.push(isCapped ? last + Number(MaxDelay) : Math.min(sum, Number(MaxDelay)))
    isCapped = isCapped || sum > MaxDelay
  }
  const needed = slots[slots.length - 1] ?? 0
  const possible = Math.max(
    0,
    slots.findIndex((slot) => slot > Interval),
  )
  return { needed, possible, fits: Interval >= needed }
}
