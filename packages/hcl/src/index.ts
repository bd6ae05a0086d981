// The public list of this package.

export { type JobFile, type ParsedJobFile, parseJobFile } from './job-file.ts'
