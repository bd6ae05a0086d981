// Checks the networks of a group and of its tasks: labels, static ports, mappings. Rules: semantics/4 §1.8 "networks".

import type { NetworkDocument, PortDocument } from '../job-document/document-parts.ts'
import type { StoredGroup } from '../job-document/document-stored.ts'
import { eachOf } from '../json.ts'
import { broken, quote } from './texts.ts'

const portMax = 65_535

/** Labels and static ports that are taken, by whom. */
interface Taken {
  readonly labels: Set<string>
  readonly ports: Map<string, string>
}

export function checkNetworks(group: StoredGroup): readonly string[] {
  const taken: Taken = { labels: new Set(), ports: new Map() }
  return [
    ...eachOf(group.Networks).flatMap((network) => checkGroupNetwork(network, taken)),
    ...group.Tasks.flatMap(({ Name, Resources }) =>
      eachOf(Resources.Networks).flatMap((network) => checkTaskNetwork(network, Name, taken)),
    ),
  ]
}

/** The ports of a network in the order in which they are checked. */
export function portsOf(network: NetworkDocument): readonly PortDocument[] {
  return [...eachOf(network.ReservedPorts), ...eachOf(network.DynamicPorts)]
}

function checkGroupNetwork(network: NetworkDocument, taken: Taken): readonly string[] {
  return [
    ...portsOf(network).flatMap((port) => checkGroupPort(port, network.Mode ?? '', taken)),
    ...checkCni(network),
    ...broken([[!isHostname(network.Hostname ?? ''), 'Hostname is not a valid DNS name']]),
  ]
}

function checkGroupPort(port: PortDocument, mode: string, taken: Taken): readonly string[] {
  const { Label: label = '', To: to = 0, IgnoreCollision: ignores = false } = port
  const isTaken = taken.labels.has(label)
  taken.labels.add(label)
  return [
    ...broken([[isTaken, `Port label ${label} already in use by taskgroup network`]]),
    ...checkStatic(port, 'taskgroup network', taken),
    ...broken([
      [to < -1, `Port ${quote(label)} cannot be mapped to negative value ${to}`],
      [to > portMax, `Port ${quote(label)} cannot be mapped to a port (${to}) greater than 65535`],
      [
        ignores && mode !== '' && mode !== 'host',
        `Port ${quote(label)} collision may not be ignored on non-host network mode ${quote(mode)}`,
      ],
    ]),
  ]
}

/** A static port is taken once for each host network, unless a later one says that it does not mind. */
function checkStatic(port: PortDocument, owner: string, taken: Taken): readonly string[] {
  const { Label: label = '', Value: value = 0, HostNetwork: host = 'default' } = port
  if (value === 0) return []
  const key = `${host}\u0000${value}`
  const before = taken.ports.get(key)
  if (before !== undefined) {
    return broken([[port.IgnoreCollision !== true, `Static port ${value} already reserved by ${before}`]])
  }
  if (value > portMax) return [`Port ${label} (${value}) cannot be greater than 65535`]
  taken.ports.set(key, `${owner}:${label}`)
  return []
}

function checkCni({ CNI }: NetworkDocument): readonly string[] {
  return Object.entries(CNI?.Args ?? {}).flatMap(([key, value]) =>
    broken([
      [key.includes(';'), `invalid ';' character in CNI arg key ${quote(key)}`],
      [value.includes(';'), `invalid ';' character in CNI arg value ${quote(value)}`],
    ]),
  )
}

/** Labels of 1 to 63 characters joined with dots; anything with a variable in it is not looked at. */
function isHostname(name: string): boolean {
  if (name === '' || name === '.' || name.includes('${')) return true
  const labels = name.replace(/\.$/, '').split('.')
  return name.length <= 254 && labels.every((label) => label !== '' && label.length <= 63)
}

function checkTaskNetwork(network: NetworkDocument, task: string, taken: Taken): readonly string[] {
  return portsOf(network).flatMap((port) => [
    ...broken([
      [taken.labels.has(port.Label ?? ''), `Port label ${port.Label ?? ''} already in use by taskgroup network`],
    ]),
    ...checkStatic({ ...port, IgnoreCollision: false }, task, taken),
  ])
}
