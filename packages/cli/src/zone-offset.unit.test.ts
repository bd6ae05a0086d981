// The clocks of some time zones, in summer and in winter.

import { micros } from '@cutover/core'
import { expect, test } from 'vitest'
import { zoneOffset } from './zone-offset.ts'

test.each([
  ['', '2026-07-01T00:00:00Z', 0],
  ['UTC', '2026-07-01T00:00:00Z', 0],
  ['Europe/Berlin', '2026-01-01T00:00:00Z', 3_600],
  ['Europe/Berlin', '2026-07-01T00:00:00Z', 7_200],
  ['America/New_York', '2026-01-01T00:00:00Z', -18_000],
  ['Asia/Kolkata', '2026-01-01T00:00:00Z', 19_800],
  ['Nowhere/Land', '2026-01-01T00:00:00Z', 0],
])('%s at %s is %i seconds ahead of UTC', (zone, at, ahead) => {
  expect(zoneOffset(zone, micros(Date.parse(at) * 1_000))).toBe(ahead)
})
