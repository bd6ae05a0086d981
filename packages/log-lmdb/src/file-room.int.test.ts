// Room ahead of the store: its file is longer than what it uses, and nothing else is different.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entriesFrom } from '@cutover/testing'
import { open } from 'lmdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileRoom } from './file-room.ts'
import { openLmdbLog } from './index.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cutover-room-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

async function usedPages(): Promise<number> {
  const root = open({ path: directory, noSubdir: false, readOnly: true, maxDbs: 8 })
  const stats: { readonly lastPageNumber?: number } = root.getStats()
  await root.close()
  return (stats.lastPageNumber ?? 0) + 1
}

test('a log whose file has room ahead is whole, after it was opened again too', async () => {
  const file = join(directory, 'data.mdb')
  const sizes: number[] = []
  let last = 0
  for (let opened = 0; opened < 3; opened++) {
    const log = await openLmdbLog(directory)
    for (const size of [1, 3_000, 1, 500, 7]) {
      await log.append(last, entriesFrom(last + 1, size))
      last += size
      sizes.push(statSync(file).size)
    }
    expect(await log.read(1, last)).toEqual(entriesFrom(1, last))
    await log.close()
    expect((await usedPages()) * 4_096).toBeLessThan(statSync(file).size)
  }
  expect(new Set(sizes).size).toBeLessThan(sizes.length / 2)
})

test('room grows with what is used, in steps, and never over what is there', () => {
  const file = join(directory, 'some')
  writeFileSync(file, Buffer.alloc(10_000, 7))
  let used = 8_192
  const room = new FileRoom({ file, used: () => used })
  const sizes = Array.from({ length: 200 }, () => {
    room.provide(20_000)
    used += 20_000
    return statSync(file).size
  })
  room.close()
  expect(sizes.every((size, n) => size >= 8_192 + (n + 1) * 20_000)).toBe(true)
  expect(new Set(sizes).size).toBeLessThan(12)
  expect(sizes.at(-1)).toBeLessThan(3 * used)
})

test('a disk without room is no fault of the write that follows', () => {
  const room = new FileRoom({ file: '/dev/full', used: () => 0 })
  room.provide(1)
  room.provide(1_000_000)
  room.close()
})
