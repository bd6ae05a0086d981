// Which of two allocations is kept, for every strategy and everything that it looks at. Rules: semantics/2 §2.9 "pick".

import { expect, test } from 'vitest'
import type { Allocation, NamedTaskState } from '../entities/allocation.ts'
import type { GroupDocument } from '../job-document/document.ts'
import { group, task } from '../schedule/documents.fixture.ts'
import { on } from '../schedule/system-cases.fixture.ts'
import { micros } from '../time.ts'
import { keepsReconnected } from './reconnect-choice.ts'

const now = micros(5_000_000)
const base = on(1, 'a')

interface Side {
  /** When its tasks started, in seconds; a task that restarted tells of that instead. */
  readonly starts: readonly number[]
  readonly restarted?: boolean
  readonly score?: number | 'none' | 'no node'
  readonly running?: boolean
  readonly version?: number
  readonly createIndex?: number
}

function taskState(name: string, second: number, restarted: boolean): NamedTaskState {
  const at = micros(second * 1_000_000)
  const [startedAt, lastRestart] = restarted ? [micros(1), at] : [at, micros(1)]
  const still = { state: 'running', failed: false, finishedAt: micros(0), events: undefined }
  return { task: name, ...still, startedAt, lastRestart, restarts: restarted ? 1 : 0 }
}

function rowOf(side: Side, groups: readonly GroupDocument[]): Allocation {
  const { starts, restarted = false, score = 1, running = true, version = 1, createIndex = 1 } = side
  if (!base.job) throw new Error('the allocation has no job')
  return {
    ...base,
    job: { ...base.job, version, createIndex, document: { ...base.job.document, TaskGroups: groups } },
    clientStatus: running ? 'running' : 'pending',
    taskStates: starts.map((second, n) => taskState(`t${n}`, second, restarted)),
    metrics: score === 'none' ? null : { ScoreMetaData: score === 'no node' ? [] : [{ NormScore: score }] },
  }
}

function keeps(strategy: string | undefined, original: Side, replacement: Side, leader = false): boolean {
  const tasks = [task({ Name: 't0', Leader: leader }), task({ Name: 't1' })]
  const Disconnect = { LostAfter: 0, StopOnClientAfter: 0, Replace: true, Reconcile: strategy ?? 'best_score' }
  const document = group({ Name: base.group, Tasks: tasks, Disconnect: strategy === undefined ? null : Disconnect })
  return keepsReconnected(document, rowOf(original, [document]), rowOf(replacement, [document]), now)
}

const once: Side = { starts: [1] }

test('a replacement of a newer version or incarnation wins, whatever the strategy', () => {
  for (const strategy of [undefined, 'keep_original', 'keep_replacement', 'longest_running', 'best_score']) {
    for (const mine of [1, 2]) {
      for (const other of [1, 2]) {
        const isNewer = other > mine
        const kept = strategy !== 'keep_replacement'
        const byVersion = keeps(strategy, { ...once, version: mine }, { ...once, version: other })
        const byBirth = keeps(strategy, { ...once, createIndex: mine }, { ...once, createIndex: other })
        const isEqualRun = strategy === 'longest_running'
        const wanted = !isNewer && kept && !isEqualRun
        expect([strategy, mine, other, byVersion, byBirth]).toEqual([strategy, mine, other, wanted, wanted])
      }
    }
  }
})

const seconds = [0, 1, 2, 9]
const starts = seconds.flatMap((first) => seconds.map((second) => [first, second] as const))
const both = [true, false]

// When it began to run: zero where it has not by now.
function begun([first, second]: readonly [number, number], leader: boolean): number {
  if (leader) return first
  const known = [first, second].filter((each) => each !== 0 && each < 5)
  return known.length === 0 ? 0 : Math.min(...known)
}

test('the one that ran longer is kept, by its leader or else its earliest task that has started by now', () => {
  const pairs = starts.flatMap((mine) => starts.map((other) => ({ mine, other })))
  const cases = both.flatMap((leader) =>
    both.flatMap((restarted) => pairs.map((pair) => ({ leader, restarted, ...pair }))),
  )
  for (const { leader, restarted, mine, other } of cases) {
    const [a, b] = [begun(mine, leader), begun(other, leader)]
    // Scores are equal: where neither has started, the original stays.
    const wanted = a === 0 ? b === 0 : b === 0 || a < b
    const kept = keeps('longest_running', { starts: mine, restarted }, { starts: other, restarted }, leader)
    expect([leader, mine, other, kept]).toEqual([leader, mine, other, wanted])
  }
})

test('the better score is kept, but for one that runs where the other does not', () => {
  const scores = ['none', 'no node', 1, 2] as const
  for (const mine of scores) {
    for (const other of scores) {
      for (const running of [
        [true, true],
        [true, false],
        [false, true],
        [false, false],
      ] as const) {
        const isKnown = (score: (typeof scores)[number]): score is 1 | 2 => score === 1 || score === 2
        const better = !isKnown(other) || (isKnown(mine) && other <= mine)
        const wanted = better || (running[0] && !running[1])
        const sides = [mine, other].map((score, n) => ({ starts: [1], score, running: running[n] === true }))
        const kept = keeps('best_score', sides[0] ?? once, sides[1] ?? once)
        expect([mine, other, running, kept]).toEqual([mine, other, running, wanted])
      }
    }
  }
})
