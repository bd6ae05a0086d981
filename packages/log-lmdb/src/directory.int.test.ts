// A directory and what may be wrong with it: in use, left by a dead process, foreign, torn, full, read-only.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, open as openFile, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { initialState, replay } from '@cutover/core'
import { snapshotOf } from '@cutover/engine'
import { entriesFrom, entryAt } from '@cutover/testing'
import { open as openLmdb } from 'lmdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLmdbLog, readLmdbLog } from './index.ts'

const index = fileURLToPath(new URL('./index.ts', import.meta.url))
const states = fileURLToPath(new URL('../../testing/src/small-states.ts', import.meta.url))
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cutover-directory-'))
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

/** Runs a program in a process of its own, under a shell prefix, with `log` open and `entry(index)` at hand. */
function child(program: string, prefix = ''): ChildProcess {
  const text = `
    import { openLmdbLog } from ${JSON.stringify(index)}
    import { entryAt as entry } from ${JSON.stringify(states)}
    ${prefix === 'nobody' ? 'process.setgid?.(65534); process.setuid?.(65534)' : ''}
    const directory = ${JSON.stringify(directory)}
    const say = (line) => process.stdout.write(line + '\\n')
    ${program}`
  const limit = prefix.startsWith('ulimit') ? `${prefix}; ` : ''
  const command = `${limit}exec "$0" --import tsx -C @cutover/source --input-type=module -e "$1"`
  return spawn('sh', ['-c', command, process.execPath, text], { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function linesOf(process: ChildProcess): Promise<readonly string[]> {
  let text = ''
  let errors = ''
  process.stdout?.on('data', (data: Buffer) => {
    text += data.toString()
  })
  process.stderr?.on('data', (data: Buffer) => {
    errors += data.toString()
  })
  await once(process, 'close')
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.length > 0 ? lines : [errors]
}

test('a reader beside the writer sees the log as it was when it opened it, and changes nothing', async () => {
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf(initialState('read')))
  await log.append(0, entriesFrom(1, 3))
  const reader = await readLmdbLog(directory)
  await log.append(3, entriesFrom(4, 2))
  const later = await readLmdbLog(directory)
  expect([await reader.lastIndex(), (await reader.read(1, 10)).length]).toEqual([3, 3])
  expect([await later.lastIndex(), (await later.read(4, 10)).map(({ index }) => index)]).toEqual([5, [4, 5]])
  expect((await reader.latestSnapshot())?.head.index).toBe(0)
  await Promise.all([reader.close(), later.close()])
  expect(await log.append(5, entriesFrom(6, 1))).toEqual({ outcome: 'ok' })
  await log.close()
})

test('a reader is told of entries that were dropped since it opened the log', async () => {
  const log = await openLmdbLog(directory)
  const entries = entriesFrom(1, 4)
  for (const entry of entries) await log.append(entry.index - 1, [entry])
  const reader = await readLmdbLog(directory)
  await log.putSnapshot(snapshotOf(entries.reduce(replay, initialState('read'))))
  await log.truncate(4)
  await expect(reader.read(1, 10)).rejects.toThrow(`the log in ${directory} no longer holds entry 1`)
  await Promise.all([reader.close(), log.close()])
})

test('there is nothing to read where there is no log', async () => {
  await expect(readLmdbLog(directory)).rejects.toThrow(`the directory ${directory} holds no log`)
  await expect(readLmdbLog(join(directory, 'none'))).rejects.toThrow('cannot be opened')
})

test('a second process is told who has the directory; when that one is gone the directory is free', async () => {
  const holder = child(`await openLmdbLog(directory); say('open'); setInterval(() => undefined, 1000)`)
  const [line] = await once(holder.stdout ?? holder, 'data')
  expect(String(line)).toBe('open\n')
  const refusal = `the log directory ${directory} is in use by process ${holder.pid}`
  await expect(openLmdbLog(directory)).rejects.toThrow(refusal)
  holder.kill('SIGKILL')
  await once(holder, 'close')
  const log = await openLmdbLog(directory)
  expect(await log.lastIndex()).toBe(0)
  await log.close()
})

test('the same process cannot open a directory twice, but again after closing', async () => {
  const log = await openLmdbLog(directory)
  await expect(openLmdbLog(directory)).rejects.toThrow(`in use by process ${process.pid}`)
  await log.close()
  await (await openLmdbLog(directory)).close()
})

test('a lock of an earlier process with the same number is taken over', async () => {
  await writeFile(join(directory, 'cutover.lock'), `${process.pid} 1 another-boot`)
  await (await openLmdbLog(directory)).close()
})

test('a process killed while it writes, a little or much at once, loses nothing that it was told is durable, and leaves whole entries in order', async () => {
  const writer = child(`
    const log = await openLmdbLog(directory)
    let last = 0
    for (;;) {
      const entries = Array.from({ length: 1 + (last % 7) * (last % 11) }, (_, n) => entry(last + 1 + n))
      await log.append(last, entries)
      last += entries.length
      say(String(last))
    }`)
  let told = ''
  writer.stdout?.on('data', (data: Buffer) => {
    told += data.toString()
    if (told.length > 2_000) writer.kill('SIGKILL')
  })
  await once(writer, 'close')
  const durable = Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1))
  const log = await openLmdbLog(directory)
  const last = await log.lastIndex()
  expect(durable).toBeGreaterThan(100)
  expect(last).toBeGreaterThanOrEqual(durable)
  expect(await log.read(1, last + 10)).toEqual(entriesFrom(1, last))
  await log.close()
})

