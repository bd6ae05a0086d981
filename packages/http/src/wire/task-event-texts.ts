// What a task event reads like for people, and its details as texts: both follow from its fields. Rules: client-surface §1.5.

import type { Allocation } from '@cutover/core'
import { printDuration } from '@cutover/core/job-documents'

/** An event of a task's life as it is kept: spans in microseconds. */
export type TaskEvent = NonNullable<NonNullable<Allocation['taskStates']>[number]['events']>[number]

/** The line that people see. */
export function displayMessage(event: TaskEvent): string {
  const line = lines.get(text(event, 'Type'))
  return line ? line(event) : text(event, 'Message')
}

const lines: ReadonlyMap<string, (event: TaskEvent) => string> = new Map([
  ['Received', (): string => 'Task received by client'],
  ['Started', (): string => 'Task started by client'],
  ['Terminated', terminated],
  ['Driver Failure', (event: TaskEvent): string => text(event, 'DriverError') || 'Failed to start task'],
  ['Restarting', restarting],
  ['Not Restarting', (event: TaskEvent): string => text(event, 'RestartReason') || 'Task exceeded restart policy'],
  ['Killing', killing],
  ['Killed', (event: TaskEvent): string => text(event, 'KillError') || 'Task successfully killed'],
])

function terminated(event: TaskEvent): string {
  const signal = whole(event, 'Signal')
  const message = text(event, 'Message')
  const parts = [`Exit Code: ${whole(event, 'ExitCode')}`]
  if (signal !== 0) parts.push(`Signal: ${signal}`)
  if (message !== '') parts.push(`Exit Message: "${message}"`)
  return parts.join(', ')
}

function restarting(event: TaskEvent): string {
  const reason = text(event, 'RestartReason')
  const line = `Task restarting in ${spanText(event, 'StartDelay')}`
  return reason === '' || reason === 'Restart within policy' ? line : `${reason} - ${line}`
}

function killing(event: TaskEvent): string {
  const reason = text(event, 'KillReason')
  if (reason !== '') return `Killing task: ${reason}`
  if (whole(event, 'KillTimeout') === 0) return 'Sent interrupt'
  return `Sent interrupt. Waiting ${spanText(event, 'KillTimeout')} before force killing`
}

/** The fields that say something, as texts. */
export function taskEventDetails(event: TaskEvent): { readonly [key: string]: string } {
  const details: Record<string, string> = {}
  for (const [key, detail] of texts) if (text(event, key) !== '') details[detail] = text(event, key)
  if (event['Type'] === 'Terminated') return exitDetails(event)
  if (text(event, 'Message') !== '') details['message'] = text(event, 'Message')
  if (event['FailsTask'] === true) details['fails_task'] = 'true'
  if (whole(event, 'StartDelay') !== 0) details['start_delay'] = String(BigInt(whole(event, 'StartDelay')) * 1_000n)
  if (whole(event, 'KillTimeout') !== 0) details['kill_timeout'] = spanText(event, 'KillTimeout')
  return details
}

const texts: readonly (readonly [string, string])[] = [
  ['DownloadError', 'download_error'],
  ['DriverError', 'driver_error'],
  ['DriverMessage', 'driver_message'],
  ['FailedSibling', 'failed_sibling'],
  ['KillError', 'kill_error'],
  ['KillReason', 'kill_reason'],
  ['RestartReason', 'restart_reason'],
  ['SetupError', 'setup_error'],
  ['TaskSignal', 'task_signal'],
  ['TaskSignalReason', 'task_signal_reason'],
  ['ValidationError', 'validation_error'],
]

function exitDetails(event: TaskEvent): { readonly [key: string]: string } {
  const message = text(event, 'Message')
  return {
    exit_code: String(whole(event, 'ExitCode')),
    oom_killed: 'false',
    signal: String(whole(event, 'Signal')),
    ...(message === '' ? {} : { exit_message: message }),
  }
}

function text(event: TaskEvent, key: string): string {
  const value = event[key]
  return typeof value === 'string' ? value : ''
}

function whole(event: TaskEvent, key: string): number {
  const value = event[key]
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0
}

function spanText(event: TaskEvent, key: string): string {
  return printDuration(BigInt(Math.trunc(whole(event, key))) * 1_000n)
}
