// Runs every transcript of `transcripts/` and compares it with what it says; `npm test -- --update` rewrites them.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runTranscript } from './transcript.ts'

const folder = new URL('../../../transcripts/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'))

describe('a transcript', () => {
  it.each(names)('%s reads as the engine prints it', async (name) => {
    const file = new URL(name, folder)
    await expect(runTranscript(readFileSync(file, 'utf8'))).toMatchFileSnapshot(file.pathname)
  })

  it('opens with what it claims', () => {
    const openings = names.map((name) => readFileSync(new URL(name, folder), 'utf8').split('\n')[0] ?? '')
    expect(openings.filter((line) => !line.startsWith('# '))).toEqual([])
  })
})
