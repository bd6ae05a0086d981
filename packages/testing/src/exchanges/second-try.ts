// Stories that differed while others ran beside them are replayed once more, alone: a delay of this machine does not come again, a
// difference of rules does. How many stories may need it is bounded, so that nothing hides behind luck.

import type { ReplayReport } from '../recorded/report.ts'
import type { ExchangeOutcome } from './replay-story.ts'
import type { Story } from './story.ts'

/** How the exchanges of one story went. */
export interface StoryOutcome {
  readonly story: string
  readonly exchanges: readonly ExchangeOutcome[]
}

/** The stories that agreed when they were replayed alone, and what is said of them. */
export interface Agreed {
  readonly outcomes: ReadonlyMap<string, StoryOutcome>
  readonly remarks: Pick<ReplayReport, 'remarks'>
}

/** No story was replayed again. */
export const noneAgreed: Agreed = { outcomes: new Map(), remarks: {} }

const triesMax = 2
const storiesForEachAgreed = 100

/** Whether an exchange counts as a divergence. */
export function isDivergence({ isExcused, mismatches }: ExchangeOutcome): boolean {
  return !isExcused && mismatches.length > 0
}

/** Replays the stories that differed, one after the other. If more agree than one in a hundred (and one at least), none counts. */
export async function triedAgain(
  outcomes: readonly StoryOutcome[],
  stories: readonly Story[],
  replay: (story: Story) => Promise<readonly ExchangeOutcome[]>,
): Promise<Agreed> {
  const agreed = new Map<string, StoryOutcome>()
  const differed = new Set(outcomes.filter(({ exchanges }) => exchanges.some(isDivergence)).map(({ story }) => story))
  for (const story of stories.filter((one) => differed.has(one.story))) {
    const exchanges = await firstAgreeing(story, replay)
    if (exchanges) agreed.set(story.story, { story: story.story, exchanges })
  }
  const most = Math.max(1, Math.floor(stories.length / storiesForEachAgreed))
  if (agreed.size === 0) return noneAgreed
  const told = `  ${agreed.size} stories agreed on a second try: ${[...agreed.keys()].join(' ')}`
  if (agreed.size <= most) return { outcomes: agreed, remarks: { remarks: [told] } }
  return { outcomes: new Map(), remarks: { remarks: [`${told}; more than ${most}, so none counts`] } }
}

async function firstAgreeing(
  story: Story,
  replay: (story: Story) => Promise<readonly ExchangeOutcome[]>,
): Promise<readonly ExchangeOutcome[] | undefined> {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const exchanges = await replay(story)
    if (!exchanges.some(isDivergence)) return exchanges
  }
  return undefined
}
