// Runs one installed command-line tool and returns all it said. Every guard that wraps a tool relies on it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const binaries = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

/** Resolves with `{ status, stdout, stderr }`; a tool that cannot start resolves with status 127 and the reason. */
export const tool = (name, args, cwd) =>
  new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }
    const child = spawn(join(binaries, name), args, { cwd, env, shell: process.platform === 'win32' })
    const chunks = { stdout: [], stderr: [] }
    child.stdout.on('data', (chunk) => chunks.stdout.push(chunk))
    child.stderr.on('data', (chunk) => chunks.stderr.push(chunk))
    const text = (stream) => Buffer.concat(chunks[stream]).toString('utf8')
    child.on('error', (error) => resolve({ status: 127, stdout: '', stderr: error.message }))
    child.on('close', (status) => resolve({ status: status ?? 1, stdout: text('stdout'), stderr: text('stderr') }))
  })

/** What a failed tool said last, for a guard that cannot read it any better. */
export const lastWords = (run) => `${run.stdout}\n${run.stderr}`.trim().split('\n').slice(-15)

/** A tool's answer as JSON; undefined when it printed something else. */
export const jsonOf = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
