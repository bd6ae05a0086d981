// The diff of one task. Lifecycle, restart policy and CSI plugin are not shown, but make it `Edited`. Rules: semantics/4 §4.3.

import { canonicalText } from '../canonical.ts'
import type { JsonObject } from '../json.ts'
import { type Block, textAt } from './blocks.ts'
import { compareParts, plain, structured } from './compare-blocks.ts'
import { orNull, type Part, type TaskDiff } from './diff.ts'
import { fieldDiffs } from './field-diff.ts'
import { bareEntries, entries, flags, flatten, numbers, texts } from './flatten.ts'
import { byKey, byPosition, deepMap, one } from './parts.ts'
import { placementRules } from './placement-rules-diff.ts'
import { presenceType } from './presence.ts'
import { identities, identity, logConfig, resources, volumeMounts } from './resources-diff.ts'
import { services } from './service-diff.ts'
import { stringSet } from './string-set.ts'
import { templates } from './template-diff.ts'

const artifact = plain('Artifact', {
  fields: [
    texts('GetterSource', 'GetterMode', 'RelativeDest'),
    entries('GetterOptions', 'GetterHeaders'),
    flags('GetterInsecure', 'Chown'),
  ],
})

const vault = structured('Vault', {
  fields: [
    texts('Role', 'Namespace', 'Cluster', 'ChangeMode', 'ChangeSignal'),
    flags('Env', 'DisableFile', 'AllowTokenExpiration'),
  ],
})

const secret = structured('Secret', { fields: [texts('Name', 'Provider', 'Path'), entries('Config', 'Env')] })

const action = structured('Action', { fields: [texts('Name', 'Command')], parts: [stringSet('Args')] })

const fields = [
  texts('Driver', 'KillSignal', 'Kind', 'User'),
  numbers('KillTimeout', 'ShutdownDelay'),
  flags('Leader'),
  entries('Env', 'Meta'),
]

/** A Consul block, of a group or a task. */
export const consul: Part = one('Consul', plain('Consul', { fields: [texts('Namespace', 'Cluster', 'Partition')] }))

const parts: readonly Part[] = [
  ...placementRules,
  deepMap('Config'),
  resources,
  logConfig,
  one('DispatchPayload', plain('DispatchPayload', { fields: [texts('File')] })),
  byKey('Artifacts', artifactKey, artifact),
  services,
  one('Vault', vault),
  byKey('Secrets', (block) => textAt(block, 'Name'), secret),
  consul,
  templates,
  one('Identity', identity),
  identities,
  byPosition('Actions', action),
  volumeMounts,
  one('Schedule', plain('Schedule', { fields: [bareEntries('Cron')] })),
]

function artifactKey(block: JsonObject): string {
  return textAt(block, 'RelativeDest') || canonicalText(block)
}

/** Compares two tasks of one name; one of them may be missing. */
export function taskDiff(before: Block, after: Block, contextual: boolean): TaskDiff {
  return {
    Annotations: null,
    Fields: orNull(fieldDiffs(flatten(before, fields), flatten(after, fields), false)),
    Name: textAt(after ?? before ?? {}, 'Name'),
    Objects: orNull(compareParts(parts, { before, after }, contextual)),
    Type: presenceType(before, after),
  }
}
