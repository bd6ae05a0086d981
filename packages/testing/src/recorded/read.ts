// Reads fields of recorded JSON: as of any JSON of Nomad's.

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
} from '@cutover/core/nomad-rows'
