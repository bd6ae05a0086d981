// The fields of services and their checks, with their defaults. Rules: semantics/4 §1.5.

import type { CheckDocument, CheckRestartDocument, ServiceDocument } from '../job-document/document-parts.ts'
import { connectBlock } from './connect.ts'
import {
  type Block,
  block,
  duration,
  flag,
  integer,
  list,
  map,
  maybe,
  sentOnly,
  storedOnly,
  text,
  texts,
  unlessEmpty,
  value,
} from './field.ts'
import { identityBlock } from './task-parts.ts'

const checkRestartBlock: Block<CheckRestartDocument> = block('CheckRestart', {
  Limit: integer(),
  Grace: duration(1_000_000_000),
  IgnoreWarnings: flag(),
})

const checkBlock: Block<CheckDocument> = block('ServiceCheck', {
  Name: text(),
  Type: text(),
  Command: text(),
  Args: texts(),
  Path: text(),
  Protocol: text(),
  PortLabel: text(),
  Expose: flag(),
  AddressMode: text(),
  Interval: duration(),
  Timeout: duration(),
  InitialStatus: text(),
  TLSServerName: text(),
  TLSSkipVerify: flag(),
  Method: text(),
  Header: map(texts()),
  CheckRestart: maybe(checkRestartBlock),
  GRPCService: text(),
  GRPCUseTLS: flag(),
  TaskName: text(),
  SuccessBeforePassing: integer(),
  FailuresBeforeCritical: integer(),
  FailuresBeforeWarning: integer(),
  Body: text(),
  OnUpdate: text(),
  Notes: text(),
})

const weightsBlock = block('ServiceWeights', { Passing: integer(1), Warning: integer(1) })

export const serviceBlock: Block<ServiceDocument> = block('Service', {
  Id: sentOnly(text()),
  Name: text(),
  TaskName: text(),
  PortLabel: text(),
  AddressMode: unlessEmpty(text('auto')),
  Address: text(),
  EnableTagOverride: flag(),
  Tags: texts(),
  CanaryTags: texts(),
  Checks: list(value(checkBlock)),
  CheckRestart: sentOnly(maybe(checkRestartBlock)),
  Connect: maybe(connectBlock),
  Meta: map(text()),
  CanaryMeta: map(text()),
  TaggedAddresses: map(text()),
  Namespace: storedOnly(text()),
  OnUpdate: unlessEmpty(text('require_healthy')),
  Provider: unlessEmpty(text('consul')),
  Cluster: unlessEmpty(text('default')),
  Identity: maybe(identityBlock),
  Weights: maybe(weightsBlock),
  Kind: text(),
})
