// Proves every guard: it accepts a good project and refuses each bad example of `tidy/bad`, for the reason written there.
// Relies on `scripts/check.mjs --root`, so the guards are run as `npm run check` runs them.
import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type BadExample, layOut, readBadExamples } from './bad-example.ts'
import { root } from './project.ts'

const check = (folder: string, guard: string): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const args = [join(root, 'scripts', 'check.mjs'), '--json', '--all', '--root', folder, '--only', guard]
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!stdout.startsWith('{')) return reject(error ?? new Error(stderr))
      const report: { guards: readonly { name: string; problems: readonly string[] }[] } = JSON.parse(stdout)
      resolve(report.guards.find((one) => one.name === guard)?.problems ?? ['the guard did not run'])
    })
  })

const problemsOf = async (guard: string, files: BadExample['files']): Promise<readonly string[]> => {
  const folder = layOut(files)
  try {
    return await check(folder, guard)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const examples = readBadExamples()
const guards = [...new Set(examples.map((example) => example.guard))]

it.concurrent.each(guards)('%s accepts a good project', async (guard) => {
  expect(await problemsOf(guard, [])).toEqual([])
})

it.concurrent.each(examples)('$guard refuses $name', async ({ guard, expects, files }) => {
  expect((await problemsOf(guard, files)).join('\n')).toContain(expects)
})
