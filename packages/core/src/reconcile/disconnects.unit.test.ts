// The case catalogue of semantics/2 §7, 88 to 97 and 101 to 104: nodes that lose their connection and come back.

import {
  deployed,
  deploymentOf,
  type FoundFields,
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
import { seconds } from '../time.ts'
import { reconcile } from './reconcile.ts'

const second = 1_000_000_000
const fiveMinutes = 300 * second
const due = { ReschedulePolicy: { Attempts: 1, Interval: 3_600 * second, Delay: 0, DelayFunction: 'constant' } }

function connected(count: number, disconnect: Readonly<Record<string, number | boolean | string>>) {
  return wantedJob({ Count: count, ...due, Disconnect: disconnect })
}

const two = connected(2, { LostAfter: fiveMinutes })
const three = connected(3, { LostAfter: fiveMinutes, Reconcile: 'keep_original' })
const four = connected(4, { LostAfter: fiveMinutes })
const five = connected(5, { LostAfter: fiveMinutes })
const short = connected(5, { LostAfter: 2 * second })
const back: FoundFields = { states: unknownSince(60) }
const away = { nodeId: 'away' }
const disconnected = tainted({ away: 'disconnected' })
const unknown: FoundFields = { ...away, clientStatus: 'unknown', states: unknownSince(3_600) }
const backAndForth = [...unknownSince(60), { field: 0, value: 'running', time: seconds(1) }]

const canaryJob = wantedJob(
  { Count: 5, ...due, ...limit(2, 4), Disconnect: { LostAfter: fiveMinutes } },
  { version: 1 },
)
const pendingCanaries = found(canaryJob, [0, 1], {
  tag: 'c',
  ...deployed(undefined, true),
  ...away,
  clientStatus: 'pending',
})
const shortOfCanaries = passOver(
  canaryJob,
  [...found(five, [0, 1], away), ...found(five, [2, 3, 4]), ...pendingCanaries],
  {
    deployment: deploymentOf(canaryJob, [{ desiredCanaries: 4, placedCanaries: ['c0', 'c1'] }]),
    tainted: disconnected,
  },
)

const oldFour = wantedJob({ Count: 4, ...due })
const oneCanary = wantedJob({ Count: 4, ...due, ...limit(2, 1) }, { version: 1 })
const oneCanaryDeployment = deploymentOf(oneCanary, [{ desiredCanaries: 1, placedCanaries: ['c0'] }])

function besideOneCanary(old: ReturnType<typeof found>, canary: FoundFields) {
  const placed = found(oneCanary, [0], { tag: 'c', nodeId: 'node-c', ...deployed(undefined, true), ...canary })
  return passOver(oneCanary, [...old, ...placed], {
    deployment: oneCanaryDeployment,
    decide: replaceOther(oneCanary),
    tainted: tainted({ 'node-0': 'down' }),
  })
}

const keeps = connected(4, { LostAfter: fiveMinutes, Replace: false })
const stopsItself = wantedJob({
  Count: 4,
  Disconnect: { StopOnClientAfter: 10 * second },
  Tasks: [{ Name: 'task', KillTimeout: 5 * second }],
})
const downNode = { tainted: tainted({ 'node-0': 'down' }) }

test.each([
  [88, 'reconnect, not replaced', passOver(two, found(two, [0, 1], back)), 'R2 · {ignore 2, reconnect 2}'],
  [
    89,
    'reconnect, keep original',
    passOver(three, [
      ...found(three, [0], { ...back, nextAllocation: 'b0' }),
      ...found(three, [1, 2]),
      ...found(three, [0], { tag: 'b' }),
    ]),
    'S1 R1 · {ignore 3, stop 1, reconnect 1} · stop 0 reconnected',
  ],
  [
    90,
    'failed on reconnect, replaced',
    passOver(four, [
      ...range(0, 2).flatMap((n) => found(four, [n], { ...failed(9), ...back, nextAllocation: `b${n}` })),
      ...found(four, [2, 3]),
      ...found(four, [0, 1], { tag: 'b' }),
    ]),
    'S2 · {ignore 4, stop 2} · stop 0-1 rescheduled failed',
  ],
  [
    91,
    'failed on reconnect, not replaced',
    passOver(four, [...found(four, [0, 1], { ...failed(9), ...back }), ...found(four, [2, 3])]),
    'P2 S2 · {ignore 2, place 2, stop 2} · place 0-1 · stop 0-1 rescheduled failed',
  ],
  [
    92,
    'chain of replacements',
    passOver(five, [
      ...found(five, [0], { ...back, nextAllocation: 'b0' }),
      ...found(five, [1], back),
      ...found(five, [2, 3, 4]),
      ...found(five, [0], { ...failed(30), tag: 'b', nextAllocation: 'c0' }),
      ...found(five, [0], { tag: 'c' }),
    ]),
    'S2 R2 · {ignore 5, stop 2, reconnect 2} · stop 0 ×2 reconnected',
  ],
  [
    93,
    'pending on disconnected node',
    passOver(
      two,
      [
        ...found(two, [0], { ...away, clientStatus: 'pending', nextAllocation: 'b0' }),
        ...found(two, [1]),
        ...found(two, [0], { tag: 'b' }),
      ],
      { tainted: disconnected },
    ),
    'S1 · {ignore 2, stop 1} · stop 0 lost',
  ],
  [
    94,
    'expired unknown',
    passOver(
      short,
      [...found(short, [0, 1], unknown), ...found(short, [2, 3, 4]), ...found(short, [0, 1], { tag: 'b' })],
      { tainted: disconnected },
    ),
    'S2 · {ignore 5, stop 2} · stop 0-1 lost',
  ],
  [
    95,
    'disconnect, replace on',
    passOver(five, [...found(five, [0, 1], away), ...found(five, [2, 3, 4])], { tainted: disconnected }),
    'P2 U2 · {ignore 3, place 2, disconnect 2, rescheduleNow 2} · place 0-1r · later max-disconnect-timeout +300s',
  ],
  [
    96,
    'update after reconnect',
    passOver(two, found(two, [0, 1], { states: backAndForth }), { decide: 'inplace' }),
    'I2 · {inPlaceUpdate 2}',
  ],
  [
    97,
    '4 canaries, 2 pending on disconnected node',
    shortOfCanaries,
    'P2 S2 U2 · {ignore 3, place 2, disconnect 2, rescheduleNow 2} · place 0-1rd · stop 0-1 lost · later max-disconnect-timeout +300s',
  ],
  [
    101,
    'lost and rescheduled while canarying',
    besideOneCanary([...found(oldFour, [0, 2, 3]), ...found(oldFour, [1], failed(60))], {}),
    'P2 S2 · {ignore 3, place 2, stop 2} · place 1 ×2rd · stop 0 lost, 1 rescheduled',
  ],
  [
    102,
    'replace false on down node',
    passOver(keeps, found(keeps, range(0, 4)), downNode),
    'U1 · {ignore 4, disconnect 1} · later max-disconnect-timeout +300s',
  ],
  [
    103,
    'stop after client',
    passOver(stopsItself, found(stopsItself, [0, 1]), downNode),
    'S1 · {ignore 1, stop 1} · stop 0 lost waiting · later alloc-failure +15s',
  ],
  [
    104,
    'failed canary marked Migrate',
    besideOneCanary(found(oldFour, range(0, 4), { nodeId: 'node-9' }), {
      ...failed(9),
      desiredTransition: { migrate: true },
    }),
    'P1 S1 · {ignore 4, canary 1} · place 0c · stop 0 migrating',
  ],
])('case %i: %s', (_number, _name, input, line) => {
  expect(reconciliationLine(reconcile(input))).toBe(line)
})
