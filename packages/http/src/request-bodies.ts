// What the bodies of requests may hold, field by field, as Nomad's server declares them: its names of types stand in error texts.
// Bodies that hold a job are the core's. Rules: client-surface §1.5, §2.7, §3.

import {
  anyField,
  type Block,
  blockField,
  blockOf,
  blocksField,
  bytesField,
  durationField,
  flagField,
  integerField,
  listField,
  mapField,
  textField,
  textsField,
  valueField,
} from '@cutover/core/job-documents'

const write = { Region: textField(), Namespace: textField() }

export const pauseBody: Block = blockOf('DeploymentPauseRequest', {
  DeploymentID: textField(),
  Pause: flagField(),
  ...write,
})

export const promoteBody: Block = blockOf('DeploymentPromoteRequest', {
  DeploymentID: textField(),
  All: flagField(),
  Groups: textsField(),
  PromotedAt: integerField(0, 'int64'),
  ...write,
})

export const healthBody: Block = blockOf('DeploymentAllocHealthRequest', {
  DeploymentID: textField(),
  HealthyAllocationIDs: textsField(),
  UnhealthyAllocationIDs: textsField(),
  ...write,
})

export const unblockBody: Block = blockOf('DeploymentUnblockRequest', { DeploymentID: textField(), ...write })

export const revertBody: Block = blockOf('JobRevertRequest', {
  JobID: textField(),
  JobVersion: integerField(0, 'uint64'),
  EnforcePriorVersion: integerField(null, 'uint64'),
  ConsulToken: textField(),
  VaultToken: textField(),
  ...write,
})

export const stableBody: Block = blockOf('JobStabilityRequest', {
  JobID: textField(),
  JobVersion: integerField(0, 'uint64'),
  Stable: flagField(),
  ...write,
})

export const scaleBody: Block = blockOf('ScalingRequest', {
  Count: integerField(null, 'int64'),
  Target: mapField(textField()),
  Message: textField(),
  Error: flagField(),
  Meta: mapField(anyField()),
  PolicyOverride: flagField(),
  JobModifyIndex: integerField(0, 'uint64'),
  ...write,
})

const evaluationOptions = blockOf('EvalOptions', { ForceReschedule: flagField() })

export const evaluateBody: Block = blockOf('JobEvaluateRequest', {
  JobID: textField(),
  EvalOptions: blockField(evaluationOptions),
  ...write,
})

export const tagBody: Block = blockOf('TagVersionRequest', {
  Version: integerField(0, 'uint64'),
  Latest: flagField(),
  Description: textField(),
  ...write,
})

export const dispatchBody: Block = blockOf('JobDispatchRequest', {
  JobID: textField(),
  Payload: bytesField(),
  Meta: mapField(textField()),
  IdempotencyToken: textField(),
  IdPrefixTemplate: textField(),
  Priority: integerField(),
  ...write,
})

const drainSpecification = blockOf('DrainSpec', { Deadline: durationField(), IgnoreSystemJobs: flagField() })

export const drainBody: Block = blockOf('NodeUpdateDrainRequest', {
  NodeID: textField(),
  DrainSpec: blockField(drainSpecification),
  MarkEligible: flagField(),
  Meta: mapField(textField()),
  ...write,
})

export const eligibilityBody: Block = blockOf('NodeUpdateEligibilityRequest', {
  NodeID: textField(),
  Eligibility: textField(),
  ...write,
})

export const searchBody: Block = blockOf('SearchRequest', { Prefix: textField(), Context: textField(), ...write })

export const fuzzySearchBody: Block = blockOf('FuzzySearchRequest', {
  Text: textField(),
  Context: textField(),
  Prefix: textField(),
  ...write,
})

const jobName = blockOf('NamespacedID', { ID: textField(), Namespace: textField() })

export const statusesBody: Block = blockOf('JobStatusesRequest', {
  Jobs: listField(valueField(jobName)),
  IncludeChildren: flagField(),
})

export const namespaceBody: Block = blockOf('Namespace', {
  Name: textField(),
  Description: textField(),
  Quota: textField(),
  Capabilities: blockField(
    blockOf('NamespaceCapabilities', {
      EnabledTaskDrivers: textsField(),
      DisabledTaskDrivers: textsField(),
      EnabledNetworkModes: textsField(),
      DisabledNetworkModes: textsField(),
    }),
  ),
  NodePoolConfiguration: anyField(),
  VaultConfiguration: anyField(),
  ConsulConfiguration: anyField(),
  Meta: mapField(textField()),
})

export const schedulerBody: Block = blockOf('SchedulerConfiguration', {
  SchedulerAlgorithm: textField(),
  PauseEvalBroker: flagField(),
  MemoryOversubscriptionEnabled: flagField(),
  RejectJobRegistration: flagField(),
  NodeLimitForFeasibilityChecks: integerField(),
  PreemptionConfig: blockField(
    blockOf('PreemptionConfig', {
      SystemSchedulerEnabled: flagField(),
      SysBatchSchedulerEnabled: flagField(),
      BatchSchedulerEnabled: flagField(),
      ServiceSchedulerEnabled: flagField(),
    }),
  ),
})

export const evaluationsBody: Block = blockOf('EvalDeleteRequest', {
  EvalIDs: textsField(),
  Filter: textField(),
  ...write,
})

export const parseBody: Block = blockOf('JobsParseRequest', {
  JobHCL: textField(),
  Variables: textField(),
  HCLv1: flagField(),
  Canonicalize: flagField(),
  ...write,
})

export const nodePoolBody: Block = blockOf('NodePool', {
  Name: textField(),
  Description: textField(),
  Meta: mapField(textField()),
  NodeIdentityTTL: durationField(),
  SchedulerConfiguration: anyField(),
})

export const bootstrapBody: Block = blockOf('ACLTokenBootstrapRequest', { BootstrapSecret: textField() })

const roleLink = blockOf('ACLTokenRoleLink', { ID: textField(), Name: textField() })

export const aclTokenBody: Block = blockOf('ACLToken', {
  AccessorID: textField(),
  SecretID: textField(),
  Name: textField(),
  Type: textField(),
  Policies: textsField(),
  Roles: blocksField(roleLink),
  Global: flagField(),
  ExpirationTime: anyField(),
  ExpirationTTL: anyField(),
})

export const aclPolicyBody: Block = blockOf('ACLPolicy', {
  Name: textField(),
  Description: textField(),
  Rules: textField(),
  JobACL: blockField(
    blockOf('JobACL', { Namespace: textField(), JobID: textField(), Group: textField(), Task: textField() }),
  ),
})

export const aclRoleBody: Block = blockOf('ACLRole', {
  ID: textField(),
  Name: textField(),
  Description: textField(),
  Policies: blocksField(blockOf('ACLRolePolicyLink', { Name: textField() })),
})

export const variableBody: Block = blockOf('VariableDecrypted', {
  Namespace: textField(),
  Path: textField(),
  Items: mapField(textField()),
  Lock: anyField(),
  CreateIndex: integerField(0, 'uint64'),
  ModifyIndex: integerField(0, 'uint64'),
  CreateTime: integerField(0, 'int64'),
  ModifyTime: integerField(0, 'int64'),
})
