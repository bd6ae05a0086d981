// Which differences of Consul Connect services force allocations to be replaced. Only services of the new job that have a connect
// block are looked at, each beside the first old one of its name; so a connect block that goes is not seen here.
// The labels read backwards because the new job is the left side to Nomad. Rules: semantics/2 §3.2.

import type { JsonObject } from '../json.ts'
import { blockAt, blocksAt, textAt } from './blocks.ts'
import { block, blockOf, type Difference, firstOf, inside, list, map, member, scalar, set } from './difference.ts'
import { sameNetworks } from './network-difference.ts'

const sidecarResources = blockOf([
  ['CPU', scalar],
  ['Cores', scalar],
  ['MemoryMB', scalar],
  ['MemoryMaxMB', scalar],
  ['DiskMB', scalar],
  ['IOPS', scalar],
  ['SecretsMB', scalar],
  ['Networks', sameNetworks],
  ['Devices', set],
])

const sidecarTask = blockOf([
  ['Name', scalar],
  ['Driver', scalar],
  ['User', scalar],
  ['Config', map],
  ['Env', map],
  ['Resources', sidecarResources],
  ['Meta', map],
  ['KillTimeout', block],
  ['LogConfig', block],
  ['ShutdownDelay', block],
  ['KillSignal', scalar],
  ['VolumeMounts', list],
  ['Identities', list],
])

const connect: Difference = firstOf([
  member('Native', scalar, 'connect native'),
  member('Gateway', block, 'connect gateway'),
  member('SidecarTask', sidecarTask, 'connect sidecar task'),
  sidecarPresence,
  inside('SidecarService', member('Port', scalar, 'connect port')),
])

const service: Difference = firstOf([
  inside('Connect', connect),
  member('PortLabel', scalar, 'connect service port label'),
  member('Cluster', scalar, 'connect service cluster'),
])

function sidecarPresence(before: JsonObject, after: JsonObject): string | undefined {
  const had = blockAt(before, 'SidecarService') !== undefined
  const has = blockAt(after, 'SidecarService') !== undefined
  if (had === has) return undefined
  return has ? 'connect service delete' : 'connect service add'
}

/** The first difference between the connect services of two groups. */
export const connectServices: Difference = (before, after) => {
  const old = blocksAt(before, 'Services')
  for (const each of blocksAt(after, 'Services')) {
    if (!blockAt(each, 'Connect')) continue
    const partner = old.find((candidate) => textAt(candidate, 'Name') === textAt(each, 'Name'))
    if (!partner) continue
    if (!blockAt(partner, 'Connect')) return 'connect removed'
    const label = service(partner, each)
    if (label !== undefined) return label
  }
  return undefined
}
