// Copies of a data directory: a backup under a running server, JSON lines and back, all with the same state.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addressOf, inDirectory, run, start } from './command.fixture.ts'

test('a backup taken while serving is restored, exported and imported with the same state', async () => {
  await inDirectory(async (directory) => {
    const at = (name: string): string => join(directory, name)
    const server = start('serve', '--port', '0', '--nodes', '1', '--data-dir', at('data'))
    await addressOf(server)
    await server.printed(/at index \d+/)
    const backup = await run(['backup', at('data'), at('copy.mdb')])
    server.process.kill('SIGTERM')
    await server.ended
    const restored = await run(['restore', at('copy.mdb'), at('restored')])
    const exported = await run(['export', at('restored'), '--output', at('log.jsonl')])
    const imported = await run(['import', at('log.jsonl'), at('imported')])
    expect([backup, restored, exported, imported].map(({ code, err }) => [code, err])).toEqual(Array(4).fill([0, '']))
    expect(imported.out.replace('imported', 'restored')).toBe(restored.out)
    writeFileSync(at('short.jsonl'), readFileSync(at('log.jsonl'), 'utf8').split('\n').slice(0, -2).join('\n'))
    const short = await run(['import', at('short.jsonl'), at('short')])
    expect([short.code, short.err]).toEqual([1, expect.stringContaining('cut short')])
  })
}, 120_000)
