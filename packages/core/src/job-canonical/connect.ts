// The tasks and ports that Consul Connect services add to their group: sidecars, gateways, and the mark of native
// tasks. Rules: semantics/4 §1.5 "Connect sidecar", "Gateways", "Native".

import type {
  GatewayDocument,
  GatewayProxyDocument,
  NetworkDocument,
  ServiceDocument,
} from '../job-document/document-parts.ts'
import type { StoredGroup, StoredTask } from '../job-document/document-stored.ts'
import { eachOf, type JsonObject } from '../json.ts'
import { gatewayTask, layOver, sidecarTask } from './connect-tasks.ts'

/** A group with its connect services served, or the text of why it cannot be. */
export type Connected = { readonly group: StoredGroup } | { readonly error: string }

/** Adds what the group's connect services need. */
export function connectGroup(group: StoredGroup): Connected {
  let connected = group
  for (const [i, service] of eachOf(group.Services).entries()) {
    const next = connectService(connected, service, i)
    if ('error' in next) return next
    connected = next.group
  }
  return { group: connected }
}

function connectService(group: StoredGroup, service: ServiceDocument, at: number): Connected {
  const connect = service.Connect
  if (connect?.SidecarService) return { group: withSidecar(group, service) }
  if (connect?.Native) return withNative(group, service, at)
  if (connect?.Gateway) return { group: withGateway(group, service, connect.Gateway, at) }
  return { group }
}

function withSidecar(group: StoredGroup, service: ServiceDocument): StoredGroup {
  const name = `connect-proxy-${service.Name}`
  const base = taskOf(group, `connect-proxy:${service.Name}`) ?? sidecarTask(service.Name, group.RestartPolicy)
  const task = layOver(base, service.Connect?.SidecarTask ?? null)
  return withPort(withTask(group, task), name)
}

/** A native service of a group with one task is that task's. */
function withNative(group: StoredGroup, service: ServiceDocument, at: number): Connected {
  const only = group.Tasks.length === 1 ? group.Tasks[0]?.Name : undefined
  const name = service.TaskName || only
  if (name === undefined) return { group }
  const task = group.Tasks.find(({ Name }) => Name === name)
  if (!task) {
    const place = `${group.Name}->${service.Name}`
    return { error: `task ${name} named by Consul Connect Native service ${place} does not exist` }
  }
  const marked = withTask(group, { ...task, Kind: `connect-native:${service.Name}` }, task.Kind)
  return { group: withService(marked, { ...service, TaskName: name }, at) }
}

function withGateway(group: StoredGroup, service: ServiceDocument, gateway: GatewayDocument, at: number): StoredGroup {
  const kind = gateway.Ingress ? 'ingress' : gateway.Terminating ? 'terminating' : gateway.Mesh ? 'mesh' : undefined
  if (kind === undefined) return group
  const network = group.Networks?.[0]
  const made = gatewayTask({ kind, service: service.Name, mode: network?.Mode ?? '' }, group.RestartPolicy)
  const task = layOver(taskOf(group, made.Kind) ?? made, service.Connect?.SidecarTask ?? null)
  const bound = withService(withTask(group, task), bindGateway(service, gateway, network), at)
  return kind === 'mesh' ? withPort(bound, `connect-mesh-${service.Name}-lan`) : bound
}

/** In a network of its own a gateway listens on every address of the group, on ports that are assigned. */
function bindGateway(
  service: ServiceDocument,
  gateway: GatewayDocument,
  network: NetworkDocument | undefined,
): ServiceDocument {
  const { Connect: connect } = service
  if (!connect || !gateway.Proxy || !isolates(network) || gateway.Proxy.EnvoyGatewayBindAddresses) return service
  const proxy: GatewayProxyDocument = {
    ...gateway.Proxy,
    EnvoyGatewayNoDefaultBind: true,
    EnvoyGatewayBindAddresses: bindAddresses(gateway),
  }
  return { ...service, Connect: { ...connect, Gateway: { ...gateway, Proxy: proxy } } }
}

function bindAddresses(gateway: GatewayDocument): JsonObject {
  const anywhere = { Address: '0.0.0.0', Port: -1 }
  if (gateway.Mesh) return { lan: anywhere, wan: anywhere }
  if (!gateway.Ingress) return { default: anywhere }
  const listeners = eachOf(gateway.Ingress.Listeners)
  const served = listeners.flatMap(({ Port, Services }) => eachOf(Services).map(({ Name }) => [Name, Port] as const))
  return Object.fromEntries(served.map(([name, port]) => [name, { Address: '0.0.0.0', Port: port }]))
}

/** A group network that is not the node's. */
export function isolates(network: NetworkDocument | undefined): boolean {
  return network?.Mode === 'bridge' || network?.Mode?.startsWith('cni/') === true
}

function taskOf(group: StoredGroup, kind: string): StoredTask | undefined {
  return group.Tasks.find(({ Kind }) => Kind === kind)
}

/** The group with the task in place of the one of the same name, or after the others. */
function withTask(group: StoredGroup, task: StoredTask, kind: string = task.Kind): StoredGroup {
  const at = group.Tasks.findIndex(({ Name, Kind }) => Name === task.Name && Kind === kind)
  return { ...group, Tasks: at < 0 ? [...group.Tasks, task] : group.Tasks.map((one, i) => (i === at ? task : one)) }
}

function withService(group: StoredGroup, service: ServiceDocument, at: number): StoredGroup {
  return { ...group, Services: group.Services?.map((one, i) => (i === at ? service : one)) ?? null }
}

/** The port goes to the group's first network, once. */
function withPort(group: StoredGroup, label: string): StoredGroup {
  const [first, ...others] = eachOf(group.Networks)
  if (!first || first.DynamicPorts?.some(({ Label }) => Label === label)) return group
  const port = { Label: label, To: -1, HostNetwork: 'default' }
  return { ...group, Networks: [{ ...first, DynamicPorts: [...eachOf(first.DynamicPorts), port] }, ...others] }
}
