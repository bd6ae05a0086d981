// What became of an allocation's tasks, on the wire. Rules: client-surface §1.5.

import { type Allocation, micros } from '@cutover/core'
import type { Wire } from './encode.ts'
import { displayMessage, type TaskEvent, taskEventDetails } from './task-event-texts.ts'
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
  DiskLimit: 0,
  DownloadError: '',
  DriverError: '',
  DriverMessage: '',
  ExitCode: 0,
  FailedSibling: '',
  FailsTask: false,
  GenericSource: '',
  KillError: '',
  KillReason: '',
  Message: '',
  RestartReason: '',
  SetupError: '',
  Signal: 0,
  TaskSignal: '',
  TaskSignalReason: '',
  ValidationError: '',
  VaultError: '',
} as const

// Inside, instants and spans of a task event are in microseconds.
function wireTaskEvent(event: TaskEvent): Wire {
  return {
    ...emptyEvent,
    Details: taskEventDetails(event),
    ...event,
    DisplayMessage: displayMessage(event),
    KillTimeout: span(event['KillTimeout']),
    StartDelay: span(event['StartDelay']),
    Time: span(event['Time']),
  }
}

function span(value: TaskEvent[string] | undefined): Wire {
  return typeof value === 'number' ? nanos(micros(value)) : (value ?? 0)
}
