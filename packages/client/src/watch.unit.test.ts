// Blocking queries as an async iterable, over reads that answer from a list.
import { expect, test } from 'vitest'
import { NomadError, type Read, type ReadOptions } from './http-client.ts'
import { watch } from './watch.ts'

type Answer = number | Error

// Answers with these indexes, one after the other; then never again, and ends the watch.
async function seenBy(answers: readonly Answer[], from = 0): Promise<{ seen: number[]; asked: number[] }> {
  const end = new AbortController()
  const left = [...answers]
  const asked: number[] = []
  const read = async ({ index = 0 }: ReadOptions): Promise<Read<string>> => {
    asked.push(index)
    const next = left.shift()
    if (next === undefined) end.abort()
    if (typeof next !== 'number') throw next ?? new Error('aborted')
    return { data: '', index: next }
  }
  const seen: number[] = []
  for await (const { index } of watch(read, { index: from, signal: end.signal, pauseMsMax: 1 })) seen.push(index)
  return { seen, asked }
}

test('each newer answer comes once', async () => {
  expect(await seenBy([3, 3, 5, 5, 9])).toEqual({ seen: [3, 5, 9], asked: [0, 3, 3, 5, 5, 9] })
})

test('an index that went back begins anew', async () => {
  expect(await seenBy([7, 2, 2])).toEqual({ seen: [7, 2, 2], asked: [0, 7, 0, 2] })
})

test('what may pass is asked again, from where it was', async () => {
  const passing = [new Error('socket'), new NomadError(500, 'No cluster leader'), new NomadError(429, 'too many')]
  expect(await seenBy([4, ...passing, 6])).toEqual({ seen: [4, 6], asked: [0, 4, 4, 4, 4, 6] })
})

test('what the server refuses ends the watch', async () => {
  await expect(seenBy([4, new NomadError(404, 'deployment not found')])).rejects.toMatchObject({ status: 404 })
})

test('a watch may begin at an index', async () => {
  expect(await seenBy([4, 6], 4)).toEqual({ seen: [6], asked: [4, 4, 6] })
})
