// The life of a busy fleet as lines for a stage, drawn from a seed: rollouts of all kinds, operators who interfere, and faults. What
// is drawn depends on the seed alone, never on what comes of it, so that any part of it can be played by itself.

import { createLots, type Lots } from '../lots.ts'

/** How many nodes the lines speak of. */
export const yearNodes = 6

const jobs = ['web', 'api', 'cache', 'mail', 'feed'] as const

const patient = 'patient reschedules'

const opening = [
  'register web: 4 × app, max_parallel 2, auto_revert, reschedule 2 times',
  `register api: 3 × app, canary 1, auto_promote, auto_revert, ${patient}; 2 × worker, max_parallel 2, ${patient}`,
  `register cache: 3 × app, canary 2, lost after 120s, ${patient}`,
  `register mail: 2 × app, manual health, progress deadline 61s, ${patient}`,
  `register feed: 3 × app, no update block, ${patient}; 1 × worker, canary 1, no progress deadline, ${patient}`,
  'register probe: 1 × app, type system',
  'register report: 2 × app, type batch, ends after 90s',
]

/** Rare things are left until others have happened: what was paused is resumed, what was lost comes back. */
interface Later {
  readonly due: number
  readonly line: string
}

/** Lines without end; `run …` lines say how much time passes between the others. */
export function* yearLines(seed: string): Generator<string, never> {
  const life = new Life(createLots(`${seed}/years`))
  yield* opening
  yield 'run 5m'
  for (;;) yield* life.go()
}

class Life {
  readonly #lots: Lots
  readonly #versions = new Map<string, number>()
  #later: Later[] = []
  #now = 0

  constructor(lots: Lots) {
    this.#lots = lots
  }

  *go(): Generator<string> {
    const gap = this.#gap()
    this.#now += gap
    yield `run ${gap}s`
    const due = this.#later.filter((one) => one.due <= this.#now)
    this.#later = this.#later.filter((one) => one.due > this.#now)
    for (const { line } of due) yield line
    yield this.#pick(acts)
  }

  // Mostly half an hour; in one case of four things come thick and fast.
  #gap(): number {
    if (this.#lots.below(4) === 0) return 1 + this.#lots.below(20)
    return 1 + Math.floor(-Math.log(1 - this.#lots.next()) * 1_800)
  }

  #pick(weighted: typeof acts): string {
    let left = this.#lots.below(weighted.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, act] of weighted) {
      if (left < weight) return act(this.hand)
      left -= weight
    }
    return 'the leader changes'
  }

  readonly hand: Hand = {
    below: (bound) => this.#lots.below(bound),
    job: () => jobs[this.#lots.below(jobs.length)] ?? jobs[0],
    node: () => `client-${1 + this.#lots.below(yearNodes)}`,
    revision: (job) => {
      const next = (this.#versions.get(job) ?? 0) + 1
      this.#versions.set(job, next)
      return next
    },
    version: (job) => Math.max(0, (this.#versions.get(job) ?? 0) - this.#lots.below(4)),
    later: (afterMax, line) => {
      this.#later.push({ due: this.#now + 30 + this.#lots.below(afterMax), line })
    },
  }
}

/** What an act draws from. */
interface Hand {
  readonly below: (bound: number) => number
  readonly job: () => string
  readonly node: () => string
  readonly revision: (job: string) => number
  readonly version: (job: string) => number
  /** A line that follows within so many seconds. */
  readonly later: (afterMax: number, line: string) => void
}

const behaviours = [
  'runs',
  'runs',
  'runs',
  'starts after 20s',
  'starts after 3m',
  'does not start',
  'crashes',
  'crashes after 8s',
]
const shapes = [
  'canary 0',
  'canary 1',
  'canary 2',
  'max_parallel 1',
  'max_parallel 2',
  'max_parallel 3',
  '4 copies',
  '2 copies',
]

// What misbehaves is repaired within minutes, as somebody would: a crash loop of days shows nothing new.
function rollOut(hand: Hand): string {
  const job = hand.job()
  const behaviour = behaviours[hand.below(behaviours.length)] ?? 'runs'
  const shape = shapes[hand.below(shapes.length)] ?? ''
  if (behaviour !== 'runs') hand.later(600, `change ${job}: rev ${hand.revision(job)}, runs`)
  return `change ${job}: rev ${hand.revision(job)}, ${behaviour}${hand.below(3) === 0 ? `, ${shape}` : ''}`
}

function undone(line: string, undo: string, afterMax: number): (hand: Hand) => string {
  return (hand) => {
    const [job, node] = [hand.job(), hand.node()]
    const fill = (text: string): string => text.replace('JOB', job).replace('NODE', node)
    hand.later(afterMax, fill(undo))
    return fill(line)
  }
}

const about =
  (text: (job: string, hand: Hand) => string) =>
  (hand: Hand): string =>
    text(hand.job(), hand)

const acts: readonly (readonly [weight: number, act: (hand: Hand) => string])[] = [
  [30, rollOut],
  [4, about((job, { below }) => `change ${job}: priority ${40 + below(20)}`)],
  [5, about((job, { below }) => `scale ${job}.app to ${1 + below(6)}`)],
  [6, about((job) => `promote ${job}`)],
  [3, about((job) => `fail ${job}`)],
  [4, undone('pause JOB', 'resume JOB', 900)],
  [5, about((job, { below }) => `mark ${job}.app[${below(3)}] ${below(3) === 0 ? 'unhealthy' : 'healthy'}`)],
  [4, about((job, { version }) => `revert ${job} to v${version(job)}`)],
  [2, about((job, { version, below }) => `declare ${job} v${version(job)} ${below(2) === 0 ? 'stable' : 'unstable'}`)],
  [2, about((job) => `evaluate ${job}`)],
  [4, about((job, { below }) => `stop allocation ${job}.app[${below(3)}]`)],
  [6, about((job, { below }) => `crash ${job}.app[${below(4)}]`)],
  [1, undone('stop JOB', 'change JOB: runs', 900)],
  [1, undone('purge JOB', 'change JOB: runs', 900)],
  [3, undone('drain NODE deadline 2m', 'eligible NODE', 1_800)],
  [2, undone('ineligible NODE', 'eligible NODE', 1_800)],
  [4, undone('lose NODE', 'bring back NODE', 900)],
  [2, ({ below }) => `the clock jumps ahead ${1 + below(600)}s`],
  [1, ({ below }) => `the clock jumps back ${1 + below(30)}s`],
  [3, () => 'the leader changes'],
  [3, () => 'the next report comes twice'],
  [3, () => 'the next report comes late'],
  [2, () => 'register report: 2 × app, type batch, ends after 90s'],
]
