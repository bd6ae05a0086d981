// Every scenario, taken along: what is exported runs, reads and folds to the same run; and long runs fit into a link.

import { hashState, replay } from '@cutover/core'
import { openStage, perform } from '@cutover/simulator'
import { runTranscript } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { scenarios } from '../scenarios/index.ts'
import { asJsonLines, asMermaid, asTest, asTranscript } from './export.ts'
import { play } from './run.ts'
import { decodeRun, encodeRun } from './share.ts'

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  const { run } = play(scenario.spoken, scenario.until, scenario.nodes)

  test('as a test it passes, and fails where another story is told', () => {
    const begin = asTest(run, scenario).indexOf('test(')
    const body = asTest(run, scenario).slice(begin)
    const story = new Function('openStage', 'perform', 'expect', 'test', body)
    const told: string[] = []
    const runs = (name: string, act: () => void): void => {
      told.push(name)
      act()
    }
    story(openStage, perform, expect, runs)
    expect(told).toEqual([scenario.claim])
    expect(() => story(openStage, () => undefined, expect, runs)).toThrow()
  })

  test('as a transcript it can be filled in, and says the same lines', () => {
    const text = asTranscript(run, scenario)
    const filled = runTranscript(text)
    const commands = (written: string): readonly string[] => written.split('\n').filter((line) => /^[>#]/.test(line))
    expect(commands(filled)).toEqual(commands(text))
    expect(filled.split('\n').length).toBeGreaterThan(text.split('\n').length)
  })

  test('as a log it folds to the same state', () => {
    const entries = asJsonLines(run)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(hashState(entries.reduce(replay, run.history.origin))).toBe(hashState(run.history.head))
  })

  test('as a diagram it has a message for every entry that says something', () => {
    const [kind, ...lines] = asMermaid(run).trimEnd().split('\n')
    const messages = lines.filter((line) => /^ {2}[a-z][\w-]*->>log: \d+ [^;#"]+$/.test(line))
    const participants = lines.filter((line) => /^ {2}participant \w+$/.test(line))
    expect([kind, messages.length + participants.length]).toEqual(['sequenceDiagram', lines.length])
    expect(messages.length).toBe(run.words.filter((words) => words.length > 0).length)
  })
})

const linesWanted = 200

test.each([0, 7, 14, 21])(
  'two hundred lines of several stories, from the %i-th on, fit into a link of 4 kB',
  async (first) => {
    const told = [...scenarios.slice(first), ...scenarios.slice(0, first)].flatMap(({ spoken }) => spoken)
    const many = Array.from({ length: linesWanted }, (_, n) => ({
      at: Math.round(n * 3_731.7) / 1_000,
      line: told[n % told.length]?.line ?? '',
    }))
    const link = await encodeRun({ nodes: 3, until: 1_000, spoken: many, cursor: 200 })
    expect(link.length).toBeLessThan(4_000)
    expect(await decodeRun(link)).toEqual({ nodes: 3, until: 1_000, spoken: many, cursor: 200 })
  },
)
