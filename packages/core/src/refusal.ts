// Every way the core says no: one code for each reason, with the exact text that a client of Nomad sees. The lists stand in `refusals/`.

import { type AclRefusals, aclRefusals } from './refusals/acl.ts'
import { type ChangeRefusals, changeRefusals } from './refusals/changes.ts'
import { type ClusterRefusals, clusterRefusals } from './refusals/cluster.ts'
import { type DeploymentRefusals, deploymentRefusals } from './refusals/deployments.ts'
import type { DoorRefusals } from './refusals/doors.ts'
import { type FleetRefusals, fleetRefusals } from './refusals/fleet.ts'
import { type JobRefusals, jobRefusals } from './refusals/jobs.ts'
import type { ListRefusals } from './refusals/lists.ts'
import { type ReadRefusals, readRefusals } from './refusals/reads.ts'
import type { RefusalTexts } from './refusals/texts.ts'

/** Refusal code → the parts of its text. */
export interface RefusalParts
  extends AclRefusals,
    ChangeRefusals,
    ClusterRefusals,
    DeploymentRefusals,
    FleetRefusals,
    JobRefusals,
    ReadRefusals {}

/** The closed list of reasons. */
export type RefusalCode = keyof RefusalParts | keyof DoorRefusals | keyof ListRefusals

const refusalText: RefusalTexts<RefusalParts> = {
  ...aclRefusals,
  ...changeRefusals,
  ...clusterRefusals,
  ...deploymentRefusals,
  ...fleetRefusals,
  ...jobRefusals,
  ...readRefusals,
}

/** The typed no: why, and the text for a person. Never thrown. */
export interface Refusal {
  readonly refused: true
  readonly code: RefusalCode
  readonly text: string
}

/** A refusal for one reason, with the parts of its text. */
export function refuse<C extends keyof RefusalParts>(code: C, ...parts: RefusalParts[C]): Refusal {
  return { refused: true, code, text: refusalText[code](...parts) }
}

/** Whether an outcome is a refusal. */
export function isRefusal(outcome: object | undefined): outcome is Refusal {
  return outcome !== undefined && 'refused' in outcome
}
