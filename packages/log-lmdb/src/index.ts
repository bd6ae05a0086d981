// The public list of this package.

export { type LmdbLogOptions, openLmdbLog } from './lmdb-log.ts'
export { type LogFault, type VerifiedLog, verifyLmdbLog } from './verify.ts'
