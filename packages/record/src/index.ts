// The public list of this package.

export { Codec, formatVersion, type JobList, newJobList, type StoredHead } from './record.ts'
export { readWhole, writeWhole } from './whole-json.ts'
