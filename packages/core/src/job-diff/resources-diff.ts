// What the diffs of a task's resources, log, volume mounts and identities show; a Connect sidecar's task shows the same.
// Rules: semantics/4 §4.3.

import { textAt } from './blocks.ts'
import { plain, structured } from './compare-blocks.ts'
import type { Compare, Part } from './diff.ts'
import { flags, numbers, texts } from './flatten.ts'
import { networks } from './network-diff.ts'
import { byKey, byPosition, one } from './parts.ts'
import { stringSet } from './string-set.ts'

const device = structured('Device', { fields: [texts('Name'), numbers('Count')] })

/** What a task asks of its node. */
export const resources: Part = one(
  'Resources',
  structured('Resources', {
    fields: [numbers('CPU', 'Cores', 'DiskMB', 'IOPS', 'MemoryMB', 'MemoryMaxMB', 'SecretsMB')],
    parts: [
      networks,
      byKey('Devices', (block) => textAt(block, 'Name'), device),
      one('NUMA', structured('NUMA', { fields: [texts('Affinity')] })),
    ],
  }),
)

/** How a task's output is kept. */
export const logConfig: Part = one(
  'LogConfig',
  plain('LogConfig', { fields: [numbers('MaxFiles', 'MaxFileSizeMB'), flags('Disabled')] }),
)

/** Where volumes appear inside a task. */
export const volumeMounts: Part = byPosition(
  'VolumeMounts',
  structured('VolumeMount', {
    fields: [texts('Volume', 'Destination', 'PropagationMode', 'SELinuxLabel'), flags('ReadOnly')],
  }),
)

/** A workload identity of a task or a service. Extra claims are not shown. */
export const identity: Compare = structured('Identity', {
  fields: [
    texts('ChangeMode', 'ChangeSignal', 'Filepath', 'Name', 'ServiceName'),
    flags('Env', 'File'),
    numbers('TTL'),
  ],
  parts: [stringSet('Audience')],
})

/** The further identities of a task. */
export const identities: Part = byKey('Identities', (block) => textAt(block, 'Name'), identity)
