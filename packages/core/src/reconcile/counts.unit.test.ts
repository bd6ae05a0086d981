// The case catalogue of semantics/2 §7, 1 to 31: filling, scaling, lost and draining nodes, stopped jobs.

import {
  completed,
  deploymentOf,
  failed,
  found,
  limit,
  passOver,
  range,
  reconciliationLine,
  tainted,
  wantedJob,
} from '@cutover/testing'
import { expect, test } from 'vitest'
import { reconcile } from './reconcile.ts'

const hour = 3_600_000_000_000
const job = wantedJob()
const batch = wantedJob({}, { type: 'batch' })
const ten = found(job, range(0, 10))
const down = tainted({ 'node-0': 'down', 'node-1': 'down' })
const migrating = { desiredTransition: { migrate: true } }
const migratingUnplaced = { desiredTransition: { migrate: true, migrateDisablePlacement: true } }
const stoppedByUser = { desiredTransition: { migrate: true, reschedule: true } }

function drained(from: ReturnType<typeof wantedJob>, count: number, fields: Parameters<typeof found>[2]) {
  return [...found(from, range(0, count), fields), ...found(from, range(count, 10))]
}

function batchWith(policy: Readonly<Record<string, number | boolean>>, modifyTime: Parameters<typeof drained>[2]) {
  const own = wantedJob({ ReschedulePolicy: policy }, { type: 'batch' })
  return passOver(own, drained(own, 2, { ...stoppedByUser, ...modifyTime }))
}

const rollbackJob = wantedJob({
  Count: 4,
  ReschedulePolicy: { Unlimited: true, Delay: hour, DelayFunction: 'exponential', MaxDelay: 2 * hour },
})
const rollback = passOver(
  rollbackJob,
  [...found(rollbackJob, [0]), ...found(rollbackJob, [1], failed(600)), ...found(rollbackJob, [2], failed(36_000))],
  { decide: (allocation) => (allocation.id === 'a0' ? 'inplace' : 'destructive') },
)
const renamed = wantedJob({ Name: 'different' })
const twoGroups = wantedJob({}, { groups: [{}, { Name: 'api' }] })
const five = [...found(twoGroups, range(0, 5)), ...found(twoGroups, range(0, 5), { group: 'api' })]
const twenty = [...found(twoGroups, range(0, 10)), ...found(twoGroups, range(0, 10), { group: 'api' })]
const count = (wanted: number) => wantedJob({ Count: wanted })

