// What the diff of a network block shows. Rules: semantics/4 §4.3.

import { textAt } from './blocks.ts'
import { plain, structured } from './compare-blocks.ts'
import type { Compare, Part } from './diff.ts'
import { bareEntries, flags, joined, numbers, texts } from './flatten.ts'
import { byContent, byKey, one } from './parts.ts'

const staticPort = plain('Static Port', {
  fields: [texts('HostNetwork', 'Label'), flags('IgnoreCollision'), numbers('To', 'Value')],
})

const dynamicPort = plain('Dynamic Port', { fields: [texts('HostNetwork', 'Label'), numbers('To')] })

const network = structured('Network', {
  fields: [texts('Mode', 'Hostname')],
  parts: [
    ports('ReservedPorts', staticPort),
    ports('DynamicPorts', dynamicPort),
    one('DNS', structured('DNS', { fields: [joined('Servers', 'Searches', 'Options')] })),
    one('CNI', plain('CNIConfig', { fields: [bareEntries('Args')] })),
  ],
})

function ports(key: string, port: Compare): Part {
  return byKey(key, (block) => textAt(block, 'Label'), port)
}

/** The networks of a group or of a task's resources; an edited one goes and comes again. */
export const networks: Part = byContent('Networks', network)
