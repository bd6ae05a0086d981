// The public list of this package.

export { Client } from './client.ts'
export { type EventBatch, eventStream, type StreamOptions } from './event-stream.ts'
export { type ClientOptions, HttpClient, NomadError, type Read, type ReadOptions } from './http-client.ts'
export { type WatchOptions, watch } from './watch.ts'
export type {
  AllocationStub,
  Deployment,
  DeploymentState,
  DeploymentUpdate,
  Evaluation,
  Job,
  JobRegistered,
  NodeStub,
  StreamEvent,
} from './wire-types.ts'
