// The public list of this package.

export { Codec, type JobList, newJobList, type StoredHead } from './record.ts'
export { readWhole, writeWhole } from './whole-json.ts'
