// How the members of answers are compared, by their keys. Rules: oracle/README-http §4.2, §4.3.

/** Indexes of the log. */
export const indexes: ReadonlySet<string> = new Set([
  'CreateIndex',
  'ModifyIndex',
  'JobModifyIndex',
  'JobCreateIndex',
  'JobSpecModifyIndex',
  'EvalCreateIndex',
  'DeploymentModifyIndex',
  'AllocModifyIndex',
  'NodeModifyIndex',
  'SnapshotIndex',
  'Index',
  'VolumeEvalIndex',
  'LastMissedHeartbeatIndex',
  'LastAllocUpdateIndex',
])

/** Indexes that others than the story's own writes move. */
export const weakIndexes: ReadonlySet<string> = new Set([
  'ModifyIndex',
  'AllocModifyIndex',
  'SnapshotIndex',
  'NodeModifyIndex',
  'LastMissedHeartbeatIndex',
  'LastAllocUpdateIndex',
])

/** Measured, random or opaque: only their type counts. */
export const ignored: ReadonlySet<string> = new Set([
  'AllocationTime',
  'ScoreMetaData',
  'SnapshotIndex',
  'Hash',
  'SigningKeyID',
  'IdentitySigningKeyID',
  'ComputedClass',
  'StatusUpdatedAt',
  'start_delay',
  'StartDelay',
])

/** Maps, whose order is random. */
export const maps: ReadonlySet<string> = new Set([
  'AllocatedResources',
  'Args',
  'Attributes',
  'Capabilities',
  'ClassEligibility',
  'ClassExhausted',
  'ClassFiltered',
  'Config',
  'ConstraintFiltered',
  'Counters',
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
  'Matches',
  'Meta',
  'Namespaces',
  'Networks',
  'NodePool',
  'NodesAvailable',
  'Policy',
  'QueuedAllocations',
  'ResourcesExhausted',
  'Scores',
  'Summary',
  'Tags',
  'Target',
  'TaskGroups',
  'TaskLifecycles',
  'TaskResources',
  'TaskStates',
  'Tasks',
  'Truncations',
  'Updates',
  'VariableFlags',
  'Volumes',
  'client',
  'config',
  'server',
  'stats',
])

const machines: ReadonlySet<string> = new Set([
  'NodeResources',
  'ReservedResources',
  'HostNetworks',
  'Links',
  'NetworkStatus',
  'ClassEligibility',
])

/** Whether a member describes the machine that was recorded: only its type counts. */
export function describesMachine(key: string, path: readonly (string | number)[], endpoint: string): boolean {
  if (key === 'Attributes')
    return (endpoint.startsWith('/v1/node') || path.includes('Node')) && !path.includes('Drivers')
  if (key === 'config' || key === 'stats') return endpoint.startsWith('/v1/agent')
  return machines.has(key)
}
