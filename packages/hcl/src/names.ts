// How the words of a job file are called in a job document, where they are not simply the same word.

/** Block of the document → word of the file → field. `''` holds for every block. */
const aliases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    affinity: 'Affinities',
    constraint: 'Constraints',
    reschedule: 'ReschedulePolicy',
    restart: 'RestartPolicy',
    service: 'Services',
    spread: 'Spreads',
  },
  Affinity: { attribute: 'LTarget', operator: 'Operand', value: 'RTarget' },
  Constraint: { attribute: 'LTarget', operator: 'Operand', value: 'RTarget' },
  EphemeralDisk: { size: 'SizeMB' },
  Job: { group: 'TaskGroups', parameterized: 'ParameterizedJob', reschedule: 'Reschedule' },
  LogConfig: { max_file_size: 'MaxFileSizeMB' },
  Multiregion: { region: 'Regions' },
  PeriodicConfig: { cron: 'Spec', crons: 'Specs' },
  Resources: { device: 'Devices', disk: 'DiskMB', memory: 'MemoryMB', memory_max: 'MemoryMaxMB', network: 'Networks' },
  Service: { check: 'Checks', port: 'PortLabel' },
  ServiceCheck: { port: 'PortLabel' },
  Spread: { target: 'SpreadTarget' },
  Task: {
    action: 'Actions',
    artifact: 'Artifacts',
    csi_plugin: 'CSIPluginConfig',
    logs: 'LogConfig',
    scaling: 'ScalingPolicies',
    secret: 'Secrets',
    template: 'Templates',
    volume_mount: 'VolumeMounts',
  },
  TaskArtifact: {
    destination: 'RelativeDest',
    headers: 'GetterHeaders',
    insecure: 'GetterInsecure',
    mode: 'GetterMode',
    options: 'GetterOptions',
    source: 'GetterSource',
  },
  TaskGroup: { network: 'Networks', task: 'Tasks', volume: 'Volumes' },
  Template: {
    data: 'EmbeddedTmpl',
    destination: 'DestPath',
    env: 'Envvars',
    error_on_missing_key: 'ErrMissingKey',
    left_delimiter: 'LeftDelim',
    right_delimiter: 'RightDelim',
    source: 'SourcePath',
  },
}

/** The field of a block that a word of the file sets. */
export function fieldNamed(block: string, fields: readonly string[], word: string): string | undefined {
  const alias = aliases[block]?.[word] ?? aliases['']?.[word]
  if (alias !== undefined && fields.includes(alias)) return alias
  const plain = word.replaceAll('_', '').toLowerCase()
  return fields.find((field) => field.toLowerCase() === plain)
}

/** The field that the label of a block sets. */
export function labelField(block: string): string {
  return labels.get(block) ?? 'Name'
}

const labels: ReadonlyMap<string, string> = new Map([
  ['Port', 'Label'],
  ['SpreadTarget', 'Value'],
])

/** In these blocks of the document what is not set is `null`; elsewhere it is empty. */
const nullable: ReadonlySet<string> = new Set([
  'EphemeralDisk',
  'Job',
  'JobVersionTag',
  'LogConfig',
  'MigrateStrategy',
  'Multiregion',
  'PeriodicConfig',
  'ReschedulePolicy',
  'Resources',
  'RestartPolicy',
  'ScalingPolicy',
  'TaskArtifact',
  'TaskGroup',
  'Template',
  'UpdateStrategy',
  'VolumeMount',
])

const exceptions: ReadonlySet<string> = new Set([
  'Affinity.Weight',
  'Job.Dispatched',
  'NetworkResource.MBits',
  'ScalingPolicy.CreateIndex',
  'ScalingPolicy.ID',
  'ScalingPolicy.ModifyIndex',
  'ScalingPolicy.Namespace',
  'ScalingPolicy.Type',
  'Spread.Weight',
  'Task.KillTimeout',
  'TaskArtifact.Chown',
])

/** Whether a field that is not set is `null`. */
export function isNullable(block: string, field: string): boolean {
  return nullable.has(block) !== exceptions.has(`${block}.${field}`)
}
