// Runs the examples of the README as a reader would: each as a program of its own.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

function example(name: string): string {
  const found = new RegExp(`<!-- example: ${name} -->\\n\`\`\`ts\\n([\\s\\S]*?)\`\`\``).exec(readme)
  if (!found?.[1]) throw new Error(`the README has no example called ${name}`)
  return found[1]
}

// Written below the workspace, so that the packages are found as a reader's project would find them.
async function output(name: string): Promise<string> {
  const folder = new URL('../node_modules/.cache/readme/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const file = new URL(`${name}.ts`, folder)
  writeFileSync(file, example(name))
  writeFileSync(new URL('package.json', folder), '{ "type": "module" }')
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '-C', '@cutover/source', file.pathname], {
    cwd: new URL('..', import.meta.url).pathname,
  })
  return stdout
}

test('the core alone refuses to pause a deployment that is not there', async () => {
  expect(await output('core')).toBe('deployment not found\n')
})

test('the engine with a fleet knows its nodes', async () => {
  expect((await output('engine')).match(/client-\d/g)?.sort()).toEqual(['client-1', 'client-2', 'client-3'])
})

test('the HTTP API registers a job and shows its deployment', async () => {
  expect(await output('http')).toMatch(/JobID: 'web'[\s\S]*Status: 'running'/)
})
