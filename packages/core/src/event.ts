// The closed union of all events: facts in the domain's words, past tense, never refused. State is only ever their fold.

import type { ClusterEvents } from './entities/cluster-events.ts'
import type { DeletionEvents } from './entities/deletion-events.ts'
import type { Evaluation } from './entities/evaluation.ts'
import type { JobEvents } from './entities/job-events.ts'
import type { NodeEvents } from './entities/node-events.ts'
import type { RegistrationEvents } from './entities/registration-events.ts'
import type { TimerEvents } from './entities/timer.ts'
import type { Micros } from './time.ts'
import type { WatchEvents } from './watch/watch-events.ts'

/** Event type → what it carries. One entry for each fact. */
export interface EventMap extends ClusterEvents, DeletionEvents, JobEvents, NodeEvents, RegistrationEvents, TimerEvents, WatchEvents {
  /** A deployment holds: nothing new starts, and every deadline starts again. */
  DeploymentPaused: { readonly deploymentId: string; readonly description: string; readonly updatedAt: Micros }
  /** A paused deployment goes on, with fresh deadlines. */
  DeploymentResumed: { readonly deploymentId: string; readonly description: string; readonly updatedAt: Micros }
  /** An evaluation was asked for. */
  EvaluationCreated: { readonly evaluation: Evaluation }
}

/** The name of an event. */
export type EventType = keyof EventMap

/** Events of the given types; all of them by default. */
export type Event<T extends EventType = EventType> = { [K in T]: { readonly type: K } & EventMap[K] }[T]
