// Reads fields of recorded JSON: as of any JSON of Nomad's.

export {
  asObject,
  flagAt,
  instant,
  instantAt,
  listAt,
  nanosAt,
  numberAt,
  objectAt,
  objectsAt,
  restOf,
  textAt,
  textsAt,
} from '@cutover/core/nomad-rows'
