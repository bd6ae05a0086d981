// A sample of the recorded traces of Nomad's state machine: everything agrees, and the log alone leads to the same states.

import { hashState, isRefusal, replay } from '@cutover/core'
import { expect, test } from 'vitest'
import { replayFsm } from './fsm.ts'
import { runTrace } from './fsm-trace.ts'
import { linesOf } from './recorded-files.ts'

const sample = [...linesOf(new URL('../../fixtures/fsm.sample.jsonl.gz', import.meta.url).pathname, () => {})]

test('every message of the sample has the recorded error, rows, indexes and events', () => {
  const { cases, differences } = replayFsm(sample)
  expect(differences).toEqual([])
  expect(cases).toBeGreaterThan(2_000)
})

test('a message that is left out is noticed', () => {
  const [line = ''] = sample
  const record = JSON.parse(line)
  record.commands.splice(3, 1)
  expect(replayFsm([JSON.stringify(record)]).divergences).toBe(1)
})

test('replaying the entries of a message gives the state that deciding it gave', () => {
  let entries = 0
  for (const line of sample) {
    for (const { before, outcome, after } of runTrace(JSON.parse(line))) {
      if (!outcome || isRefusal(outcome)) continue
      entries += outcome.entries.length
      const replayed = outcome.entries.reduce(replay, before)
      expect(hashState(replayed)).toEqual(hashState(after))
    }
  }
  expect(entries).toBeGreaterThan(2_000)
})
