// What became of an allocation's tasks, on the wire. Rules: client-surface §1.5.

import { type Allocation, micros } from '@cutover/core'
import type { Wire } from './encode.ts'
import { nanos, rfc3339 } from './time.ts'

/** Task name → state, or undefined before the node has said anything. */
export function wireTaskStates(states: Allocation['taskStates']): Wire {
  if (!states) return undefined
  return Object.fromEntries(
    states.map((state) => [
      state.task,
      {
        Events: (state.events ?? []).map(wireTaskEvent),
        Failed: state.failed,
        FinishedAt: rfc3339(state.finishedAt),
        LastRestart: rfc3339(state.lastRestart),
        Paused: '',
        Restarts: state.restarts,
        StartedAt: rfc3339(state.startedAt),
        State: state.state,
        ...state.rest,
      },
    ]),
  )
}

const emptyEvent = {
  Details: {},
  DiskLimit: 0,
  DisplayMessage: '',
  DownloadError: '',
  DriverError: '',
  DriverMessage: '',
  ExitCode: 0,
  FailedSibling: '',
  FailsTask: false,
  GenericSource: '',
  KillError: '',
  KillReason: '',
  KillTimeout: 0,
  Message: '',
  RestartReason: '',
  SetupError: '',
  Signal: 0,
  StartDelay: 0,
  TaskSignal: '',
  TaskSignalReason: '',
  ValidationError: '',
  VaultError: '',
} as const

type TaskEvent = NonNullable<NonNullable<Allocation['taskStates']>[number]['events']>[number]

// Inside, a task event's time is in microseconds.
function wireTaskEvent(event: TaskEvent): Wire {
  const time = event['Time']
  const delay = event['StartDelay']
  return {
    ...emptyEvent,
    ...event,
    Time: typeof time === 'number' ? nanos(micros(time)) : (time ?? 0),
    StartDelay: typeof delay === 'number' ? nanos(micros(delay)) : 0,
    DisplayMessage: displayMessage(event),
  }
}

function displayMessage(event: TaskEvent): string {
  switch (event['Type']) {
    case 'Received':
      return 'Task received by client'
    case 'Started':
      return 'Task started by client'
    case 'Task Setup':
      return text(event['Message'])
    case 'Terminated':
      return `Exit Code: ${event['ExitCode'] ?? 0}${text(event['Message']) === '' ? '' : `, Exit Message: "${text(event['Message'])}"`}`
    case 'Driver Failure':
      return text(event['DriverError'])
    case 'Restarting':
      return 'Task restarting'
    case 'Not Restarting':
      return 'Task exceeded restart policy'
    case 'Killing':
      return 'Sent interrupt'
    case 'Killed':
      return 'Task successfully killed'
    default:
      return text(event['Message'])
  }
}

function text(value: TaskEvent[string] | undefined): string {
  return typeof value === 'string' ? value : ''
}
