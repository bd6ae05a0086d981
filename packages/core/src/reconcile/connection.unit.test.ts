// What a history of client states says, for every short history, against formulas of their own. Rules: semantics/2 §0, §2.6.

import { expect, test } from 'vitest'
import type { Allocation, AllocationStateEntry } from '../entities/allocation.ts'
import { on } from '../schedule/system-cases.fixture.ts'
import { micros } from '../time.ts'
import { lostSince, unknownSince, wantsReconnect } from './connection.ts'

const entries = ['unknown', 'running', 'lost', ''].flatMap((value) => [0, 1].map((field) => ({ field, value })))

// Every history of at most three entries, one second apart.
function histories(length = 3): readonly (readonly AllocationStateEntry[])[] {
  if (length === 0) return [[]]
  const shorter = histories(length - 1)
  const longest = shorter.filter((history) => history.length === length - 1)
  const time = micros(length * 1_000_000)
  return [...shorter, ...longest.flatMap((history) => entries.map((entry) => [...history, { ...entry, time }]))]
}

const base = on(1, 'a')
const statuses = ['pending', 'running', 'complete', 'failed', 'lost', 'unknown'] as const

test('what it says of a lost connection', () => {
  for (const states of [undefined, ...histories()]) {
    const noted = (states ?? []).filter(({ field }) => field === 0)
    const last = noted.filter(({ value }) => value !== '').at(-1)?.value
    // The earliest entry of the newest run, told by its letters: u where it was unknown.
    const letters = noted.map(({ value }) => (value === 'unknown' ? 'u' : '-')).join('')
    const run = /(u+)-*$/.exec(letters)
    const since = run ? noted[run.index]?.time : undefined
    const lost = noted.find(({ value }) => value === 'lost')?.time
    for (const clientStatus of statuses) {
      const row: Allocation = { ...base, clientStatus, states }
      const wants = last === 'unknown' && ['running', 'failed', 'unknown'].includes(clientStatus)
      const told = [wantsReconnect(row), unknownSince(row), lostSince(row)]
      expect([states, clientStatus, ...told]).toEqual([states, clientStatus, wants, since, lost])
    }
  }
})
