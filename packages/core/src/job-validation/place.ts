// Checks a job against its namespace and node pool, the only ones of its checks whose outcome changes while the document stays as it
// is. Rules: semantics/4 §1.7 "Order of the top list", §1.8 "Namespace restrictions".

import type { GroupDocument, JobDocument } from '../job-document/document.ts'
import type { NamespaceRules, Place } from '../job-document/surroundings.ts'
import { fieldOf, type Json } from '../json.ts'
import { broken, quote, quoteAll } from './texts.ts'

/** What the namespace and the node pool of a job say against it. */
export function checkPlace(job: JobDocument, place: Place): readonly string[] {
  const namespace = place.namespace(job.Namespace)
  const id = quote(job.ID)
  return [
    ...(namespace
      ? checkRestrictions(job.TaskGroups, job.Namespace, namespace)
      : [`job ${id} is in nonexistent namespace ${quote(job.Namespace)}`]),
    ...broken([[!place.hasNodePool(job.NodePool), `job ${id} is in nonexistent node pool ${quote(job.NodePool)}`]]),
  ]
}

/** Drivers first; network modes only when no driver is refused. */
function checkRestrictions(groups: readonly GroupDocument[], name: string, rules: NamespaceRules): readonly string[] {
  const drivers = groups.flatMap(({ Tasks }) => Tasks.map(({ Driver }) => Driver))
  const badDrivers = refused(drivers, rules.enabledDrivers, rules.disabledDrivers)
  if (badDrivers.length > 0) return [restriction('task driver', badDrivers, name)]
  const badModes = refused(groups.flatMap(networkModes), rules.enabledNetworkModes, rules.disabledNetworkModes)
  return badModes.length > 0 ? [restriction('group network mode', badModes, name)] : []
}

function networkModes(group: GroupDocument): readonly string[] {
  const networks: Json | undefined = group['Networks']
  return Array.isArray(networks) ? networks.map((network) => String(fieldOf(network, 'Mode') || 'host')) : []
}

function refused(used: readonly string[], enabled: readonly string[], disabled: readonly string[]): readonly string[] {
  return used.filter((name) => (enabled.length > 0 && !enabled.includes(name)) || disabled.includes(name))
}

function restriction(what: string, names: readonly string[], namespace: string): string {
  const used = names.length === 1 ? `${what} ${names.map(quote).join()} is` : `${what}s ${quoteAll(names)} are`
  return `used ${used} not allowed in namespace ${quote(namespace)}`
}