test('a full disk refuses the append and nothing else; smaller ones go on, and a restart finds what was taken', async () => {
  const lines = await linesOf(
    child(
      `
    const log = await openLmdbLog(directory)
    const big = Array.from({ length: 4000 }, (_, n) => n)
    let last = 0
    let reason
    while (reason === undefined) {
      try { await log.append(last, big.map((n) => entry(last + 1 + n))); last += big.length } catch (error) { reason = error.message }
    }
    say(reason)
    say(String(await log.lastIndex() === last))
    say(String((await log.read(1, 1)).length))
    try { await log.append(last, big.map((n) => entry(last + 1 + n))) } catch { say('still full') }
    say((await log.append(last, [entry(last + 1)])).outcome)
    await log.close()
    say(String(last + 1))`,
      'ulimit -f 4000',
    ),
  )
  expect(lines.slice(1, 5)).toEqual(['true', '1', 'still full', 'ok'])
  expect(lines[0]).not.toBe('')
  const log = await openLmdbLog(directory)
  const last = await log.lastIndex()
  expect(String(last)).toBe(lines[5])
  expect(await log.read(last - 1, 9)).toEqual(entriesFrom(last - 1, 2))
  await log.close()
})

const hasLimits = spawnSync('prlimit', ['--version']).status === 0

test.skipIf(!hasLimits)(
  'a disk that is full and has room again is written to without a restart (needs prlimit of util-linux)',
  async () => {
    const writer = child(
      `
    const log = await openLmdbLog(directory)
    const many = (last) => Array.from({ length: 4000 }, (_, n) => entry(last + 1 + n))
    let last = 0
    for (let full = false; ; ) {
      try {
        await log.append(last, many(last))
        last += 4000
        if (full) break
      } catch (error) {
        if (!full) say('full at ' + last + ', still read: ' + (await log.read(last, 1)).length)
        full = true
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    await log.close()
    say(String(last))`,
      'ulimit -S -f 4000',
    )
    writer.stdout?.once('data', () => spawnSync('prlimit', ['--pid', String(writer.pid), '--fsize=unlimited']))
    const [full, last] = await linesOf(writer)
    expect(full).toMatch(/^full at \d+, still read: 1$/)
    const log = await openLmdbLog(directory)
    expect(String(await log.lastIndex())).toBe(last)
    await log.close()
  },
)

test('a directory that cannot be written to is refused by name', async () => {
  await (await openLmdbLog(directory)).close()
  await chmod(directory, 0o555)
  const [line] = await linesOf(child(`await openLmdbLog(directory).catch((error) => say(error.message))`, 'nobody'))
  expect(line).toContain(`the log directory ${directory} cannot be opened`)
  await expect(openLmdbLog('/dev/null/log')).rejects.toThrow('/dev/null/log')
})

test('a directory with other files is refused and left alone', async () => {
  await writeFile(join(directory, 'diary.txt'), 'dear diary')
  await expect(openLmdbLog(directory)).rejects.toThrow(`the directory ${directory} holds other files (diary.txt)`)
  expect(await readFile(join(directory, 'diary.txt'), 'utf8')).toBe('dear diary')
})

