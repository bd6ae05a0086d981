// The fields of what tasks and injected sidecar tasks have in common: resources, logs, mounts, identities. Rules:
// semantics/4 §1.5.

import type {
  IdentityDocument,
  LogConfigDocument,
  NumaDocument,
  VolumeMountDocument,
} from '../job-document/document-parts.ts'
import type { DeviceDocument, StoredResources } from '../job-document/document-stored.ts'
import {
  always,
  any,
  type Block,
  block,
  blocks,
  duration,
  flag,
  integer,
  keptEmpty,
  map,
  maybe,
  reset,
  sentOnly,
  text,
  texts,
  value,
} from './field.ts'
import { networkBlock } from './network.ts'
import { affinityBlock, constraintBlock } from './policies.ts'

export const identityBlock: Block<IdentityDocument> = block('WorkloadIdentity', {
  Name: text(),
  Audience: keptEmpty(texts()),
  ChangeMode: text(),
  ChangeSignal: text(),
  Env: flag(),
  File: flag(),
  Filepath: text(),
  ServiceName: text(),
  TTL: duration(),
  ExtraClaims: map(text()),
})

const deviceBlock: Block<DeviceDocument> = block('RequestedDevice', {
  Name: text(),
  Count: integer(1, 'uint64'),
  Constraints: blocks(constraintBlock),
  Affinities: blocks(affinityBlock),
})

const numaBlock: Block<NumaDocument> = block('NUMAResource', { Affinity: text(), Devices: texts() })

/** `CPU` is 100 unless cores are asked for; the rule is with the task. */
export const resourcesBlock: Block<StoredResources> = block('Resources', {
  CPU: integer(0),
  Cores: integer(),
  MemoryMB: integer(300),
  MemoryMaxMB: integer(),
  DiskMB: reset(integer()),
  IOPS: integer(),
  Networks: blocks(networkBlock),
  Devices: blocks(deviceBlock),
  NUMA: maybe(numaBlock),
  SecretsMB: integer(),
})

export const logConfigBlock: Block<LogConfigDocument> = block('LogConfig', {
  MaxFiles: integer(10),
  MaxFileSizeMB: integer(10),
  Enabled: sentOnly(flag()),
  Disabled: flag(),
})

export const volumeMountBlock: Block<VolumeMountDocument> = block('VolumeMount', {
  Volume: text(),
  Destination: text(),
  ReadOnly: flag(),
  PropagationMode: text('private'),
  SELinuxLabel: text(),
})

export const sidecarTaskBlock: Block = block('SidecarTask', {
  Name: text(),
  Driver: text(),
  User: text(),
  Config: map(any()),
  Env: map(text()),
  Resources: value(resourcesBlock),
  Meta: map(text()),
  KillTimeout: duration(5_000_000_000),
  LogConfig: always(logConfigBlock),
  ShutdownDelay: duration(),
  KillSignal: text(),
  VolumeMounts: blocks(volumeMountBlock),
  Identities: blocks(identityBlock),
})
