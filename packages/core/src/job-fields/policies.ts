// The fields of policies and placement rules of a job document, with their defaults. Rules: semantics/4 §1.3, §1.5,
// §1.6.

import type {
  ConstraintDocument,
  DisconnectDocument,
  MigrateDocument,
  ReschedulePolicyDocument,
  RestartPolicyDocument,
  UpdateDocument,
} from '../job-document/document.ts'
import type {
  EphemeralDiskDocument,
  ParameterizedDocument,
  PeriodicDocument,
  SpreadDocument,
  VolumeDocument,
} from '../job-document/document-parts.ts'
import type { AffinityDocument } from '../job-document/document-stored.ts'
import type { JsonObject } from '../json.ts'
import {
  type Block,
  block,
  blocks,
  duration,
  flag,
  integer,
  keptEmpty,
  map,
  maybe,
  neverNull,
  text,
  texts,
  unlessEmpty,
  zeroed,
} from './field.ts'

const second = 1_000_000_000
const minute = 60 * second
const hour = 60 * minute

export const constraintBlock: Block<ConstraintDocument> = block('Constraint', {
  LTarget: text(),
  RTarget: text(),
  Operand: text(),
})

export const affinityBlock: Block<AffinityDocument> = block('Affinity', {
  LTarget: text(),
  RTarget: text(),
  Operand: text(),
  Weight: integer(50, 'int8'),
})

const spreadTargetBlock = block('SpreadTarget', { Value: text(), Percent: integer(0, 'uint8') })

export const spreadBlock: Block<SpreadDocument> = block('Spread', {
  Attribute: text(),
  Weight: integer(50, 'int8'),
  SpreadTarget: blocks(spreadTargetBlock),
})

export const updateBlock: Block<UpdateDocument> = block('UpdateStrategy', {
  Stagger: duration(30 * second),
  MaxParallel: integer(1),
  HealthCheck: text('checks'),
  MinHealthyTime: duration(10 * second),
  HealthyDeadline: duration(5 * minute),
  ProgressDeadline: duration(10 * minute),
  AutoRevert: flag(),
  AutoPromote: flag(),
  Canary: integer(0),
})

/** What of the job's own update block is stored on the job: all zero, or Stagger and MaxParallel. */
export const jobUpdateBlock: Block<UpdateDocument> = zeroed(updateBlock)

export const migrateBlock: Block<MigrateDocument> = block('MigrateStrategy', {
  MaxParallel: integer(1),
  HealthCheck: text('checks'),
  MinHealthyTime: duration(10 * second),
  HealthyDeadline: duration(5 * minute),
})

export const restartBlock: Block<RestartPolicyDocument> = block('RestartPolicy', {
  Attempts: integer(2),
  Interval: duration(30 * minute),
  Delay: duration(15 * second),
  Mode: text('fail'),
  RenderTemplates: flag(),
})

export const reschedulePolicyBlock: Block<ReschedulePolicyDocument> = block('ReschedulePolicy', {
  Attempts: integer(),
  Interval: duration(),
  Delay: duration(),
  DelayFunction: text(),
  MaxDelay: duration(),
  Unlimited: flag(),
})

/** The parts of policies that depend on the type of the job, over the defaults of the blocks. */
export const batchRestart: JsonObject = { Attempts: 3, Interval: 24 * hour }
export const serviceReschedule: JsonObject = {
  Delay: 30 * second,
  DelayFunction: 'exponential',
  MaxDelay: hour,
  Unlimited: true,
}
export const batchReschedule: JsonObject = {
  Attempts: 1,
  Interval: 24 * hour,
  Delay: 5 * second,
  DelayFunction: 'constant',
}

export const ephemeralDiskBlock: Block<EphemeralDiskDocument> = block('EphemeralDisk', {
  Sticky: flag(),
  Migrate: flag(),
  SizeMB: integer(300),
})

export const disconnectBlock: Block<DisconnectDocument> = block('DisconnectStrategy', {
  LostAfter: duration(),
  StopOnClientAfter: duration(null),
  Replace: { ...flag(true), zero: null },
  Reconcile: unlessEmpty(text('best_score')),
})

const mountOptionsBlock = block('CSIMountOptions', { FSType: text(), MountFlags: texts() })

export const volumeBlock: Block<VolumeDocument> = block('VolumeRequest', {
  Name: text(),
  Type: text(),
  Source: text(),
  ReadOnly: flag(),
  Sticky: flag(),
  AccessMode: text(),
  AttachmentMode: text(),
  MountOptions: maybe(mountOptionsBlock),
  PerAlloc: flag(),
})

export const periodicBlock: Block<PeriodicDocument> = block('PeriodicConfig', {
  Enabled: flag(true),
  Spec: text(),
  Specs: neverNull(texts()),
  SpecType: text('cron'),
  ProhibitOverlap: flag(),
  TimeZone: unlessEmpty(text('UTC')),
})

export const parameterizedBlock: Block<ParameterizedDocument> = block('ParameterizedJobConfig', {
  Payload: unlessEmpty(text('optional')),
  MetaRequired: keptEmpty(texts()),
  MetaOptional: keptEmpty(texts()),
})

const strategyBlock = block('MultiregionStrategy', { MaxParallel: integer(), OnFailure: text() })

const regionBlock = block('MultiregionRegion', {
  Name: text(),
  Count: integer(),
  Datacenters: texts(),
  NodePool: text(),
  Meta: map(text()),
})

export const multiregionBlock: Block = block('Multiregion', {
  Strategy: { ...maybe(strategyBlock), initial: {} },
  Regions: blocks(regionBlock),
})
