// The fields of a task, with their defaults. Rules: semantics/4 §1.5.

import type { LifecycleDocument } from '../job-document/document.ts'
import type {
  ActionDocument,
  ArtifactDocument,
  ChangeScriptDocument,
  ConsulDocument,
  CsiPluginDocument,
  ScalingDocument,
  SecretDocument,
  TemplateDocument,
  VaultDocument,
} from '../job-document/document-parts.ts'
import type { StoredTask } from '../job-document/document-stored.ts'
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
  unlessEmpty,
  value,
} from './field.ts'
import { affinityBlock, constraintBlock, restartBlock } from './policies.ts'
import { serviceBlock } from './service.ts'
import { identityBlock, logConfigBlock, resourcesBlock, volumeMountBlock } from './task-parts.ts'

const second = 1_000_000_000

export const consulBlock: Block<ConsulDocument> = block('Consul', {
  Namespace: text(),
  Cluster: unlessEmpty(text('default')),
  Partition: text(),
})

const vaultBlock: Block<VaultDocument> = block('Vault', {
  Policies: sentOnly(texts()),
  Role: text(),
  Namespace: text(),
  Cluster: unlessEmpty(text('default')),
  Env: flag(true),
  DisableFile: flag(),
  ChangeMode: text('restart'),
  ChangeSignal: text('SIGHUP'),
  AllowTokenExpiration: flag(),
})

const artifactBlock: Block<ArtifactDocument> = block('TaskArtifact', {
  GetterSource: text(),
  GetterOptions: map(text()),
  GetterHeaders: map(text()),
  GetterMode: text('any'),
  GetterInsecure: flag(),
  RelativeDest: text(),
  Chown: flag(),
})

const changeScriptBlock: Block<ChangeScriptDocument> = block('ChangeScript', {
  Command: text(),
  Args: keptEmpty(texts()),
  Timeout: duration(5 * second),
  FailOnError: flag(),
  RunOnFirstRender: flag(),
})

const waitBlock = block('WaitConfig', { Min: duration(null), Max: duration(null) })

const templateBlock: Block<TemplateDocument> = block('Template', {
  SourcePath: text(),
  DestPath: text(),
  EmbeddedTmpl: text(),
  ChangeMode: text('restart'),
  ChangeSignal: text(),
  ChangeScript: maybe(changeScriptBlock),
  Splay: duration(5 * second),
  Perms: text('0644'),
  Uid: integer(null),
  Gid: integer(null),
  LeftDelim: text('{{'),
  RightDelim: text('}}'),
  Envvars: flag(),
  Once: flag(),
  VaultGrace: duration(),
  Wait: maybe(waitBlock),
  ErrMissingKey: flag(),
})

const lifecycleBlock: Block<LifecycleDocument> = block('TaskLifecycle', { Hook: text(), Sidecar: flag() })

const dispatchPayloadBlock = block('DispatchPayloadConfig', { File: text() })

const csiPluginBlock: Block<CsiPluginDocument> = block('TaskCSIPluginConfig', {
  ID: text(),
  Type: text(),
  MountDir: text('/csi'),
  StagePublishBaseDir: text('/local/csi'),
  HealthTimeout: duration(30 * second),
})

const cronBlock = block('TaskScheduleCron', { Start: text(), End: text(), Timezone: text() })
const scheduleBlock = block('TaskSchedule', { Cron: maybe(cronBlock) })

const actionBlock: Block<ActionDocument> = block('Action', { Name: text(), Command: text(), Args: keptEmpty(texts()) })

const secretBlock: Block<SecretDocument> = block('Secret', {
  Name: text(),
  Provider: text(),
  Path: text(),
  Config: map(any()),
  Env: map(text()),
})

export const scalingBlock: Block<ScalingDocument> = block('ScalingPolicy', {
  ID: reset(text()),
  Type: unlessEmpty(text('horizontal')),
  Target: map(text()),
  Policy: keptEmpty(map(any())),
  Min: integer(null, 'int64'),
  Max: integer(null, 'int64'),
  Enabled: flag(true),
  Namespace: sentOnly(text()),
  CreateIndex: reset(integer(0, 'uint64')),
  ModifyIndex: reset(integer(0, 'uint64')),
})

export const taskBlock: Block<StoredTask> = block('Task', {
  Name: text(),
  Driver: text(),
  User: text(),
  Config: map(any()),
  Env: map(text()),
  Services: blocks(serviceBlock),
  Vault: maybe(vaultBlock),
  Secrets: blocks(secretBlock),
  Consul: maybe(consulBlock),
  Templates: blocks(templateBlock),
  Constraints: blocks(constraintBlock),
  Affinities: blocks(affinityBlock),
  Resources: value(resourcesBlock),
  RestartPolicy: always(restartBlock),
  DispatchPayload: maybe(dispatchPayloadBlock),
  Lifecycle: maybe(lifecycleBlock),
  Meta: map(text()),
  KillTimeout: unlessEmpty(duration(5 * second)),
  LogConfig: always(logConfigBlock),
  Artifacts: blocks(artifactBlock),
  Leader: flag(),
  ShutdownDelay: duration(),
  VolumeMounts: blocks(volumeMountBlock),
  ScalingPolicies: { ...blocks(scalingBlock), only: 'reset' },
  KillSignal: text(),
  Kind: text(),
  CSIPluginConfig: maybe(csiPluginBlock),
  Identity: always(identityBlock),
  Identities: blocks(identityBlock),
  Actions: blocks(actionBlock),
  Schedule: maybe(scheduleBlock),
})
