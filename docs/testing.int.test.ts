// Runs the examples of the page about testing as a reader would, and compares what they print with what the page says.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const page = readFileSync(new URL('testing.md', import.meta.url), 'utf8')
const pattern = /<!-- example: (\w+) -->\n```ts\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g
const examples = [...page.matchAll(pattern)].map(([, name = '', source = '', printed = '']) => ({
  name,
  source,
  printed,
}))

test('every block of code is an example that is run', () => {
  expect(examples.length).toBeGreaterThan(1)
  expect(page.match(/```ts\n/g)).toHaveLength(examples.length)
})

test.each(examples)('$name prints what the page says', async ({ name, source, printed }) => {
  const folder = new URL('../node_modules/.cache/testing/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const file = new URL(`${name}.ts`, folder)
  writeFileSync(file, source)
  writeFileSync(new URL('package.json', folder), '{ "type": "module" }')
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '-C', '@cutover/source', file.pathname], {
    cwd: new URL('..', import.meta.url).pathname,
  })
  expect(stdout).toBe(printed)
})
