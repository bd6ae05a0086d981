// The public list of this package.

export { Client } from './client.ts'
export type { Allocations, Evaluations, Namespaces, Nodes } from './cluster.ts'
export { type ClusterRow, type ClusterRows, readClusterRows } from './cluster-rows.ts'
export { type Deployments, deploymentCalls, type HealthMarks, hasEnded } from './deployments.ts'
export { type EventBatch, eventStream, type StreamOptions } from './event-stream.ts'
export {
  type Call,
  type CallOptions,
  type ClientOptions,
  HttpClient,
  type Method,
  NomadError,
  type Query,
  type Read,
  type ReadOptions,
} from './http-client.ts'
export type { AllOptions, Jobs } from './jobs.ts'
export type { Acl, System } from './system.ts'
export type { Variable, VariableStub, Variables, VariableWrite } from './variables.ts'
export { type WatchOptions, watch } from './watch.ts'
export type {
  AclPolicy,
  AclRole,
  AclToken,
  Document,
  DrainSpec,
  FuzzySearchResult,
  Members,
  Namespace,
  Node,
  NodeStub,
  NodeUpdated,
  SearchResult,
} from './wire-cluster.ts'
export type {
  GroupSummary,
  Job,
  JobDeregistered,
  JobDiff,
  JobDispatched,
  JobDocument,
  JobPlan,
  JobRegistered,
  JobScaleStatus,
  JobStatus,
  JobStub,
  JobSubmission,
  JobSummary,
  JobValidated,
  JobVersions,
  RegisterOptions,
  ScaleRequest,
  ScalingEvent,
  VersionTag,
} from './wire-jobs.ts'
export type {
  Allocation,
  AllocationHealth,
  AllocationStopped,
  AllocationStub,
  Deployment,
  DeploymentState,
  DeploymentUpdate,
  Evaluation,
  StreamEvent,
  TaskState,
} from './wire-types.ts'
