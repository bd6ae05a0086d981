// Writes rows as recordings write them: Nomad's field names, nanoseconds, RFC 3339 times.

import type { Deployment, Micros } from '@cutover/core'

/** Microseconds as nanoseconds. Beyond 2^53 this is the double that reading the recorded integer gives too. */
export function wireNanos(value: Micros): number {
  return value * 1_000
}

/** An instant as RFC 3339 in UTC without needless digits; `''` for "never". */
export function wireTime(value: Micros): string {
  if (value === 0) return ''
  const second = Math.floor(value / 1_000_000)
  const fraction = String(value - second * 1_000_000).padStart(6, '0')
  const digits = fraction.replace(/0+$/, '')
  return new Date(second * 1_000).toISOString().replace('.000Z', digits === '' ? 'Z' : `.${digits}Z`)
}

/** A deployment as its recorded row. */
export function wireDeployment(row: Deployment): Readonly<Record<string, unknown>> {
  return {
    ID: row.id,
    Namespace: row.namespace,
    JobID: row.jobId,
    JobVersion: row.jobVersion,
    JobModifyIndex: row.jobModifyIndex,
    JobSpecModifyIndex: row.jobSpecModifyIndex,
    JobCreateIndex: row.jobCreateIndex,
    IsMultiregion: row.isMultiregion,
    TaskGroups: wireDeploymentGroups(row.groups),
    Status: row.status,
    StatusDescription: row.statusDescription,
    EvalPriority: row.evaluationPriority,
    CreateIndex: row.createIndex,
    ModifyIndex: row.modifyIndex,
    CreateTime: wireNanos(row.createTime),
    ModifyTime: wireNanos(row.modifyTime),
  }
}

/** No map at all when it would be empty. */
function wireDeploymentGroups(groups: Deployment['groups']): Readonly<Record<string, unknown>> | undefined {
  if (groups.length === 0) return undefined
  return Object.fromEntries(groups.map((group) => [group.name, wireDeploymentGroup(group)]))
}

function wireDeploymentGroup(group: Deployment['groups'][number]): Readonly<Record<string, unknown>> {
  return {
    AutoRevert: group.autoRevert,
    AutoPromote: group.autoPromote,
    ProgressDeadline: wireNanos(group.progressDeadline),
    RequireProgressBy: wireTime(group.requireProgressBy),
    Promoted: group.promoted,
    PlacedCanaries: group.placedCanaries,
    DesiredCanaries: group.desiredCanaries,
    DesiredTotal: group.desiredTotal,
    PlacedAllocs: group.placed,
    HealthyAllocs: group.healthy,
    UnhealthyAllocs: group.unhealthy,
  }
}
