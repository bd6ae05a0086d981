// The case catalogue of semantics/2 §7, 32 to 44, 82 to 87 and 98 to 100: what failed and when it is replaced.

import {
  ago,
  completed,
  deployed,
  deploymentOf,
  type FoundFields,
  failed,
  found,
  limit,
  passOver,
  range,
  reconciliationLine,
  wantedJob,
} from '@cutover/testing'
import { expect, test } from 'vitest'
import type { RescheduleTracker } from '../entities/reschedule-tracker.ts'
import { seconds } from '../time.ts'
import { reconcile } from './reconcile.ts'

const second = 1_000_000_000
const day = 86_400 * second

function policy(attempts: number, delay: number) {
  return { ReschedulePolicy: { Attempts: attempts, Interval: day, Delay: delay * second, DelayFunction: 'constant' } }
}

/** A history of so many replacements, all within the policy's interval. */
function replaced(times: number): RescheduleTracker {
  const event = { rescheduleTime: ago(3_600), previousAllocationId: 'p', previousNodeId: 'n', delay: seconds(5) }
  return { events: Array.from({ length: times }, () => event), lastReschedule: 'ok' }
}

const used = { rescheduleTracker: replaced(1) }
const granted = { desiredTransition: { reschedule: true } }

function chain(delay: number, failedAgo: number) {
  const job = wantedJob({ Count: 4, ...policy(3, delay) }, { type: 'batch' })
  return passOver(job, [
    ...found(job, [0], { ...failed(60), nextAllocation: 'a1' }),
    ...found(job, [1], { ...failed(30), nextAllocation: 'a2', rescheduleTracker: replaced(1) }),
    ...found(job, [2], { ...failed(failedAgo), rescheduleTracker: replaced(2) }),
    ...found(job, [3, 4]),
    ...found(job, [5], completed()),
  ])
}

const batched = wantedJob(policy(3, 15), { type: 'batch' })
const sevenFailed = passOver(batched, [
  ...range(0, 5).flatMap((n) => found(batched, [n], failed(10 - n * 0.05))),
  ...found(batched, [5, 6], failed(0)),
  ...found(batched, range(7, 10)),
])

function laterAndGap(delay: number, failedAgo: number, update = {}) {
  const job = wantedJob({ Count: 5, ...policy(1, delay), ...update })
  return passOver(job, [
    ...found(job, [0], { ...failed(600), ...used }),
    ...found(job, [1], failed(failedAgo)),
    ...found(job, [2, 3]),
    ...found(job, [4], { desiredStatus: 'stop' }),
  ])
}

/** Five allocations of which one is particular. */
function oneOfFive(group: Readonly<Record<string, unknown>> & ReturnType<typeof policy>, fields: FoundFields) {
  const job = wantedJob({ Count: 5, ...group })
  return passOver(job, [...found(job, range(0, 4)), ...found(job, [4], fields)])
}

const before = wantedJob({ Count: 5, ...policy(1, 5), ...limit(2, 2) })
const current = wantedJob({ Count: 5, ...policy(1, 5), ...limit(2, 2) }, { version: 1 })

function besideCanaries(old: readonly FoundFields[], canaries: readonly FoundFields[]) {
  const placed = canaries.map((fields, n) =>
    found(current, [n % 2], { tag: `c${n}-`, ...deployed(undefined, true), ...fields }),
  )
  const placedCanaries = placed.flat().map((allocation) => allocation.id)
  return passOver(current, [...old.flatMap((fields, n) => found(before, [n], fields)), ...placed.flat()], {
    deployment: deploymentOf(current, [{ desiredCanaries: 2, placedCanaries }]),
  })
}

const dead = failed(60)
const running = {}
const oldRunning = [running, running, running, running, running]
const batchJob = wantedJob({ Count: 5 }, { type: 'batch' })
const rerun = wantedJob({}, { type: 'batch', createIndex: 200 })
const active = wantedJob({ ...policy(3, 5), ...limit(4) })
const pair = wantedJob({ Count: 2, ...policy(1, 5), ...limit(2) })
const six = wantedJob({ Count: 5, ...policy(1, 5) })

