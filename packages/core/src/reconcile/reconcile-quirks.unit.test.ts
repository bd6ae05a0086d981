// Every oddity of the list, seen with its switch on and off. Rules: semantics/2 §8.3.

import {
  deployed,
  deploymentOf,
  failed,
  found,
  limit,
  passOver,
  range,
  reconciliationLine,
  replaceOther,
  tainted,
  unknownSince,
  wantedJob,
} from '@cutover/testing'
import { expect, test } from 'vitest'
import { nomadQuirks, type Quirks, safeQuirks } from '../quirks.ts'
import { duplicateIndexes, emptyNameIndex, freeIndex, takeIndex } from './name-index.ts'
import { reconcile } from './reconcile.ts'

const second = 1_000_000_000
const policy = { ReschedulePolicy: { Unlimited: true, Delay: second, DelayFunction: 'constant' } }
const dead = failed(60)

const batch = wantedJob({ Name: 'gone' }, { type: 'batch' })
const removedBatch = passOver(
  wantedJob({ Name: 'other', Count: 0 }, { type: 'batch' }),
  found(batch, [0], { desiredStatus: 'stop' }),
)

const two = wantedJob({ Count: 2, ...policy, Disconnect: { Reconcile: 'keep_original' } })
const loser = passOver(two, [
  ...found(two, [0], { states: unknownSince(60), nextAllocation: 'b0' }),
  ...found(two, [1]),
  ...found(two, [0], { tag: 'b', ...dead }),
])

const slow = wantedJob({
  Count: 2,
  ReschedulePolicy: { Unlimited: true, Delay: 30 * second, DelayFunction: 'constant' },
})
const twoBatches = passOver(slow, [...found(slow, [0], failed(20)), ...found(slow, [1], failed(0))])

const old = wantedJob({ Count: 4, ...policy })
const canary = wantedJob({ Count: 4, ...policy, ...limit(2, 1) }, { version: 1 })
const lostAndFailed = passOver(
  canary,
  [
    ...found(old, [0, 2, 3]),
    ...found(old, [1], dead),
    ...found(canary, [0], { tag: 'c', nodeId: 'node-c', ...deployed(undefined, true) }),
  ],
  {
    deployment: deploymentOf(canary, [{ desiredCanaries: 1, placedCanaries: ['c0'] }]),
    decide: replaceOther(canary),
    tainted: tainted({ 'node-0': 'down' }),
  },
)

const groups = wantedJob({ Count: 2, ...limit(2) }, { groups: [{}, { Name: 'api' }] })
const joining = passOver(groups, found(groups, [0, 1]), { deployment: deploymentOf(groups, [{ desiredTotal: 2 }]) })

const wide = wantedJob({ Count: 3, ...limit(2, 7) }, { version: 1 })
const manyCanaries = passOver(wide, found(old, range(0, 3)), { decide: 'destructive' })

const one = wantedJob({ Count: 1, ...policy })
const leaving = { ...dead, ...deployed(undefined, true), desiredTransition: { migrate: true } }
const leavingOnce = passOver(two, [...found(two, [0], leaving), ...found(two, [1])])
const leavingTrimmed = passOver(one, found(one, [0, 1], leaving))

test.each<[keyof Quirks, ReturnType<typeof passOver>, string, string]>([
  ['countsUnlistedStops', removedBatch, '{} + {stop 1}', '{} + {}'],
  [
    'reschedulesReconnectLosers',
    loser,
    'P1 S2 R1 · {ignore 2, place 1, stop 2, reconnect 1} · place 0r · stop 0 reconnected, 0 rescheduled',
    'S1 R1 · {ignore 2, stop 1, reconnect 1} · stop 0 reconnected',
  ],
  [
    'relabelsLaterFollowups',
    twoBatches,
    'A2 · {ignore 2, rescheduleLater 2} · later alloc-reschedule +10s, alloc-failure +30s unnamed',
    'A2 · {ignore 2, rescheduleLater 2} · later alloc-reschedule +10s, alloc-reschedule +30s',
  ],
  [
    'placesRescheduledTwice',
    lostAndFailed,
    'P2 S2 · {ignore 3, place 2, stop 2} · place 1 ×2rd · stop 0 lost, 1 rescheduled',
    'P2 S2 · {ignore 3, place 2, stop 2} · place 0ld, 1rd · stop 0 lost, 1 rescheduled',
  ],
  [
    'forgetsJoiningGroups',
    joining,
    'P2 · {ignore 2} + {place 2} · place 0-1',
    'P2 · {ignore 2} + {place 2} · place 0-1 · deployment of 2 + 2: Deployment is running',
  ],
  [
    'cutsCanariesAtCount',
    manyCanaries,
    'P3 · {ignore 3, place 3, canary 7} · place 0-2c · deployment of 3 with 7 canaries: Deployment is running but requires manual promotion',
    'P7 · {ignore 3, canary 7} · place 0-6c · deployment of 3 with 7 canaries: Deployment is running but requires manual promotion',
  ],
  [
    'placesMigratingTwice',
    leavingOnce,
    'P2 S1 · {ignore 1, place 1, migrate 1} · place 0cr, 0cm · stop 0 migrating',
    'P1 S1 · {ignore 1, migrate 1} · place 0cm · stop 0 migrating',
  ],
  [
    'stopsTrimmedTwice',
    leavingTrimmed,
    'P1 S3 · {place 1, migrate 1, stop 2} · place 0cr · stop 1, 1 rescheduled, 0 migrating',
    'P1 S2 · {place 1, migrate 1, stop 1} · place 0cr · stop 1, 0 migrating',
  ],
])('%s', (quirk, input, on, off) => {
  const without = { ...nomadQuirks, [quirk]: false }
  expect([reconciliationLine(reconcile(input)), reconciliationLine(reconcile({ ...input, quirks: without }))]).toEqual([
    on,
    off,
  ])
})

test.each([
  ['on', nomadQuirks, [3]],
  ['off', safeQuirks, []],
])('keepsTripledNames %s', (_switch, { keepsTripledNames }, left) => {
  const names = emptyNameIndex('job.web[', 10, keepsTripledNames)
  for (let i = 0; i < 3; i += 1) takeIndex(names, 3)
  for (let i = 0; i < 2; i += 1) freeIndex(names, 3)
  expect(duplicateIndexes(names)).toEqual(left)
})
