// What kind of value a member is where JSON does not tell: nothing may be an empty list, an empty map or a pointer to nowhere, and
// a number may be signed or not. Members are known by their names. Rules: client-surface §2.6.

import { isJsonObject, type Json } from '../json.ts'

/** A kind as Nomad's error texts name it; `invalid` is a pointer to nowhere. */
export type Kind = 'string' | 'bool' | 'int' | 'int64' | 'uint64' | 'float64' | 'slice' | 'map' | 'struct' | 'invalid'

/** The kind of a value that stands under a key. */
export function kindOf(value: Json, key: string): Kind {
  if (value === null) return emptyKind(key)
  if (typeof value === 'string') return times.has(key) ? 'struct' : 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || typeof value === 'bigint') return numberKind(value, key)
  if (isJsonObject(value)) return maps.has(key) ? 'map' : 'struct'
  return 'slice'
}

function emptyKind(key: string): Kind {
  if (times.has(key)) return 'struct'
  if (lists.has(key)) return 'slice'
  return maps.has(key) ? 'map' : 'invalid'
}

function numberKind(value: number | bigint, key: string): Kind {
  if (typeof value === 'number' && !Number.isInteger(value)) return 'float64'
  if (/(?:Index|Version)$/.test(key)) return 'uint64'
  return spans.has(key) || /Time$/.test(key) ? 'int64' : 'int'
}

const maps: ReadonlySet<string> = new Set([
  'Args',
  'Attributes',
  'CSIControllerPlugins',
  'CSINodePlugins',
  'CanaryMeta',
  'ClassEligibility',
  'ClassExhausted',
  'ClassFiltered',
  'Config',
  'ConstraintFiltered',
  'DesiredTGUpdates',
  'Details',
  'DimensionExhausted',
  'Drivers',
  'Env',
  'FailedTGAllocs',
  'Header',
  'HostNetworks',
  'HostVolumes',
  'Links',
  'Meta',
  'NodesAvailable',
  'Policy',
  'QueuedAllocations',
  'ResourcesExhausted',
  'Scores',
  'Target',
  'TaskGroups',
  'TaskLifecycles',
  'TaskResources',
  'TaskStates',
  'Tasks',
  'Volumes',
])

const lists: ReadonlySet<string> = new Set([
  'Actions',
  'Affinities',
  'AllocStates',
  'Artifacts',
  'Constraints',
  'Datacenters',
  'Events',
  'Identities',
  'MetaOptional',
  'MetaRequired',
  'Networks',
  'Payload',
  'PlacedCanaries',
  'PreemptedAllocations',
  'RelatedEvals',
  'ScalingPolicies',
  'ScoreMetaData',
  'Secrets',
  'Services',
  'Specs',
  'Spreads',
  'Templates',
  'VolumeMounts',
])

const times: ReadonlySet<string> = new Set([
  'FinishedAt',
  'ForceDeadline',
  'LastRestart',
  'RequireProgressBy',
  'StartedAt',
  'Timestamp',
  'UpdateTime',
  'UpdatedAt',
  'WaitUntil',
])

const spans: ReadonlySet<string> = new Set([
  'Deadline',
  'Delay',
  'HealthyDeadline',
  'Interval',
  'KillTimeout',
  'MaxDelay',
  'MinHealthyTime',
  'ProgressDeadline',
  'ShutdownDelay',
  'Stagger',
  'StatusUpdatedAt',
  'Wait',
])
