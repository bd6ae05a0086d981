// What a task's driver would do with it: refuse to start, block, run for a while, run for ever, end well or badly.
// `mock_driver` follows its configuration; every other driver follows the documented rules of `docs/simulator.md`.

import { type Json, type JsonObject, type Micros, seconds, zero } from '@cutover/core'
import { duration } from './duration.ts'

/** A task as its driver sees it. */
export interface TaskBehaviour {
  /** The start fails with this text. */
  readonly startError: string | undefined
  /** The restart policy may try a failed start again. */
  readonly startErrorRecoverable: boolean
  /** The start takes this much longer. */
  readonly startBlock: Micros
  /** Undefined: for ever. */
  readonly runFor: Micros | undefined
  readonly exitCode: number
  readonly exitSignal: number
  readonly exitMessage: string
  /** A kill takes this much longer. */
  readonly killAfter: Micros
  /** Something listens on the task's ports, so that checks pass while it runs. */
  readonly listens: boolean
}

const forever: TaskBehaviour = {
  startError: undefined,
  startErrorRecoverable: false,
  startBlock: zero,
  runFor: undefined,
  exitCode: 0,
  exitSignal: 0,
  exitMessage: '',
  killAfter: zero,
  listens: true,
}

/** What the driver does with a task of this configuration. */
export function taskBehaviour(driver: string, config: JsonObject | null): TaskBehaviour {
  const settings = config ?? {}
  switch (driver) {
    case 'mock_driver':
      return mockBehaviour(settings)
    case 'docker':
    case 'podman':
      return missing(settings, 'image', 'image name required for docker driver')
    case 'java':
      return text(settings['class']) === ''
        ? missing(settings, 'jar_path', 'jar_path or class must be specified')
        : forever
    case 'qemu':
      return missing(settings, 'image_path', 'image_path must be set')
    case 'exec':
    case 'raw_exec':
      return commandBehaviour(settings)
    default:
      return forever
  }
}

function mockBehaviour(config: JsonObject): TaskBehaviour {
  const error = text(config['start_error'])
  const crash = duration(config['plugin_exit_after'])
  const runFor = duration(config['run_for'])
  const crashes = crash !== zero && (runFor === zero || crash < runFor)
  return {
    startError: error === '' ? undefined : error,
    startErrorRecoverable: config['start_error_recoverable'] === true,
    startBlock: duration(config['start_block_for']),
    runFor: crashes ? crash : runFor,
    exitCode: crashes ? 1 : integer(config['exit_code']),
    exitSignal: integer(config['exit_signal']),
    exitMessage: crashes ? 'plugin exited' : text(config['exit_err_msg']),
    killAfter: duration(config['kill_after']),
    listens: true,
  }
}

function missing(config: JsonObject, key: string, error: string): TaskBehaviour {
  return text(config[key]) === '' ? { ...forever, startError: error } : forever
}

// A shell with `-c` is looked through. `sleep N` ends well after N seconds, `exit N`, `true` and `false` end at once.
function commandBehaviour(config: JsonObject): TaskBehaviour {
  const command = text(config['command'])
  if (command === '') return { ...forever, startError: 'command must be specified' }
  const words = [command, ...list(config['args']).map(text)]
  return wordsBehaviour(shellWords(words) ?? words)
}

function wordsBehaviour(words: readonly string[]): TaskBehaviour {
  const program = baseName(words[0] ?? '')
  if (program.startsWith('nonexist') || program.includes('not-found') || program.includes('no-such'))
    return { ...forever, startError: `failed to find command "${program}": executable file not found in $PATH` }
  if (program === 'sleep') return sleepBehaviour(words[1] ?? '')
  if (program === 'true') return ends(0)
  if (program === 'false') return ends(1)
  if (program === 'exit') return ends(Number(words[1] ?? 0) || 0)
  if (program === 'echo' || program === 'date' || program === 'env') return ends(0)
  return forever
}

function ends(exitCode: number): TaskBehaviour {
  return { ...forever, runFor: seconds(0.01), exitCode, listens: false }
}

function sleepBehaviour(time: string): TaskBehaviour {
  const quiet = { ...forever, listens: false }
  if (time === 'infinity' || time === '') return quiet
  const parts = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(time)
  if (!parts) return quiet
  const unit = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[parts[2] ?? ''] ?? 1
  return { ...quiet, runFor: seconds(Number(parts[1]) * unit) }
}

// `/bin/sh -c "sleep 5; exit 1"`: the first command decides how long, a last `exit` how it ends.
function shellWords(words: readonly string[]): readonly string[] | undefined {
  const shell = ['sh', 'bash', 'ash', 'dash', 'zsh'].includes(baseName(words[0] ?? ''))
  const flag = words[1] ?? ''
  if (!shell || !/^-\w*c$/.test(flag)) return undefined
  const first = (words[2] ?? '').split(/;|&&|\|\|/)[0] ?? ''
  return first.trim().split(/\s+/)
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function integer(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number(text(value)) || 0
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
