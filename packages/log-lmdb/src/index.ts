// The public list of this package.

export { backupLmdbLog, restoreLmdbLog } from './backup.ts'
export { type LmdbLogOptions, openLmdbLog, type ReadableLog, readLmdbLog } from './lmdb-log.ts'
export { type LogFault, type VerifiedLog, verifyLmdbLog } from './verify.ts'
