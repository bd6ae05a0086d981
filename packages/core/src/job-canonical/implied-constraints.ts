// The constraints that a job's other fields imply, appended to the lists of its groups and tasks, in Nomad's order.
// Rules: semantics/4 §1.5 "Implied constraints".

import type { ConstraintDocument } from '../job-document/document.ts'
import type { ServiceDocument } from '../job-document/document-parts.ts'
import type { StoredGroup, StoredTask } from '../job-document/document-stored.ts'
import { eachOf } from '../json.ts'
import { compareBytes } from '../order.ts'

type Constraints = readonly ConstraintDocument[]

/** The groups of a job with the constraints that each implies, and those that one group's secrets imply for all. */
export function implyConstraints(groups: readonly StoredGroup[]): readonly StoredGroup[] {
  const providers = groups.flatMap(({ Tasks }) => Tasks).flatMap(({ Secrets }) => eachOf(Secrets))
  const secrets = providers.map(({ Provider }) =>
    constraint(`\${attr.plugins.secrets.${Provider}.version}`, 'is_set', ''),
  )
  return groups.map((group) => {
    const tasks = group.Tasks.map(implyForTask)
    const own = implyForGroup(group, secrets)
    return { ...group, Tasks: tasks, Constraints: own.length === 0 ? null : own }
  })
}

function implyForTask(task: StoredTask): StoredTask {
  let list = withPartition(eachOf(task.Constraints), task.Consul?.Partition)
  if (usesConsul(task.Services)) list = unlessTarget(list, consulVersion)
  return { ...task, Constraints: list.length === 0 ? null : list }
}

function implyForGroup(group: StoredGroup, secrets: Constraints): Constraints {
  const services = [...eachOf(group.Services), ...group.Tasks.flatMap(({ Services }) => eachOf(Services))]
  let list = withPartition(eachOf(group.Constraints), group.Consul?.Partition)
  if (group.Tasks.some(({ Vault }) => Vault !== null)) list = unlessTarget(list, vaultVersion)
  for (const secret of secrets) list = unlessTarget(list, secret)
  list = withSignals(list, group.Tasks)
  list = withDiscovery(list, services)
  if (usesConsul(group.Services)) list = unlessTarget(list, consulVersion)
  if (group.Networks?.some(({ Mode }) => Mode === 'bridge')) {
    for (const plugin of bridgePlugins) list = unlessTarget(list, pluginVersion(plugin, '>= 0.4.0'))
  }
  if (services.some(({ Connect }) => Connect?.SidecarService?.Proxy?.TransparentProxy)) {
    list = unlessTarget(list, pluginVersion('consul-cni', '>= 1.4.2'))
    list = unlessTarget(list, nomadVersion('>= 1.8.0-dev'))
  }
  return hasIdentities(group, services) ? [...list, nomadVersion('>= 1.7.0-a')] : list
}

const bridgePlugins = ['bridge', 'firewall', 'host-local', 'loopback', 'portmap']

/** What any Consul service needs of a node. */
export const consulVersion: ConstraintDocument = constraint(`\${attr.consul.version}`, 'semver', '>= 1.8.0')
const vaultVersion = constraint(`\${attr.vault.version}`, 'semver', '>= 0.6.1')

/** A constraint of its three parts. */
export function constraint(LTarget: string, Operand: string, RTarget: string): ConstraintDocument {
  return { LTarget, RTarget, Operand }
}

function nomadVersion(range: string): ConstraintDocument {
  return constraint(`\${attr.nomad.version}`, 'semver', range)
}

function pluginVersion(plugin: string, range: string): ConstraintDocument {
  return constraint(`\${attr.plugins.cni.version.${plugin}}`, 'semver', range)
}

function usesConsul(services: readonly ServiceDocument[] | null): boolean {
  return services?.some(({ Provider }) => Provider === 'consul') === true
}

function hasIdentities(group: StoredGroup, services: readonly ServiceDocument[]): boolean {
  return services.some(({ Identity }) => Identity !== null) || group.Tasks.some(({ Identities }) => Identities?.length)
}

function withPartition(list: Constraints, partition: string | undefined): Constraints {
  return partition ? [...list, constraint(`\${attr.consul.partition}`, '=', partition)] : list
}

function withSignals(list: Constraints, tasks: readonly StoredTask[]): Constraints {
  const signals = new Set(tasks.flatMap(signalsOf).filter((signal) => signal !== ''))
  if (signals.size === 0) return list
  const names = [...signals].sort(compareBytes).join(',')
  return unlessSame(list, constraint(`\${attr.os.signals}`, 'set_contains', names))
}

function signalsOf({ KillSignal, Templates }: StoredTask): readonly string[] {
  const signalling = Templates?.filter(({ ChangeMode }) => ChangeMode === 'signal') ?? []
  return [KillSignal, ...signalling.map(({ ChangeSignal }) => ChangeSignal)]
}

function withDiscovery(list: Constraints, services: readonly ServiceDocument[]): Constraints {
  const own = services.filter(({ Provider }) => Provider === 'nomad')
  if (own.length === 0) return list
  const discovered = unlessSame(list, constraint(`\${attr.nomad.service_discovery}`, '=', 'true'))
  return own.some(({ Checks }) => Checks?.length) ? unlessSame(discovered, nomadVersion('>= 1.4.0')) : discovered
}

/** Appends a constraint unless one of the list has the same left side. */
function unlessTarget(list: Constraints, added: ConstraintDocument): Constraints {
  return list.some(({ LTarget }) => LTarget === added.LTarget) ? list : [...list, added]
}

/** Appends a constraint unless the list has the very same. */
function unlessSame(list: Constraints, added: ConstraintDocument): Constraints {
  const { LTarget, RTarget, Operand } = added
  const has = list.some((one) => one.LTarget === LTarget && one.RTarget === RTarget && one.Operand === Operand)
  return has ? list : [...list, added]
}
