// Second tries: chance passes, a difference that stays does not, and neither does chance that comes too often.

import { expect, test } from 'vitest'
import type { ExchangeOutcome } from './replay-story.ts'
import { type StoryOutcome, triedAgain } from './second-try.ts'
import type { Story } from './story.ts'

const outcomeOf = (differs: boolean): readonly ExchangeOutcome[] => {
  const mismatches = differs ? [{ path: [], what: 'number', expected: '1', got: '2' }] : []
  return [{ step: { step: 1, op: 'req' }, isExcused: false, mismatches }]
}

const storiesOf = (count: number): readonly Story[] =>
  Array.from({ length: count }, (_, at) => ({
    story: `s${at}`,
    needs: 'cluster',
    cluster: 'S0',
    gen: {},
    recorded: {},
    consts: {},
    exchanges: [],
    vars: {},
  }))

const firstDiffering = (stories: readonly Story[], count: number): readonly StoryOutcome[] =>
  stories.map(({ story }, at) => ({ story, exchanges: outcomeOf(at < count) }))

test('a story that agrees alone counts as equal, and is told', async () => {
  const stories = storiesOf(200)
  const tried: string[] = []
  const { outcomes, remarks } = await triedAgain(firstDiffering(stories, 2), stories, async ({ story }) => {
    tried.push(story)
    return outcomeOf(tried.filter((name) => name === story).length < 2)
  })
  expect(tried).toEqual(['s0', 's0', 's1', 's1'])
  expect([...outcomes.keys()]).toEqual(['s0', 's1'])
  expect(remarks.remarks).toEqual(['  2 stories agreed on a second try: s0 s1'])
})

test('a difference that stays is one', async () => {
  const stories = storiesOf(200)
  const { outcomes, remarks } = await triedAgain(firstDiffering(stories, 1), stories, async () => outcomeOf(true))
  expect([outcomes.size, remarks.remarks]).toEqual([0, undefined])
})

test.each([
  [299, 3],
  [99, 2],
])('of %i stories %i are too many to be chance', async (all, differing) => {
  const stories = storiesOf(all)
  const { outcomes, remarks } = await triedAgain(firstDiffering(stories, differing), stories, async () =>
    outcomeOf(false),
  )
  expect(outcomes.size).toBe(0)
  expect(remarks.remarks?.[0]).toContain('none counts')
})
