// Samples of the recorded job documents, of pairs of them and of the recorded reschedules agree in every case, and a replay notices a lie.

import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { replayJobs } from './jobs.ts'
import { linesOf } from './recorded-files.ts'
import type { Replay } from './registry.ts'
import { replayReschedule } from './reschedule.ts'
import { replaySpecChange } from './spec-change.ts'

const sample = (name: string): readonly string[] => [
  ...linesOf(fileURLToPath(new URL(`../../fixtures/${name}.sample.jsonl.gz`, import.meta.url)), () => undefined),
]

describe.each<[set: string, replay: Replay, cases: number]>([
  ['jobs', replayJobs, 1_150],
  ['spec-change', replaySpecChange, 500],
  ['reschedule', replayReschedule, 500],
])('%s', (set, replay, atLeast) => {
  it('agrees with every case of the sample', async () => {
    const report = await replay(sample(set))
    expect(report.differences).toEqual([])
    expect(report.cases).toBeGreaterThanOrEqual(atLeast)
  })
})

it('notices a wrong flag, a wrong label and a wrong field of a diff', () => {
  const lines = sample('spec-change')
  const line = lines.find((text) => text.includes('"tasksUpdated":{"web":"task env"}')) ?? ''
  const lie = (from: string | RegExp, to: string): readonly string[] =>
    replaySpecChange([line.replace(from, to)]).differences.map(({ field }) => field.split('/')[0] ?? '')
  expect(lie('"specChanged":true', '"specChanged":false')).toEqual(['specChanged'])
  expect(lie('"web":"task env"', '"web":"task meta"')).toEqual(['tasksUpdated'])
  expect(lie('"diff":{"Type":"Edited"', '"diff":{"Type":"None"')).toEqual(['diff'])
})

it('notices a wrong delay, decision and tracker', () => {
  const [line = ''] = sample('reschedule')
  const lie = (from: string | RegExp, to: string): readonly string[] =>
    replayReschedule([line.replace(from, to)]).differences.map(({ field }) => field.split('/')[0] ?? '')
  expect(lie(/"NextDelay":\d+/, '"NextDelay":1')).toEqual(['NextDelay'])
  expect(lie(/"Decision":"[a-z]+"/, '"Decision":"never"')).toEqual(['Decision'])
  expect(lie('"TrackerAfter":{', '"TrackerAfter":{"Extra":1,')).toEqual(['TrackerAfter'])
})

it('notices a wrong refusal, verdict, warning, default and version', () => {
  const lines = sample('jobs')
  const lie = (where: string, from: string | RegExp, to: string): readonly string[] => {
    const line = lines.find((text) => text.includes(where) && text.search(from) >= 0) ?? ''
    return replayJobs([line.replace(from, to)]).differences.map(({ field }) => field.split('/')[0] ?? '')
  }
  expect(
    lie('"kind":"wrong-type"', '{"status":400,"body":"json: cannot', '{"status":400,"body":"json: could'),
  ).not.toEqual([])
  expect(lie('Missing task driver', /(?<="register":.*)Missing task driver/, 'No driver')).toEqual(['register'])
  expect(lie('Missing task driver', /(?<="validate":.*)Missing task driver/, 'No driver')).toEqual(['validate'])
  expect(lie('mbits has been', /(?<="register":.*)mbits has been/, 'mbits is')).toContain('register')
  expect(lie('"again"', /(?<="job":.*)\\"Priority\\":50/, '\\"Priority\\":51')).toContain('job')
  expect(lie('"again"', /(?<="again":\{[^}]*"version": ?)\d+/, '99')).toEqual(['again'])
})
