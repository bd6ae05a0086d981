// The public list of this package.

export { type NatsCluster, type NatsClusterOptions, natsCluster } from './cluster.ts'
export { type NatsAddress, warningsOf } from './connect.ts'
export type { NatsLog } from './nats-log.ts'
export { type NatsLogOptions, type OpenedNatsLog, openNatsLog } from './open.ts'
