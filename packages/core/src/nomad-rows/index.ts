// The list of the subpath `@cutover/core/nomad-rows`: from objects as Nomad's API, its event stream and recordings hold them to rows
// of the state.

export { readAllocation } from './allocation-rows.ts'
export { readDeployment, readEvaluation } from './deployment-rows.ts'
export { readDocument } from './document-rows.ts'
export {
  asObject,
  choiceAt,
  flagAt,
  instant,
  instantAt,
  listAt,
  nanosAt,
  numberAt,
  objectAt,
  objectsAt,
  optionalFlagAt,
  restOf,
  textAt,
  textsAt,
} from './fields.ts'
export { readJob } from './job-rows.ts'
export { readNode } from './node-rows.ts'
