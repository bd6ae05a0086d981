// The feed behind the event stream: everybody is told everything once, whoever falls behind is cut off, and nothing is left over.

import { expect, test } from 'vitest'
import { Feed, Follower, type Wish } from './event-feed.ts'
import { jobNamed, smallApi } from './routes/small-api.fixture.ts'

const everything: Wish = { key: 'everything', linesOf: (_before, { index }) => `${index}\n` }
const odd: Wish = { key: 'odd', linesOf: (_before, { index }) => (index % 2 === 1 ? `${index}\n` : undefined) }

function indexes(taken: readonly Uint8Array[] | undefined): readonly number[] {
  const text = Buffer.concat([...(taken ?? [])]).toString()
  return text.split('\n').slice(0, -1).map(Number)
}

async function untilEnd(follower: Follower): Promise<readonly number[]> {
  const seen: number[] = []
  for (let taken = await follower.take(); taken !== undefined; taken = await follower.take())
    seen.push(...indexes(taken))
  return seen
}

test('followers who share a wish are handed the same bytes, others what they wish', async () => {
  const { api, ask } = await smallApi()
  const feed = new Feed(api.engine)
  const release = feed.use()
  const start = feed.position
  const [one, two] = [feed.join(everything, start), feed.join(everything, start)]
  const other = feed.join(odd, start)
  await ask('PUT /v1/jobs', jobNamed('web'))
  const [first, second] = [await one.follower.take(), await two.follower.take()]
  expect(first?.[0]).toBe(second?.[0])
  const all = Array.from({ length: feed.position - start }, (_, n) => start + 1 + n)
  expect(indexes(first)).toEqual(all)
  expect(indexes(await other.follower.take())).toEqual(all.filter((index) => index % 2 === 1))
  release()
})

test('who joins later is told only what he was not told yet', async () => {
  const { api, ask } = await smallApi()
  const feed = new Feed(api.engine)
  const release = feed.use()
  const start = feed.position
  const { follower } = feed.join(everything, start + 2)
  await ask('PUT /v1/jobs', jobNamed('web'))
  expect(indexes(await follower.take())[0]).toBe(start + 3)
  release()
})

test('all are told of everything before the engine closes, and then the end', async () => {
  const { api, ask } = await smallApi()
  const feed = new Feed(api.engine)
  feed.use()
  const start = feed.position
  const { follower } = feed.join(everything, start)
  await ask('PUT /v1/jobs', jobNamed('web'))
  const { lastIndex } = api.engine.read()
  const [seen] = await Promise.all([untilEnd(follower), api.engine.close()])
  expect(seen.at(-1)).toBe(lastIndex)
  const late = feed.join(everything, lastIndex)
  expect(await late.follower.take()).toBeUndefined()
})

test('a feed that nobody uses listens to nothing, and begins anew where the log is', async () => {
  const { api, ask } = await smallApi()
  const feed = new Feed(api.engine)
  feed.use()()
  await ask('PUT /v1/jobs', jobNamed('web'))
  const release = feed.use()
  expect(feed.position).toBe(api.engine.read().lastIndex)
  const { follower, leave } = feed.join(everything, feed.position)
  leave()
  expect(await follower.take()).toBeUndefined()
  release()
})

test('who does not take what comes is cut off, and told where to go on', async () => {
  const follower = new Follower(0)
  const bytes = Buffer.alloc(0)
  for (let index = 1; index <= 65_537; index += 1) follower.put([{ index, bytes }], bytes)
  await expect(follower.take()).rejects.toThrow('more than 65536 entries behind; subscribe again from 1')
})

test('what was taken no longer counts', async () => {
  const follower = new Follower(0)
  const bytes = Buffer.alloc(1_048_576)
  for (let index = 1; index <= 64; index += 1) follower.put([{ index, bytes }], bytes)
  expect(await follower.take()).toHaveLength(64)
  for (let index = 65; index <= 129; index += 1) follower.put([{ index, bytes }], bytes)
  await expect(follower.take()).rejects.toThrow('more than 67108864 bytes behind; subscribe again from 65')
})
