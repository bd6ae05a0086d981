// Checks Consul Connect blocks: of a service by itself, and at the top of a job. Rules: semantics/4 §1.8 "Services",
// "Connect (top level)".

import { isolates } from '../job-canonical/connect.ts'
import type {
  CheckDocument,
  GatewayDocument,
  LinkedServiceDocument,
  ListenerDocument,
  ServiceDocument,
} from '../job-document/document-parts.ts'
import type { StoredGroup } from '../job-document/document-stored.ts'
import { eachOf } from '../json.ts'
import { broken, firstBroken, quote } from './texts.ts'

/** The errors of the connect block of one Consul service. */
export function checkConnect(service: ServiceDocument): readonly string[] {
  const { Connect: connect, Name } = service
  if (!connect) return []
  const uses = [connect.Native, connect.SidecarService !== null, connect.Gateway !== null]
  const single = 'Consul Connect must be exclusively native, make use of a sidecar, or represent a Gateway'
  const gateway = uses.filter(Boolean).length === 1 && connect.Gateway ? gatewayError(connect.Gateway) : undefined
  return [
    ...broken([[uses.filter(Boolean).length !== 1, single]]),
    ...(gateway === undefined ? [] : [gateway]),
    ...broken([
      [connect.Native && service.TaskName === '', `Service ${Name} is Connect Native and requires setting the task`],
      [connect.Native && service.PortLabel === '', `Service ${Name} is Connect Native and requires setting the port`],
    ]),
  ]
}

function gatewayError({ Ingress, Terminating, Mesh }: GatewayDocument): string | undefined {
  const given = [Ingress, Terminating, Mesh].filter((entry) => entry !== null).length
  if (given !== 1) return 'One Consul Gateway Configuration must be set'
  if (Ingress) return listenersError(eachOf(Ingress.Listeners))
  return Terminating ? linkedError(eachOf(Terminating.Services)) : undefined
}

function listenersError(listeners: readonly ListenerDocument[]): string | undefined {
  if (listeners.length === 0) return 'Consul Ingress Gateway requires at least one listener'
  const bad = listeners.find(({ Port }) => Port <= 0)
  return bad && 'Consul Ingress Listener requires valid Port'
}

function linkedError(services: readonly LinkedServiceDocument[]): string | undefined {
  if (services.length === 0) return 'Consul Terminating Gateway requires at least one service'
  return services.some(({ Name }) => Name === '') ? 'Consul Linked Service requires Name' : undefined
}

/** The first error of a job's groups with connect services: network modes and upstreams. */
export function connectError(groups: readonly StoredGroup[]): string | undefined {
  for (const group of groups) {
    const error = modeError(group) ?? upstreamsError(group)
    if (error !== undefined) return error
  }
  return undefined
}

function modeError(group: StoredGroup): string | undefined {
  const mode = group.Networks?.[0]?.Mode ?? ''
  const inside = isolates(group.Networks?.[0])
  const used = `invalid network mode for Consul Connect: group ${quote(group.Name)} uses network mode ${quote(mode)}`
  return firstBroken(
    eachOf(group.Services).flatMap(({ Connect }) => [
      [Boolean(Connect?.SidecarService) && !inside, `connect sidecar: ${used}; must be "bridge" or "cni/*"`] as const,
      [
        hasGateway(Connect?.Gateway) && !inside && mode !== 'host',
        `connect gateway: ${used}; must be "bridge", "host", or "cni/*"`,
      ] as const,
    ]),
  )
}

function hasGateway(gateway: GatewayDocument | null | undefined): boolean {
  return Boolean(gateway?.Ingress || gateway?.Terminating || gateway?.Mesh)
}

/** Two upstreams of a group cannot listen on the same address. */
function upstreamsError(group: StoredGroup): string | undefined {
  const listening = new Map<string, string>()
  for (const { Name, Connect } of eachOf(group.Services)) {
    for (const { LocalBindAddress, LocalBindPort } of eachOf(Connect?.SidecarService?.Proxy?.Upstreams)) {
      const address = `${LocalBindAddress}:${LocalBindPort}`
      const before = listening.get(address)
      if (before !== undefined) {
        const both = `${quote(before)} and ${quote(Name)} in group ${quote(group.Name)}`
        return `Consul Connect services ${both} using same address for upstreams (${address})`
      }
      listening.set(address, Name)
    }
  }
  return undefined
}

/** The first error of a job's exposed checks: only sidecars of groups expose. */
export function exposeError(groups: readonly StoredGroup[]): string | undefined {
  for (const group of groups) {
    const error = groupExposeError(group) ?? taskExposeError(group)
    if (error !== undefined) return error
  }
  return undefined
}

function groupExposeError(group: StoredGroup): string | undefined {
  for (const service of eachOf(group.Services)) {
    const error = exposed(service)
      .map((check) => exposedError(group, service, check))
      .find((text) => text !== undefined)
    if (error !== undefined) return error
  }
  return undefined
}

function exposed({ Checks }: ServiceDocument): readonly CheckDocument[] {
  return Checks?.filter(({ Expose }) => Expose) ?? []
}

function exposedError(group: StoredGroup, service: ServiceDocument, check: CheckDocument): string | undefined {
  const networks = eachOf(group.Networks)
  const mode = networks[0]?.Mode ?? ''
  const name = quote(group.Name)
  const expose = 'connect expose check:'
  const used = `group ${name} uses network mode ${quote(mode)}`
  return firstBroken([
    [
      networks.length !== 1,
      `${expose} must have exactly one network for Consul Connect: group ${name} has ${networks.length} networks`,
    ],
    [!isolates(networks[0]), `${expose} invalid network mode for Consul Connect: ${used}; must be "bridge" or "cni/*"`],
    [
      !service.Connect?.SidecarService,
      `exposed service check ${group.Name}->${service.Name}->${check.Name} requires use of sidecar_proxy`,
    ],
  ])
}

function taskExposeError(group: StoredGroup): string | undefined {
  for (const task of group.Tasks) {
    for (const service of eachOf(task.Services)) {
      const [check] = exposed(service)
      const place = `${group.Name}[${task.Name}]->${service.Name}->${check?.Name}`
      if (check) return `exposed service check ${place} is not a task-group service`
    }
  }
  return undefined
}
