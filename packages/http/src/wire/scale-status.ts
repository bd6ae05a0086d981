// How a job is scaled, on the wire. Rules: client-surface §1.5 "JobScaleStatus".

import type { ScalingEvent } from '@cutover/core'
import type { ScaleStatus } from '@cutover/core/lists'
import { floating, type Wire } from './encode.ts'
import { nanos } from './time.ts'

/** The scale status of a job. */
export function wireScaleStatus({ job, groups }: ScaleStatus): Wire {
  return {
    JobCreateIndex: job.createIndex,
    JobID: job.id,
    JobModifyIndex: job.modifyIndex,
    JobStopped: job.stop,
    Namespace: job.namespace,
    TaskGroups: Object.fromEntries(
      groups.map((group) => [
        group.group,
        {
          Desired: group.desired,
          Events: group.events.length > 0 ? group.events.map(wireScalingEvent) : null,
          Healthy: group.healthy,
          Placed: group.placed,
          Running: group.running,
          Unhealthy: group.unhealthy,
        },
      ]),
    ),
  }
}

function wireScalingEvent(event: ScalingEvent): Wire {
  return {
    Count: event.count ?? null,
    CreateIndex: event.createIndex,
    Error: event.error,
    EvalID: event.evaluationId ?? null,
    Message: event.message,
    Meta: floating(event.meta ?? null),
    PreviousCount: event.previousCount,
    Time: nanos(event.time),
  }
}
