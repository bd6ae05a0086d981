// The commands of the workspace teach their flags, and refuse what they do not know in one line. Relies on `scripts/`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './project.ts'

const commands = [
  { name: 'check', file: 'check.mjs', unknown: ['--only', 'nothing'], says: 'check: there is no guard nothing' },
  { name: 'bench', file: 'bench.ts', unknown: ['nothing'], says: 'bench: there is no bench nothing' },
] as const

const run = (file: string, args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', join(root, 'scripts', file), ...args], { encoding: 'utf8' })

it.each(commands)('$name --help teaches by example', ({ name, file }) => {
  const { status, stdout } = run(file, ['--help'])
  expect(status).toBe(0)
  expect(stdout).toContain(`npm run ${name} -- --json`)
})

it.each(commands)('$name refuses a word and a flag that it does not know', ({ file, unknown, says }) => {
  const refused = run(file, unknown)
  expect(refused.status).toBe(2)
  expect(refused.stderr).toBe(`${says} (--help shows what there is)\n`)
  expect(run(file, ['--nothing']).stderr).toBe("Unknown option '--nothing' (--help shows what there is)\n")
})
