// Host ports of a group's networks: reserved ones must be free on the node, dynamic ones get the lowest that is. Only
// the first network block counts, as in Nomad. Rules: semantics/4 §5.7 `DimensionExhausted`, semantics/2 §4.4 step 7.

import type { Allocation } from '../entities/allocation.ts'
import type { Node } from '../entities/node.ts'
import type { GroupDocument } from '../job-document/document.ts'
import type { Json, JsonObject } from '../json.ts'
import { listOf, member, numberOf } from './resources.ts'

/** Where dynamic ports lie when the node does not say. */
const dynamicFrom = 20_000
const dynamicTo = 32_000

/** The ports of one allocation, in the two forms in which Nomad keeps them (`Shared.Ports`, `Shared.Networks`). */
export interface PortOffer {
  readonly ports: readonly JsonObject[] | null
  readonly networks: readonly JsonObject[] | null
}

/** Ports on the node for one more allocation of the group, or undefined when a reserved one is taken or all are. */
export function offerPorts(group: GroupDocument, node: Node, present: readonly Allocation[]): PortOffer | undefined {
  const [network] = listOf(group['Networks'])
  if (network === undefined) return { ports: null, networks: null }
  const taken = takenPorts(present)
  const reserved = reserve(listOf(member(network, 'ReservedPorts')), taken)
  const dynamic = reserved && draw(listOf(member(network, 'DynamicPorts')), node, taken)
  if (!reserved || !dynamic) return undefined
  const address = addressOf(node)
  return {
    ports: [...reserved, ...dynamic].map((port) => mapping(port, address)),
    networks: [networkJson(network, address, { reserved, dynamic })],
  }
}

function takenPorts(present: readonly Allocation[]): Set<number> {
  const taken = new Set<number>()
  for (const { resources } of present) {
    for (const port of listOf(member(member(resources, 'Shared'), 'Ports'))) taken.add(numberOf(member(port, 'Value')))
  }
  return taken
}

/** A port as the job asks for it, with its value. */
interface Port {
  readonly label: Json
  readonly value: number
  readonly to: number
  readonly hostNetwork: Json
}

function reserve(wanted: readonly Json[], taken: Set<number>): readonly Port[] | undefined {
  const ports = wanted.map((port) => portOf(port, numberOf(member(port, 'Value'))))
  if (ports.some(({ value }) => taken.has(value))) return undefined
  for (const { value } of ports) taken.add(value)
  return ports
}

function draw(wanted: readonly Json[], node: Node, taken: Set<number>): readonly Port[] | undefined {
  const resources = node.document['NodeResources'] ?? null
  const last = numberOf(member(resources, 'MaxDynamicPort')) || dynamicTo
  let next = numberOf(member(resources, 'MinDynamicPort')) || dynamicFrom
  const ports: Port[] = []
  for (const port of wanted) {
    while (taken.has(next)) next += 1
    if (next > last) return undefined
    taken.add(next)
    ports.push(portOf(port, next))
  }
  return ports
}

// A target of −1 stands for the port itself.
function portOf(port: Json, value: number): Port {
  const to = numberOf(member(port, 'To'))
  return { label: member(port, 'Label'), value, to: to === -1 ? value : to, hostNetwork: member(port, 'HostNetwork') }
}

function mapping({ label, value, to }: Port, address: Json): JsonObject {
  return { Label: label, Value: value, To: to, HostIP: address, IgnoreCollision: false }
}

function addressOf(node: Node): Json {
  const [network] = listOf(member(node.document['NodeResources'] ?? null, 'Networks'))
  return member(network, 'IP') ?? ''
}

interface Ports {
  readonly reserved: readonly Port[]
  readonly dynamic: readonly Port[]
}

function networkJson(network: Json, address: Json, { reserved, dynamic }: Ports): JsonObject {
  return {
    Mode: member(network, 'Mode') ?? 'host',
    Device: '',
    CIDR: '',
    IP: address,
    Hostname: member(network, 'Hostname') ?? '',
    MBits: 0,
    DNS: member(network, 'DNS'),
    ReservedPorts: reserved.length > 0 ? reserved.map(portJson) : null,
    DynamicPorts: dynamic.length > 0 ? dynamic.map(portJson) : null,
  }
}

function portJson({ label, value, to, hostNetwork }: Port): JsonObject {
  return { Label: label, Value: value, To: to, HostNetwork: hostNetwork ?? 'default', IgnoreCollision: false }
}
