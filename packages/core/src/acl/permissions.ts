// What a caller may do: all policies of a token made one. Within a name `deny` beats everything; of several names with `*` the one
// that leaves the fewest characters open decides, and a name without `*` beats them all. Rules: client-surface §2.3.

import { compareBytes } from '../order.ts'
import type { NamespaceCapability, VariableCapability } from './capabilities.ts'
import { type NamedRule, type PolicyRules, type SingleRule, singleRules } from './policy-rules.ts'

/** What a caller may do. Ask with the functions of this file. */
export interface Permissions {
  /** Everything is allowed. */
  readonly management: boolean
  readonly namespaces: NamedPermissions
  readonly nodePools: NamedPermissions
  /** By namespace and path, with a zero character between them. */
  readonly variables: NamedPermissions
  readonly single: ReadonlyMap<SingleRule, string>
}

/** Capabilities by name; names with `*` stand for all that they match. */
type NamedPermissions = ReadonlyMap<string, ReadonlySet<string>>

/** The permissions of a management token, and of everybody while nothing is enforced. */
export const allPermissions: Permissions = {
  management: true,
  namespaces: new Map(),
  nodePools: new Map(),
  variables: new Map(),
  single: new Map(),
}

/** The permissions that several policies amount to; none at all without policies. */
export function mergePolicies(policies: readonly PolicyRules[]): Permissions {
  return {
    management: false,
    namespaces: mergeNamed(policies.flatMap(({ namespaces }) => namespaces)),
    nodePools: mergeNamed(policies.flatMap(({ nodePools }) => nodePools)),
    variables: mergeNamed(policies.flatMap(({ namespaces }) => namespaces.flatMap(variableRules))),
    single: mergeSingle(policies),
  }
}

/** Whether one of several capabilities is there in a namespace; `*` asks whether in any. */
export function mayInNamespace(
  permissions: Permissions,
  namespace: string,
  ...capabilities: readonly NamespaceCapability[]
): boolean {
  if (permissions.management) return true
  if (namespace === '*' && [...permissions.namespaces.values()].some((found) => holds(found, capabilities))) return true
  return holds(closest(permissions.namespaces, namespace), capabilities)
}

/** Whether a namespace may be seen at all. */
export function maySeeNamespace({ management, namespaces }: Permissions, namespace: string): boolean {
  return management || isOpen(closest(namespaces, namespace))
}

/** Whether a node pool may be seen. */
export function maySeeNodePool({ management, nodePools }: Permissions, pool: string): boolean {
  return management || holds(closest(nodePools, pool), ['read'])
}

/** Whether something may be done with the variable at a path; who may read it may list it too. */
export function mayUseVariable(
  { management, variables }: Permissions,
  { namespace, path }: { readonly namespace: string; readonly path: string },
  ...capabilities: readonly VariableCapability[]
): boolean {
  return management || holds(closest(variables, `${namespace}\0${path}`), capabilities)
}

/** Whether there may be variables in a namespace that may be listed; `*` asks whether in any. */
export function mayListVariables({ management, variables }: Permissions, namespace: string): boolean {
  if (management) return true
  return [...variables].some(([key, found]) => {
    const [owner = ''] = key.split('\0')
    return (namespace === '*' || matches(owner, namespace)) && holds(found, ['list', 'read'])
  })
}

/** Whether nodes, the agent, the operator's settings … may be read. */
export function mayRead({ management, single }: Permissions, what: SingleRule): boolean {
  return management || ['read', 'write'].includes(single.get(what) ?? '')
}

/** Whether nodes, the agent, the operator's settings … may be changed. */
export function mayWrite({ management, single }: Permissions, what: SingleRule): boolean {
  return management || single.get(what) === 'write'
}

function variableRules({ name, variables = [] }: NamedRule): readonly Grant[] {
  return variables.map(({ path, capabilities }) => ({ name: `${name}\0${path}`, capabilities }))
}

type Grant = Pick<NamedRule, 'name' | 'capabilities'>

function mergeNamed(rules: readonly Grant[]): NamedPermissions {
  const merged = new Map<string, ReadonlySet<string>>()
  for (const { name, capabilities } of rules) {
    merged.set(name, new Set([...(merged.get(name) ?? []), ...capabilities]))
  }
  return merged
}

const privileges = ['', 'list', 'read', 'scale', 'write', 'deny']

function mergeSingle(policies: readonly PolicyRules[]): ReadonlyMap<SingleRule, string> {
  const merged = new Map<SingleRule, string>()
  for (const { single } of policies) {
    for (const [name, word] of wordsOf(single)) {
      const before = merged.get(name) ?? ''
      merged.set(name, privileges.indexOf(word) > privileges.indexOf(before) ? word : before)
    }
  }
  return merged
}

function wordsOf(single: PolicyRules['single']): readonly (readonly [SingleRule, string])[] {
  return singleRules.flatMap((name) => {
    const word = single[name]
    return word === undefined ? [] : [[name, word] as const]
  })
}

function holds(found: ReadonlySet<string> | undefined, capabilities: readonly string[]): boolean {
  return found !== undefined && !found.has('deny') && capabilities.some((capability) => found.has(capability))
}

function isOpen(found: ReadonlySet<string> | undefined): boolean {
  return found !== undefined && found.size > 0 && !found.has('deny')
}

function closest(named: NamedPermissions, name: string): ReadonlySet<string> | undefined {
  const exact = named.get(name)
  if (exact) return exact
  const matching = [...named.keys()].filter((pattern) => pattern.includes('*') && matches(pattern, name))
  const [best] = matching.sort((a, b) => openness(a, name) - openness(b, name) || compareBytes(a, b))
  return best === undefined ? undefined : named.get(best)
}

function openness(pattern: string, name: string): number {
  return name.length - pattern.replaceAll('*', '').length
}

/** Whether a pattern, in which `*` stands for anything, is a whole name. */
function matches(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop() ?? ''
  if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false
  let at = head.length
  for (const part of rest) {
    const found = name.slice(0, name.length - tail.length).indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return true
}
