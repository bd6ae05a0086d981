// Monitors see every durable entry between its states; what they find, or break, is told and counted, and stops nothing.

import { checkInvariants, engineOn, smallLog, statusChange, statusOf } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Monitor, MonitorFinding } from './index.ts'

const isSeen: Monitor = {
  name: 'seen',
  check: ({ entry, before, after }) => [`${before.lastIndex} → ${entry.index} → ${after.lastIndex}`],
}

test('every entry is seen once, in order, and counted', async () => {
  const findings: MonitorFinding[] = []
  const onFinding = (finding: MonitorFinding): number => findings.push(finding)
  const engine = await engineOn(await smallLog(2), { monitors: [isSeen], onFinding })
  await Promise.all([engine.submit(statusChange(0)), engine.submit(statusChange(1))])
  expect(findings).toEqual([
    { monitor: 'seen', index: 1, text: '0 → 1 → 1' },
    { monitor: 'seen', index: 2, text: '1 → 2 → 2' },
  ])
  expect(engine.status().findings).toBe(2)
})

test('a monitor that throws is a finding of its own, and the command is taken', async () => {
  const findings: MonitorFinding[] = []
  const broken: Monitor = {
    name: 'broken',
    check: () => {
      throw new Error('a bug of mine')
    },
  }
  const engine = await engineOn(await smallLog(1), {
    monitors: [broken, isSeen],
    onFinding: (finding) => findings.push(finding),
  })
  await expect(engine.submit(statusChange(0))).resolves.toMatchObject({ outcome: 'accepted' })
  expect(findings.map(({ text }) => text)).toEqual(['the monitor failed: a bug of mine', '0 → 1 → 1'])
  expect(statusOf(engine.read(), 0)).toBe('paused')
})

test('what is not durable is not seen', async () => {
  const log = await smallLog(1)
  const engine = await engineOn(log, { monitors: [isSeen] })
  await engine.submit({ ...statusChange(0), deploymentId: 'none' })
  expect(engine.status().findings).toBe(0)
})

test('the invariants are monitors: they find nothing in what the engine does', async () => {
  const findings: MonitorFinding[] = []
  const invariants: Monitor = {
    name: 'invariants',
    check: ({ before, entry, after }) => checkInvariants(before, entry, after).map(({ invariant }) => invariant),
  }
  const engine = await engineOn(await smallLog(1), {
    monitors: [invariants],
    onFinding: (finding) => findings.push(finding),
  })
  await engine.submit(statusChange(0))
  await engine.submit(statusChange(0, 'running'))
  expect([findings, engine.read().lastIndex]).toEqual([[], 2])
})
