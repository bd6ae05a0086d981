// The closed union of all events: facts in the domain's words, past tense, never refused. State is only ever their fold.

import type { AclEvents } from './entities/acl-events.ts'
import type { AllocationEvents } from './entities/allocation-events.ts'
import type { ClusterEvents } from './entities/cluster-events.ts'
import type { DeletionEvents } from './entities/deletion-events.ts'
import type { DeploymentEvents } from './entities/deployment-events.ts'
import type { EvaluationEvents } from './entities/evaluation-events.ts'
import type { ImportEvents } from './entities/import-events.ts'
import type { JobEvents } from './entities/job-events.ts'
import type { NodeEvents } from './entities/node-events.ts'
import type { RegistrationEvents } from './entities/registration-events.ts'
import type { SummaryEvents } from './entities/summary-events.ts'
import type { TimerEvents } from './entities/timer.ts'
import type { WatchEvents } from './watch/watch-events.ts'

/** Event type → what it carries. One entry for each fact. */
export interface EventMap
  extends AclEvents,
    AllocationEvents,
    ClusterEvents,
    DeletionEvents,
    DeploymentEvents,
    EvaluationEvents,
    ImportEvents,
    JobEvents,
    NodeEvents,
    RegistrationEvents,
    SummaryEvents,
    TimerEvents,
    WatchEvents {}

/** The name of an event. */
export type EventType = keyof EventMap

/** Events of the given types; all of them by default. */
export type Event<T extends EventType = EventType> = { [K in T]: { readonly type: K } & EventMap[K] }[T]
