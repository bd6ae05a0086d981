// The exercises, in the order in which a learner meets them.

import { replayStates } from '@cutover/core/explain'
import { play, type Spoken } from '../run/run.ts'
import { currentVersion, liveOf, script, statusOf } from '../scenarios/scenario.ts'
import { fewestHealthy, type Lesson, statuses, statusTruth, versionTruth } from './lesson.ts'

const crashAt = 15

const canary = 'register web: 3 × app, canary 1'

/** Every exercise. */
export const exercises: readonly Lesson[] = [
  {
    kind: 'prediction',
    id: 'predict-canary',
    name: 'Predict: a healthy canary',
    task: 'The canary is healthy, and nobody does anything. What is the status of d2 a minute from now?',
    nodes: 3,
    spoken: script(canary, 6, 'change web: rev 1'),
    from: 10,
    choices: statuses,
    until: 70,
    truth: (run) => statusTruth(run, 2),
  },
  {
    kind: 'prediction',
    id: 'predict-pause',
    name: 'Predict: a crash while paused',
    task: 'The rollout is paused when its newest allocation crashes. What is the status of d2 a minute from now?',
    nodes: 3,
    spoken: script(
      'register web: 3 × app, no reschedules, healthy after 10s',
      40,
      'change web: rev 1',
      3,
      'pause d2',
      1,
      'crash web.app[0]',
    ),
    from: 44.05,
    choices: statuses,
    until: 104,
    truth: (run) => statusTruth(run, 2),
  },
  {
    kind: 'prediction',
    id: 'predict-rollback',
    name: 'Predict: which version comes back',
    task: 'Version 1 crashes, and the group goes back by itself. Which version is current in the end?',
    nodes: 3,
    spoken: script('register web: 3 × app, auto_revert, no reschedules', 10, 'change web: crashes'),
    from: 10,
    choices: ['v0', 'v1', 'v2', 'v3'],
    until: 60,
    truth: versionTruth,
  },
  {
    kind: 'goal',
    id: 'unblock-room',
    name: 'Unblock: no room',
    task: 'The rollout waits for something. Find out what, clear it, and bring d2 to success.',
    nodes: 1,
    spoken: script('register web: 3 × app', 8, 'ineligible client-1', 1, 'change web: rev 1'),
    from: 14,
    reached: (state) => statusOf(state, 2) === 'successful',
    fewest: 1,
    solution: [{ at: 14, line: 'eligible client-1' }],
  },
  {
    kind: 'goal',
    id: 'unblock-manual',
    name: 'Unblock: only you know',
    task: 'Nodes do not judge health here. Bring d2 to success.',
    nodes: 3,
    spoken: script(
      'register web: 2 × app, manual health, max_parallel 2',
      3,
      'mark web.app[0] healthy',
      'mark web.app[1] healthy',
      5,
      'change web: rev 1',
    ),
    from: 12,
    reached: (state) => statusOf(state, 2) === 'successful',
    fewest: 2,
    solution: [
      { at: 12, line: 'mark web.app[0] healthy' },
      { at: 12, line: 'mark web.app[1] healthy' },
    ],
  },
  {
    kind: 'goal',
    id: 'fewest-promote',
    name: 'Fewest commands: two groups',
    task: 'Both groups wait with healthy canaries. Bring d2 to success with as few commands as you can.',
    nodes: 3,
    spoken: script('register web: 2 × app, canary 1; 2 × api, canary 1', 8, 'change web: rev 1'),
    from: 14,
    reached: (state) => statusOf(state, 2) === 'successful',
    fewest: 1,
    solution: [{ at: 14, line: 'promote d2' }],
  },
  {
    kind: 'goal',
    id: 'fewest-paused',
    name: 'Fewest commands: paused canaries',
    task: 'Somebody paused the rollout while its canary was starting. Bring d2 to success with as few commands as you can.',
    nodes: 3,
    spoken: script('register web: 3 × app, canary 1', 8, 'change web: rev 1', 0.5, 'pause d2'),
    from: 14,
    reached: (state) => statusOf(state, 2) === 'successful',
    fewest: 2,
    solution: [
      { at: 14, line: 'resume d2' },
      { at: 15, line: 'promote d2' },
    ],
  },
  {
    kind: 'goal',
    id: 'fewest-back',
    name: 'Fewest commands: back to what worked',
    task: 'Version 1 crashes for ever, and nothing goes back by itself. Have three healthy allocations that do not crash.',
    nodes: 3,
    spoken: script('register web: 3 × app, no reschedules', 8, 'change web: crashes'),
    from: 20,
    reached: (state) =>
      currentVersion(state) >= 2 &&
      liveOf(state, currentVersion(state)).filter(({ health }) => health?.healthy === true).length === 3,
    fewest: 1,
    solution: [{ at: 20, line: 'revert web to v0' }],
  },
  weakest(
    'weakest-crash',
    'A version that crashes is about to be rolled out to three jobs. Which of them can drop below 3 healthy allocations?',
    {
      'with a canary': 'register web: 3 × app, canary 1, no reschedules',
      'blue/green': 'register web: 3 × app, canary 3, no reschedules',
      'without canaries': 'register web: 3 × app, no reschedules',
    },
    3,
  ),
  weakest(
    'weakest-parallel',
    'A version that crashes is about to be rolled out to three jobs of six. Which of them can drop below 4 healthy allocations?',
    {
      'max_parallel 1': 'register web: 6 × app, no reschedules',
      'max_parallel 2': 'register web: 6 × app, max_parallel 2, no reschedules',
      'max_parallel 3': 'register web: 6 × app, max_parallel 3, no reschedules',
    },
    4,
  ),
]

// Find the job: each choice is a job, and the engine rolls the same version out to all of them.
function weakest(id: string, task: string, jobs: Readonly<Record<string, string>>, least: number): Lesson {
  const [first = ''] = Object.values(jobs)
  return {
    kind: 'prediction',
    id,
    name: `Find the job: below ${least} healthy`,
    task,
    nodes: 3,
    spoken: script(first),
    from: crashAt,
    choices: Object.keys(jobs),
    until: crashAt,
    truth: () => {
      const lows = Object.entries(jobs).map(
        ([name, line]) => [name, lowOf([...script(line, crashAt, 'change web: crashes')])] as const,
      )
      const choice = lows.find(([, low]) => low < least)?.[0] ?? ''
      return { choice, path: undefined, text: lows.map(([name, low]) => `${name}: never below ${low}`).join(' · ') }
    },
  }
}

function lowOf(spoken: readonly Spoken[]): number {
  const { history } = play(spoken, crashAt + 45).run
  const start = play(spoken.slice(0, 1), crashAt).run.history.head.lastIndex
  const rolled = [...replayStates(history.origin, history.entries)].filter(({ entry }) => entry.index > start)
  return fewestHealthy(rolled.map(({ after }) => after))
}