test('a store of another program is refused', async () => {
  const other = openLmdb({ path: directory, noSubdir: false })
  await other.put('hello', 'world')
  await other.close()
  await expect(openLmdbLog(directory)).rejects.toThrow('not a log')
})

test('a store that is no store is refused, and the directory is free again', async () => {
  await writeFile(join(directory, 'data.mdb'), Buffer.alloc(65_536, 'nonsense'))
  await expect(openLmdbLog(directory)).rejects.toThrow(directory)
  await expect(openLmdbLog(directory)).rejects.toThrow('that is no LMDB store')
})

test('a log of another format is refused with both names', async () => {
  await (await openLmdbLog(directory)).close()
  const root = openLmdb<Buffer, string>({ path: directory, noSubdir: false, encoding: 'binary', maxDbs: 8 })
  await root.openDB('meta', { encoding: 'binary' }).put('format', Buffer.from('cutover log 99'))
  await root.close()
  await expect(openLmdbLog(directory)).rejects.toThrow('"cutover log 99", this program reads "cutover log 2"')
})

async function spoil(key: number): Promise<void> {
  const root = openLmdb<Buffer, string>({ path: directory, noSubdir: false, encoding: 'binary', maxDbs: 8 })
  const batches = root.openDB<Buffer, number>('batches', { encoding: 'binary' })
  const bytes = Buffer.from(batches.get(key) ?? Buffer.alloc(0))
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
  await batches.put(key, bytes)
  await root.close()
}

async function threeBatches(): Promise<void> {
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf(initialState('three')))
  for (const first of [1, 4, 7]) await log.append(first - 1, entriesFrom(first, 3))
  await log.close()
}

test('a damaged last batch stops the start, until somebody asks to give it up', async () => {
  await threeBatches()
  await spoil(7)
  const reason = `the log in ${directory} is damaged at index 7: Error: record: the checksum does not match`
  await expect(openLmdbLog(directory)).rejects.toThrow(reason)
  await expect(openLmdbLog(directory)).rejects.toThrow(reason)
  await expect(openLmdbLog(directory, { recoverTo: 8 })).rejects.toThrow('from 7 on are damaged; 6 may do')
  const warnings: string[] = []
  const log = await openLmdbLog(directory, { recoverTo: 6, onWarning: (text) => warnings.push(text) })
  expect([await log.lastIndex(), warnings]).toEqual([6, [`the log in ${directory} was cut off after index 6`]])
  expect(await log.append(6, [entryAt(7)])).toEqual({ outcome: 'ok' })
  await log.close()
})

test('recovering cuts within a batch, drops later snapshots, and refuses what could not be started from', async () => {
  await threeBatches()
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf({ ...initialState('recover'), lastIndex: 9 }))
  await log.close()
  await expect(openLmdbLog(directory, { recoverTo: 12 })).rejects.toThrow('cannot recover to 12: the log ends at 9')
  for (const index of [8, 4, 2, 0]) {
    const cut = await openLmdbLog(directory, { recoverTo: index, onWarning: () => undefined })
    expect([await cut.lastIndex(), (await cut.latestSnapshot())?.head.index]).toEqual([index, 0])
    expect(await cut.read(1, 99)).toEqual(entriesFrom(1, index))
    await cut.close()
  }
  await rm(directory, { recursive: true })
  const late = await openLmdbLog(directory)
  await late.putSnapshot(snapshotOf({ ...initialState('recover'), lastIndex: 5 }))
  await late.close()
  await expect(openLmdbLog(directory, { recoverTo: 4 })).rejects.toThrow('no snapshot at or below it is left')
})

test('a damaged batch before the last is never skipped', async () => {
  await threeBatches()
  await spoil(4)
  const log = await openLmdbLog(directory)
  expect(await log.read(1, 3)).toEqual(entriesFrom(1, 3))
  await expect(log.read(1, 9)).rejects.toThrow(`the log in ${directory} is damaged at index 4`)
  await log.close()
})

test('the directory is made when it is missing', async () => {
  const deep = join(directory, 'a', 'b')
  await (await openLmdbLog(deep)).close()
  await mkdir(deep, { recursive: true })
  await (await openFile(join(deep, 'data.mdb'))).close()
})
