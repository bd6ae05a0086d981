// Which differences of a task force its allocation to be replaced. Rules: semantics/2 §3.2.

import { blockAt } from './blocks.ts'
import { block, type Difference, firstOf, inside, list, map, member, scalar, set } from './difference.ts'
import { networks } from './network-difference.ts'

const bothConsul: Difference = firstOf([
  member('Cluster', scalar, 'consul cluster'),
  member('Partition', scalar, 'consul partition'),
])

/** A Consul block, of a group or a task, is compared only where both sides have one. */
export const consul: Difference = (before, after) => {
  const left = blockAt(before, 'Consul')
  const right = blockAt(after, 'Consul')
  return left && right ? bothConsul(left, right) : undefined
}

const resources: Difference = firstOf([
  networks,
  member('CPU', scalar, 'task cpu'),
  member('Cores', scalar, 'task cores'),
  member('MemoryMB', scalar, 'task memory'),
  member('MemoryMaxMB', scalar, 'task memory max'),
  member('Devices', set, 'task devices'),
  member('NUMA', block, 'numa'),
  member('SecretsMB', scalar, 'task secrets'),
])

/** The first difference between two tasks of one name whose `Meta` is the effective one. */
export const taskDifference: Difference = firstOf([
  member('Driver', scalar, 'task driver'),
  member('User', scalar, 'task user'),
  member('Config', map, 'task config'),
  member('Env', map, 'task env'),
  member('Artifacts', list, 'task artifacts'),
  member('Vault', block, 'task vault'),
  member('Secrets', list, 'task secrets'),
  consul,
  member('Templates', list, 'task templates'),
  member('CSIPluginConfig', block, 'task csi config'),
  member('VolumeMounts', list, 'task volume mount'),
  member('Meta', map, 'task meta'),
  inside('Resources', resources),
  member('Identity', block, 'task identity'),
  member('Identities', list, 'task identity'),
  inside('LogConfig', member('Disabled', scalar, 'task log disabled')),
  inside('RestartPolicy', member('RenderTemplates', scalar, 'task restart render_templates')),
])
