// One rule, two doors: an operator's command decides which changes to make, and only a change records facts.

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = (name: string): URL => new URL(`../${name}/`, import.meta.url)

const sourcesIn = (name: string): readonly (readonly [file: string, text: string])[] =>
  readdirSync(folder(name))
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && !file.includes('.fixture.'))
    .map((file) => [`${name}/${file}`, readFileSync(new URL(file, folder(name)), 'utf8')])

test.each(['commands', 'watch', 'drain', 'housekeeping', 'schedule'])('%s record no fact themselves', (name) => {
  const recording = sourcesIn(name).filter(([, text]) =>
    /\bimport \{[^}]*\brecord\b[^}]*\} from '\.\.\/draft\.ts'/.test(text),
  )
  expect(recording.map(([file]) => file)).toEqual([])
})

test('changes do: the search above would find them', () => {
  const recording = sourcesIn('changes').filter(([, text]) =>
    /\bimport \{[^}]*\brecord\b[^}]*\} from '\.\.\/draft\.ts'/.test(text),
  )
  expect(recording.length).toBeGreaterThan(20)
})
