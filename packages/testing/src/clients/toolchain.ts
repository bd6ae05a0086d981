// Gets programs as their users do: from npm, from PyPI into an environment of its own, by the Go tool. Kept under `node_modules/.cache`.

import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

const cache = fileURLToPath(new URL('../../../../node_modules/.cache/cutover-clients', import.meta.url))

const programs = fileURLToPath(new URL('../../programs', import.meta.url))

/** How long an installation may take, in milliseconds. */
export const installationMs = 300_000

/** Why a test cannot run here, for its title; empty when the tool is there. */
export function missing(tool: 'python3' | 'go'): string {
  try {
    execFileSync(tool, [tool === 'go' ? 'version' : '--version'], { stdio: 'ignore' })
    return ''
  } catch {
    return ` (left out: ${tool} is not installed)`
  }
}

/** Runs a program to its end; resolves with the lines that it printed, rejects with what it said when it failed. */
export async function linesOf(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { stdout } = await run(program, args, { env: { ...process.env, ...env }, timeout: 120_000 })
  return stdout.trim().split('\n')
}

/** The binary of an npm package, at a version. */
export async function npmBinary(name: string, version: string, path: string): Promise<string> {
  const folder = await kept(`npm-${name.replaceAll(/\W+/g, '-')}-${version}`, async (made) => {
    await run('npm', ['install', '--prefix', made, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`])
  })
  return join(folder, 'node_modules', name, path)
}

/** A Python that has what `programs/python/requirements.txt` names, and where the programs are. */
export async function python(): Promise<{ readonly python: string; readonly folder: string }> {
  const folder = join(programs, 'python')
  const made = await kept('python', async (environment) => {
    await run('python3', ['-m', 'venv', environment])
    await run(join(environment, 'bin', 'pip'), ['install', '--quiet', '-r', join(folder, 'requirements.txt')])
  })
  return { python: join(made, 'bin', 'python'), folder }
}

/** The program `programs/go`, built. */
export async function goProgram(): Promise<string> {
  const folder = await kept('go', async (made) => {
    await run('go', ['build', '-C', join(programs, 'go'), '-o', join(made, 'rollout'), '.'])
  })
  return join(folder, 'rollout')
}

// Made once: a folder that says so was made to its end.
async function kept(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name)
  const finished = join(folder, '.finished')
  if (existsSync(finished)) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await make(folder)
  writeFileSync(finished, '')
  return folder
}