test.each([
  [1, 'fresh job', passOver(job, []), 'P10 · {place 10} · place 0-9'],
  [2, 'fill up', passOver(job, found(job, range(0, 5))), 'P5 · {ignore 5, place 5} · place 5-9'],
  [3, 'scale down', passOver(job, found(job, range(0, 20))), 'S10 · {ignore 10, stop 10} · stop 10-19'],
  [4, 'scale to zero', passOver(count(0), found(job, range(0, 20))), 'S20 · {stop 20} · stop 0-19'],
  [
    5,
    'scale to zero, duplicate names',
    passOver(
      count(0),
      range(0, 20).flatMap((n) => found(job, [n % 2], { tag: `a${n}-` })),
    ),
    'S20 · {stop 20} · stop 0-1 ×10',
  ],
  [6, 'all in place', passOver(job, ten, { decide: 'inplace' }), 'I10 · {inPlaceUpdate 10}'],
  [
    7,
    'in place and up',
    passOver(count(15), ten, { decide: 'inplace' }),
    'P5 I10 · {place 5, inPlaceUpdate 10} · place 10-14',
  ],
  [
    8,
    'in place and down',
    passOver(count(5), ten, { decide: 'inplace' }),
    'S5 I5 · {stop 5, inPlaceUpdate 5} · stop 5-9',
  ],
  [
    9,
    'mixed failure rollback',
    rollback,
    'P2 S1 D1 I1 A1 · {place 2, stop 1, inPlaceUpdate 1, destructiveUpdate 1, rescheduleLater 1} · place 2r, 3 · stop 2 rescheduled · replace 1 · later alloc-reschedule +3000s',
  ],
  [
    10,
    'destructive, no limit',
    passOver(job, ten, { decide: 'destructive' }),
    'D10 · {destructiveUpdate 10} · replace 0-9',
  ],
  [
    11,
    'destructive, MaxParallel 0',
    passOver(wantedJob(limit(0)), ten, { decide: 'destructive' }),
    'D10 · {destructiveUpdate 10} · replace 0-9',
  ],
  [
    12,
    'destructive and up',
    passOver(count(15), ten, { decide: 'destructive' }),
    'P5 D10 · {place 5, destructiveUpdate 10} · place 10-14 · replace 0-9',
  ],
  [
    13,
    'destructive and down',
    passOver(count(5), ten, { decide: 'destructive' }),
    'S5 D5 · {stop 5, destructiveUpdate 5} · stop 5-9 · replace 0-4',
  ],
  [
    14,
    'two nodes down',
    passOver(job, ten, { tainted: down }),
    'P2 S2 · {ignore 8, place 2, stop 2} · place 0-1l · stop 0-1 lost',
  ],
  [
    15,
    'down and scale up',
    passOver(count(15), ten, { tainted: down }),
    'P7 S2 · {ignore 8, place 7, stop 2} · place 0-1l, 10-14 · stop 0-1 lost',
  ],
  [
    16,
    'down and scale down',
    passOver(count(5), ten, { tainted: down }),
    'S5 · {ignore 5, stop 5} · stop 0-1 lost, 7-9',
  ],
  [
    17,
    'drain',
    passOver(job, drained(job, 2, migrating), { tainted: tainted({ 'node-0': 'draining' }) }),
    'P2 S2 · {ignore 8, migrate 2} · place 0-1m · stop 0-1 migrating',
  ],
  [
    18,
    'drain and up',
    passOver(count(15), drained(job, 2, migrating)),
    'P7 S2 · {ignore 8, place 5, migrate 2} · place 10-14, 0-1m · stop 0-1 migrating',
  ],
  [
    19,
    'drain and down',
    passOver(count(8), drained(job, 3, migrating)),
    'P1 S3 · {ignore 7, migrate 1, stop 2} · place 0m · stop 1-2, 0 migrating',
  ],
  [
    20,
    'batch drain, placement on',
    passOver(batch, drained(batch, 2, migrating)),
    'P2 S2 · {ignore 8, migrate 2} · place 0-1m · stop 0-1 migrating',
  ],
  [
    21,
    'batch drain, placement disabled',
    passOver(batch, drained(batch, 2, migratingUnplaced)),
    'S2 · {ignore 8, migrate 2} · stop 0-1 migrating',
  ],
  [
    22,
    'batch drained, still running',
    passOver(batch, drained(batch, 2, { ...migratingUnplaced, desiredStatus: 'stop' })),
    '{ignore 10}',
  ],
  [
    23,
    'batch alloc stop, no policy',
    passOver(batch, drained(batch, 2, stoppedByUser)),
    'S2 · {ignore 8, migrate 2} · stop 0-1 migrating',
  ],
  [
    24,
    'batch alloc stop, policy due',
    batchWith({ Unlimited: true, Delay: hour }, {}),
    'P2 S2 · {ignore 8, place 2, migrate 2} · place 0-1r · stop 0-1 migrating',
  ],
  [
    25,
    'batch alloc stop, policy later',
    batchWith({ Unlimited: true, Delay: hour }, { modifyTime: passOver(job, []).now }),
    'S2 · {ignore 8, migrate 2, rescheduleLater 2} · stop 0-1 migrating · later alloc-reschedule +3600s',
  ],
  [26, 'group renamed', passOver(renamed, ten), 'P10 S10 · {place 10} + {stop 10} · place 0-9 · stop 0-9'],
  [
    27,
    'stopped job',
    passOver(wantedJob({}, { stop: true, groups: [{}, { Name: 'api' }] }), five),
    'S10 · {stop 5} + {stop 5} · stop 0-4 ×2',
  ],
  [28, 'purged job', passOver(undefined, found(job, range(0, 5))), 'S5 · {stop 5} · stop 0-4'],
  [29, 'stopped, all terminal', passOver(wantedJob({}, { stop: true }), found(job, range(0, 10), completed())), '{}'],
  [
    30,
    'two groups',
    passOver(twoGroups, found(twoGroups, range(0, 2))),
    'P18 · {ignore 2, place 8} + {place 10} · place 0-9 & 2-9',
  ],
  [
    31,
    'one of two groups in deployment',
    passOver(twoGroups, twenty, { deployment: deploymentOf(twoGroups, [{}]) }),
    '{ignore 10} + {ignore 10}',
  ],
])('case %i: %s', (_number, _name, input, line) => {
  expect(reconciliationLine(reconcile(input))).toBe(line)
})
