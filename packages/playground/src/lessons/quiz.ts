// Endless quizzes: a number becomes a story and a question about what comes of it. The same number gives the same quiz; the answer is
// what the engine does.

import { createLots, type Lots } from '@cutover/simulator'
import type { Spoken } from '../run/run.ts'
import { script } from '../scenarios/scenario.ts'
import { healthyTruth, type Prediction, statuses, statusTruth, versionTruth } from './lesson.ts'

const settled = 20

/** The n-th quiz. */
export function quizOf(number: number): Prediction {
  const lots = createLots(`quiz ${number}`)
  const job = jobWords(lots)
  const change = pick(lots, [
    'rev 1',
    'rev 1',
    'crashes',
    'does not start',
    'crashes after 5s',
    'runs, starts after 20s',
  ])
  const twist = twistOf(lots)
  const spoken = script(`register web: ${job}`, settled, `change web: ${change}`, ...twist)
  const from = Math.max(...spoken.map(({ at }) => at))
  const later = pick(lots, [15, 40, 90])
  return {
    kind: 'prediction',
    id: `quiz-${number}`,
    name: `Quiz ${number}`,
    nodes: 3,
    spoken,
    from,
    until: from + later,
    ...questionOf(lots, { story: storyOf(spoken), later }),
  }
}

function jobWords(lots: Lots): string {
  const count = 2 + lots.below(3)
  const canaries = pick(lots, [0, 0, 1, 2])
  const words = [`${count} × app`]
  if (canaries > 0) words.push(`canary ${Math.min(canaries, count)}`)
  if (canaries > 0 && lots.below(2) === 0) words.push('auto_promote')
  if (lots.below(3) === 0) words.push('max_parallel 2')
  if (lots.below(2) === 0) words.push('auto_revert')
  words.push(pick(lots, ['no reschedules', 'healthy after 5s', 'progress deadline 30s']))
  return words.join(', ')
}

// What somebody does about it, or nothing.
function twistOf(lots: Lots): readonly (string | number)[] {
  const after = pick(lots, [1, 3, 6])
  return pick<readonly (string | number)[]>(lots, [
    [],
    [],
    [after, 'pause d2'],
    [after, 'fail d2'],
    [after, 'promote d2'],
    [after, 'change web: rev 2'],
    [after, 'stop web'],
    [after, 'pause d2', 5, 'resume d2'],
  ])
}

interface Told {
  readonly story: string
  readonly later: number
}

function questionOf(lots: Lots, { story, later }: Told): Pick<Prediction, 'task' | 'choices' | 'truth'> {
  const when = `${later} seconds after that`
  switch (lots.below(3)) {
    case 0:
      return {
        task: `${story} ${when}, what is the current version of the job?`,
        choices: ['v0', 'v1', 'v2', 'v3'],
        truth: versionTruth,
      }
    case 1:
      return {
        task: `${story} ${when}, how many healthy allocations has d2 counted?`,
        choices: ['0', '1', '2', '3', '4'],
        truth: (run) => healthyTruth(run, 2),
      }
    default:
      return {
        task: `${story} ${when}, what is the status of d2?`,
        choices: statuses,
        truth: (run) => statusTruth(run, 2),
      }
  }
}

function storyOf(spoken: readonly Spoken[]): string {
  return `${spoken.map(({ at, line }) => `At ${at} s: “${line}”.`).join(' ')} And`
}

function pick<T>(lots: Lots, [first, ...rest]: readonly [T, ...T[]]): T {
  const place = lots.below(rest.length + 1)
  return place === 0 ? first : (rest[place - 1] ?? first)
}
