// Runs `cutover` as a process of its own, as a person at a shell would: the built program, which the set-up of the tests renews.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** What a command printed, and how it ended; `code` is null when a signal ended it. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A running command. */
export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  /** The first match in what it prints; undefined when it ends without one. */
  readonly printed: (pattern: RegExp) => Promise<string | undefined>
}

/** Starts the command. */
export function start(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [main, ...args])
  const text = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (text.out += String(chunk)))
  child.stderr.on('data', (chunk) => (text.err += String(chunk)))
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...text })))
  const printed = (pattern: RegExp): Promise<string | undefined> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = pattern.exec(text.out)?.[0]
        if (found !== undefined) resolve(found)
      }
      child.stdout.on('data', look)
      child.on('close', () => resolve(undefined))
      look()
    })
  return { process: child, ended, printed }
}

/** Runs the command to its end, with this on its standard input. */
export function run(args: readonly string[], input = ''): Promise<Ended> {
  const { process: child, ended } = start(...args)
  child.stdin?.end(input)
  return ended
}

/** The address of a server that is starting. */
export async function addressOf(server: Running): Promise<string> {
  const url = await server.printed(/http:\/\/[\d.:]+/)
  if (url === undefined) throw new Error(`the server did not start: ${(await server.ended).err}`)
  return url
}

/** Acts in an empty directory that is gone afterwards. */
export async function inDirectory<T>(act: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'cutover-cli-'))
  try {
    return await act(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