test.each([
  [32, 'batch reschedule later', chain(15, 0), 'A1 · {ignore 4, rescheduleLater 1} · later alloc-reschedule +15s'],
  [
    33,
    'batched follow-ups',
    sevenFailed,
    'A7 · {ignore 10, rescheduleLater 7} · later alloc-reschedule +5s, alloc-failure +15s unnamed',
  ],
  [34, 'batch reschedule now', chain(5, 5), 'P1 S1 · {ignore 3, place 1, stop 1} · place 2r · stop 2 rescheduled'],
  [
    35,
    'service later plus gap',
    laterAndGap(15, 0),
    'P1 A1 · {ignore 4, place 1, rescheduleLater 1} · place 4 · later alloc-reschedule +15s',
  ],
  [36, 'completed service alloc', oneOfFive(policy(1, 15), completed()), 'P1 · {ignore 4, place 1} · place 4'],
  [
    37,
    'stopped and failed',
    oneOfFive(policy(1, 15), { ...dead, desiredStatus: 'stop' }),
    'P1 · {ignore 4, place 1} · place 4',
  ],
  [
    38,
    'service now',
    laterAndGap(5, 10, limit(4)),
    'P2 S1 · {ignore 3, place 2, stop 1} · place 1r, 4 · stop 1 rescheduled',
  ],
  [
    39,
    '1 s window',
    oneOfFive(policy(1, 5), failed(4)),
    'P1 S1 · {ignore 4, place 1, stop 1} · place 4r · stop 4 rescheduled',
  ],
  [
    40,
    'follow-up id match',
    oneOfFive(policy(1, 30), { ...failed(0), followupEvaluationId: 'evaluation' }),
    'P1 S1 · {ignore 4, place 1, stop 1} · place 4r · stop 4 rescheduled',
  ],
  [
    41,
    'failures beside canaries',
    besideCanaries([{ ...dead, ...used }, dead, running, running, dead], [running, running]),
    'P2 S2 · {ignore 5, place 2, stop 2} · place 1 4rd · stop 1 4 rescheduled',
  ],
  [
    42,
    'failed canaries rescheduled',
    besideCanaries(oldRunning, [{ ...dead, ...granted }, { ...dead, ...granted }, dead, dead, dead, dead]),
    'P2 S2 · {ignore 9, place 2, stop 2} · place 0-1cr · stop 0-1 rescheduled',
  ],
  [
    43,
    'one canary at limit',
    besideCanaries(oldRunning, [{ ...dead, ...granted }, { ...dead, ...granted, ...used }, dead, dead, dead, dead]),
    'P1 S1 · {ignore 10, place 1, stop 1} · place 0cr · stop 0 rescheduled',
  ],
  [
    44,
    'already replaced',
    passOver(active, [
      ...found(active, range(0, 10)),
      ...found(active, [0], { ...dead, nextAllocation: 'a0', tag: 'b' }),
    ]),
    '{ignore 10}',
  ],
  [
    82,
    'batch rerun',
    passOver(rerun, found(batchJob, range(0, 10), completed())),
    'P10 · {ignore 10, place 10} · place 0-9',
  ],
  [
    83,
    'failed deployment, no rescheduling of its own',
    passOver(
      active,
      [...found(active, [0, 1], deployed(true)), ...found(active, [2, 3], { ...dead, ...deployed(false) })],
      { deployment: deploymentOf(active, [{}], { status: 'failed' }) },
    ),
    '{ignore 2}',
  ],
  [
    84,
    'active deployment, 5 of 10 failures granted',
    passOver(
      active,
      [
        ...found(active, range(0, 5), { ...dead, ...deployed(false), ...granted }),
        ...found(active, range(5, 10), { ...dead, ...deployed(false) }),
      ],
      { deployment: deploymentOf(active, [{}]) },
    ),
    'P5 S5 · {ignore 5, place 5, stop 5} · place 0-4r · stop 0-4 rescheduled',
  ],
  [
    85,
    'successful deployment, failures',
    passOver(active, found(active, range(0, 10), { ...dead, ...deployed(false) }), {
      deployment: deploymentOf(active, [{}], { status: 'successful' }),
    }),
    'P10 S10 · {place 10, stop 10} · place 0-9r · stop 0-9 rescheduled',
  ],
  [
    86,
    'forced',
    oneOfFive(policy(1, 5), { ...dead, ...used, desiredTransition: { forceReschedule: true } }),
    'P1 S1 · {ignore 4, place 1, stop 1} · place 4r · stop 4 rescheduled',
  ],
  [
    87,
    'policy off',
    passOver(wantedJob({ Count: 5, ...policy(0, 5) }), [
      ...found(wantedJob({ Count: 5, ...policy(0, 5) }), [0, 1], dead),
      ...found(six, [2, 3]),
      ...found(six, [4], { desiredStatus: 'stop' }),
    ]),
    'P1 · {ignore 4, place 1} · place 4',
  ],
  [
    98,
    'scale down prefers finished batch',
    passOver(batchJob, [
      ...found(batchJob, range(0, 5)),
      ...found(batchJob, [5], completed()),
      ...found(batchJob, [6], { desiredStatus: 'stop' }),
    ]),
    'S1 · {ignore 6, stop 1} · stop 5',
  ],
  [
    99,
    'scale down by one, failed alloc due',
    passOver(six, [...found(six, [0, 1, 2, 4, 5]), ...found(six, [3], dead)]),
    'P1 S1 · {ignore 5, place 1, stop 1} · place 3r · stop 3 rescheduled',
  ],
  [
    100,
    'scale down by one, failed in active deployment',
    passOver(pair, [...found(pair, [0, 1], deployed(true)), ...found(pair, [2], { ...dead, ...deployed(false) })], {
      deployment: deploymentOf(pair, [{}]),
    }),
    'S1 · {ignore 2, stop 1} · stop 2',
  ],
])('case %i: %s', (_number, _name, input, line) => {
  expect(reconciliationLine(reconcile(input))).toBe(line)
})
