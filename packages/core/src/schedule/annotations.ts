// A plan's counters in Nomad's form (`PlanAnnotations`). Rules: semantics/4 §4.1, semantics/2 §2.16.

import type { JsonObject } from '../json.ts'
import { compareBytes } from '../order.ts'
import type { DesiredUpdates } from '../reconcile/reconciliation.ts'

/** Counters of every group, in the order of their names. */
export function annotationsJson(desired: readonly DesiredUpdates[]): JsonObject {
  const groups = [...desired].sort((a, b) => compareBytes(a.group, b.group))
  return {
    DesiredTGUpdates: Object.fromEntries(groups.map((updates) => [updates.group, countersJson(updates)])),
    PreemptedAllocs: null,
  }
}

function countersJson(updates: DesiredUpdates): JsonObject {
  return {
    Ignore: updates.ignore,
    Place: updates.place,
    Migrate: updates.migrate,
    Stop: updates.stop,
    InPlaceUpdate: updates.inPlaceUpdate,
    DestructiveUpdate: updates.destructiveUpdate,
    Canary: updates.canary,
    Preemptions: 0,
    Disconnect: updates.disconnect,
    Reconnect: updates.reconnect,
    RescheduleNow: updates.rescheduleNow,
    RescheduleLater: updates.rescheduleLater,
  }
}
