// The fields of a job and of its groups, in Nomad's order, with their defaults, and those of a registration's body.
// Rules: semantics/4 §1.3 to §1.5; client-surface §3 "Job".

import type { StoredGroup, StoredJob } from '../job-document/document-stored.ts'
import {
  always,
  type Block,
  block,
  blocks,
  bytes,
  duration,
  flag,
  integer,
  keptEmpty,
  map,
  maybe,
  neverNull,
  reset,
  sentOnly,
  text,
  texts,
  unlessEmpty,
  value,
} from './field.ts'
import { networkBlock } from './network.ts'
import * as policies from './policies.ts'
import { serviceBlock } from './service.ts'
import { consulBlock, scalingBlock, taskBlock } from './task.ts'

const groupBlock: Block<StoredGroup> = block('TaskGroup', {
  Name: text(),
  Count: integer(1),
  Update: maybe(policies.updateBlock),
  Migrate: maybe(policies.migrateBlock),
  Constraints: blocks(policies.constraintBlock),
  Scaling: maybe(scalingBlock),
  RestartPolicy: always(policies.restartBlock),
  Disconnect: maybe(policies.disconnectBlock),
  Tasks: neverNull(blocks(taskBlock)),
  EphemeralDisk: always(policies.ephemeralDiskBlock),
  Meta: map(text()),
  ReschedulePolicy: maybe(policies.reschedulePolicyBlock),
  Affinities: blocks(policies.affinityBlock),
  Spreads: blocks(policies.spreadBlock),
  Networks: blocks(networkBlock),
  Consul: maybe(consulBlock),
  Services: blocks(serviceBlock),
  Volumes: keptEmpty(map(maybe(policies.volumeBlock))),
  ShutdownDelay: duration(null),
  MaxRunDuration: duration(null),
  StopAfterClientDisconnect: reset(duration(null)),
  MaxClientDisconnect: reset(duration(null)),
  PreventRescheduleOnLost: reset(flag()),
})

const linkBlock = block('JobUILink', { Label: text(), URL: { ...text(), storedAs: 'Url' } })
const uiBlock = block('JobUIConfig', { Description: text(), Links: blocks(linkBlock) })

const versionTagBlock = block('JobVersionTag', { Name: text(), Description: text(), TaggedTime: integer(0, 'int64') })

export const jobBlock: Block<StoredJob> = block('Job', {
  Stop: flag(),
  Region: text(),
  Namespace: text(),
  ID: text(),
  ParentID: reset(text()),
  Name: text(),
  Type: text('service'),
  Priority: unlessEmpty(integer(50)),
  AllAtOnce: flag(),
  Datacenters: neverNull(texts()),
  NodePool: unlessEmpty(text('default')),
  Constraints: blocks(policies.constraintBlock),
  Affinities: blocks(policies.affinityBlock),
  Spreads: blocks(policies.spreadBlock),
  TaskGroups: neverNull(blocks(groupBlock)),
  Update: value(policies.jobUpdateBlock),
  Multiregion: maybe(policies.multiregionBlock),
  Periodic: maybe(policies.periodicBlock),
  ParameterizedJob: maybe(policies.parameterizedBlock),
  Reschedule: sentOnly(maybe(policies.reschedulePolicyBlock)),
  Migrate: sentOnly(maybe(policies.migrateBlock)),
  Dispatched: reset(flag()),
  DispatchIdempotencyToken: reset(text()),
  Payload: bytes(),
  Meta: map(text()),
  ConsulNamespace: reset(text()),
  VaultNamespace: text(),
  NomadTokenID: reset(text()),
  Status: sentOnly(text()),
  StatusDescription: sentOnly(text()),
  Stable: sentOnly(flag()),
  Version: integer(0, 'uint64'),
  SubmitTime: sentOnly(integer(0, 'int64')),
  CreateIndex: sentOnly(integer(0, 'uint64')),
  ModifyIndex: sentOnly(integer(0, 'uint64')),
  JobModifyIndex: sentOnly(integer(0, 'uint64')),
  UI: maybe(uiBlock),
  VersionTag: maybe(versionTagBlock),
})

const submissionBlock = block('JobSubmission', {
  Source: text(),
  Format: text(),
  VariableFlags: map(text()),
  Variables: text(),
})

const writeFields = { Region: text(), Namespace: text(), SecretID: text() }

/** The body of a registration. */
export const registerBlock: Block = block('JobRegisterRequest', {
  Submission: maybe(submissionBlock),
  Job: maybe(jobBlock),
  EnforceIndex: flag(),
  JobModifyIndex: integer(0, 'uint64'),
  PolicyOverride: flag(),
  PreserveCounts: flag(),
  PreserveResources: flag(),
  EvalPriority: integer(),
  ...writeFields,
})

/** The body of a validation. */
export const validateBlock: Block = block('JobValidateRequest', { Job: maybe(jobBlock), ...writeFields })

/** The body of a plan. */
export const planBlock: Block = block('JobPlanRequest', {
  Job: maybe(jobBlock),
  Diff: flag(),
  PolicyOverride: flag(),
  ...writeFields,
})
