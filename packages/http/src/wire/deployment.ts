// A deployment on the wire: every key, always. Rules: client-surface §1.5.

import type { Deployment, DeploymentGroup } from '@cutover/core'
import { encode, Raw, type Wire } from './encode.ts'
import { nanos, rfc3339 } from './time.ts'

const texts = new WeakMap<Deployment, Raw>()

/** The JSON of a deployment; made once for each row. */
export function wireDeployment(row: Deployment): Raw {
  const known = texts.get(row)
  if (known) return known
  const text = new Raw(encode(deploymentObject(row)))
  texts.set(row, text)
  return text
}

function deploymentObject(row: Deployment): Wire {
  return {
    CreateIndex: row.createIndex,
    CreateTime: nanos(row.createTime),
    EvalPriority: row.evaluationPriority,
    ID: row.id,
    IsMultiregion: row.isMultiregion,
    JobCreateIndex: row.jobCreateIndex,
    JobID: row.jobId,
    JobModifyIndex: row.jobModifyIndex,
    JobSpecModifyIndex: row.jobSpecModifyIndex,
    JobVersion: row.jobVersion,
    ModifyIndex: row.modifyIndex,
    ModifyTime: nanos(row.modifyTime),
    Namespace: row.namespace,
    Status: row.status,
    StatusDescription: row.statusDescription,
    TaskGroups: Object.fromEntries(row.groups.map((group) => [group.name, groupObject(group)])),
  }
}

function groupObject(group: DeploymentGroup): Wire {
  return {
    AutoPromote: group.autoPromote,
    AutoRevert: group.autoRevert,
    DesiredCanaries: group.desiredCanaries,
    DesiredTotal: group.desiredTotal,
    HealthyAllocs: group.healthy,
    PlacedAllocs: group.placed,
    PlacedCanaries: group.placedCanaries ?? null,
    ProgressDeadline: nanos(group.progressDeadline),
    Promoted: group.promoted,
    RequireProgressBy: rfc3339(group.requireProgressBy),
    UnhealthyAllocs: group.unhealthy,
  }
}
