// The corpus of old logs: one exported log for each format that there ever was, imported, replayed and verified for ever.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entryFormat } from '@cutover/engine'
import { verifyLmdbLog } from '@cutover/log-lmdb'
import { expect, test } from 'vitest'
import { inDirectory, run } from './command.fixture.ts'

const corpus = fileURLToPath(new URL('../../testing/fixtures/old-logs/', import.meta.url))
const files = readdirSync(corpus).sort()

test('every format has a log in the corpus', () => {
  expect(files).toEqual(Array.from({ length: entryFormat }, (_, place) => `format-${place + 1}.jsonl`))
})

test.each(files)(
  '%s is imported, ends in the state that it ended in, and is exported as what it is now',
  async (name) => {
    await inDirectory(async (directory) => {
      const file = join(corpus, name)
      const end: unknown = JSON.parse(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '')
      const imported = await run(['import', file, join(directory, 'data')])
      expect([imported.code, imported.err]).toEqual([0, ''])
      const { last, stateHash, faults } = await verifyLmdbLog(join(directory, 'data'))
      expect({ type: 'end', index: last, hash: stateHash }).toEqual(end)
      const exported = await run(['export', join(directory, 'data')])
      expect([faults, JSON.parse(exported.out.split('\n')[0] ?? '')]).toMatchObject([[], { format: entryFormat }])
    })
  },
)
