// Which differences of networks force allocations to be replaced: networks and ports are compared by position, and a dynamic
// port's concrete value does not count. Rules: semantics/2 §3.2.

import type { Json, JsonObject } from '../json.ts'
import { blocksAt, valueAt } from './blocks.ts'
import { block, type Difference, type Equal, firstOf, member, scalar } from './difference.ts'
import { same } from './same.ts'

const samePorts: Equal = (before, after) => same(portList(before), portList(after))

const network: Difference = firstOf([
  member('Mode', scalar, 'network mode'),
  member('MBits', scalar, 'network mbits'),
  member('Hostname', scalar, 'network hostname'),
  member('DNS', block, 'network dns'),
  member('CNI', block, 'network cni'),
  member('ReservedPorts', samePorts, 'network port map'),
])

function portList(parent: JsonObject): readonly Json[] {
  return [
    ...blocksAt(parent, 'ReservedPorts').map((port) => portMembers(port, valueAt(port, 'Value') || 0)),
    ...blocksAt(parent, 'DynamicPorts').map((port) => portMembers(port, null)),
  ]
}

function portMembers(port: JsonObject, value: Json): Json {
  const host = valueAt(port, 'HostNetwork') || ''
  return [valueAt(port, 'Label') || '', valueAt(port, 'To') || 0, host, value]
}

/** The first difference between the networks of two groups, or of two tasks' resources. */
export const networks: Difference = (before, after) => {
  const left = blocksAt(before, 'Networks')
  const right = blocksAt(after, 'Networks')
  if (left.length !== right.length) return 'network lengths'
  for (const [at, each] of left.entries()) {
    const label = network(each, right[at] ?? each)
    if (label !== undefined) return label
  }
  return undefined
}

/** Whether the networks of two resource blocks are equal. */
export const sameNetworks: Equal = (before, after) => networks(before, after) === undefined
