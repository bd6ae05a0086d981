// Replays recorded HTTP exchanges: several stories at a time, each on a server of its own, so that their waits overlap.
// Rules: oracle/README-http.

import type { Difference, ReplayReport } from '../recorded/report.ts'
import type { Mismatch } from './compare-values.ts'
import { type ExchangeOutcome, notReached, replayStory } from './replay-story.ts'
import { isDivergence, noneAgreed, type StoryOutcome, triedAgain } from './second-try.ts'
import type { RecordingHead, Story } from './story.ts'

/** How many stories are under way at once: most of a story is waiting. Those that measure waits get more of the processor. */
const storiesAtOnce = 10
const measuringAtOnce = 3

/** Replays the stories of a file; a case is an exchange. */
export async function replayHttp(lines: Iterable<string>): Promise<ReplayReport> {
  const { head, stories } = recordingOf(lines)
  const outcomes: StoryOutcome[] = []
  async function replay(story: Story): Promise<void> {
    outcomes.push({ story: story.story, exchanges: await replayStory(head, story) })
    showProgress(outcomes.length, stories.length)
  }
  await eachOf(
    stories.filter((story) => !measuresWaits(story)),
    storiesAtOnce,
    replay,
  )
  await eachOf(stories.filter(measuresWaits), measuringAtOnce, replay)
  const agreed =
    stories.length > 1 ? await triedAgain(outcomes, stories, (story) => replayStory(head, story)) : noneAgreed
  return { ...reportOf(outcomes.map((outcome) => agreed.outcomes.get(outcome.story) ?? outcome)), ...agreed.remarks }
}

function measuresWaits({ exchanges }: Story): boolean {
  return exchanges.some(({ op }) => op === 'start')
}

// The longest first, so that none is left to run alone at the end.
async function eachOf(
  stories: readonly Story[],
  atOnce: number,
  replay: (story: Story) => Promise<void>,
): Promise<void> {
  const waiting = [...stories].sort((a, b) => durationOf(b) - durationOf(a))
  async function work(): Promise<void> {
    for (let story = waiting.shift(); story; story = waiting.shift()) await replay(story)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

function recordingOf(lines: Iterable<string>): { readonly head: RecordingHead; readonly stories: readonly Story[] } {
  let head: RecordingHead = { format: '', management_secret: '', nodes: {} }
  const stories: Story[] = []
  for (const line of lines) {
    if (line.startsWith('{"format"')) head = JSON.parse(line)
    else if (line !== '') stories.push(JSON.parse(line))
  }
  return { head, stories }
}

function durationOf({ exchanges }: Story): number {
  const instants = exchanges.flatMap(({ at }) => (at === undefined ? [] : [at]))
  return (instants.at(-1) ?? 0) - (instants[0] ?? 0)
}

function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\rhttp ${done} of ${all} stories`)
}

function reportOf(outcomes: readonly StoryOutcome[]): ReplayReport {
  const sorted = [...outcomes].sort((a, b) => (a.story < b.story ? -1 : 1))
  const all = sorted.flatMap(({ exchanges }) => exchanges)
  const isAlone = sorted.length === 1
  return {
    set: 'http',
    cases: all.length,
    divergences: all.filter(isDivergence).length,
    excused: all.filter(({ isExcused }) => isExcused).length,
    differences: sorted.flatMap((outcome) => differencesOf(outcome, isAlone)),
  }
}

// One difference drags others behind it: of many stories only the first of each exchange is told.
function differencesOf({ story, exchanges }: StoryOutcome, isWhole: boolean): readonly Difference[] {
  return exchanges.filter(isDivergence).flatMap((outcome) => {
    const told = isWhole ? outcome.mismatches : outcome.mismatches.slice(0, 1)
    return told.map((mismatch) => differenceOf(story, outcome, mismatch))
  })
}

function differenceOf(story: string, { step }: ExchangeOutcome, { path, what, expected, got }: Mismatch): Difference {
  const { method = '', path: target = '' } = step.request ?? {}
  return {
    caseId: `${story}#${step.step}`,
    rule: what === notReached ? what : `${method} ${endpointOf(target)}`,
    field: `${what} at /${path.map((part) => (typeof part === 'number' ? '*' : part)).join('/')}`,
    expected,
    got,
  }
}

const groups: ReadonlySet<string> = new Set([
  'deployment',
  'job',
  'allocation',
  'evaluation',
  'node',
  'namespace',
  'acl',
])

// The target without its query and the names in it, so that differences of one endpoint stand together.
function endpointOf(target: string): string {
  const [path = ''] = target.split('?')
  const [, version = '', group = '', ...rest] = path.split('/')
  if (!groups.has(group)) return path
  const shown = rest.map((part) => (/^[a-z-]+$/.test(part) && part.length > 2 ? part : ':id'))
  return `/${[version, group, ...shown].join('/')}`
}
