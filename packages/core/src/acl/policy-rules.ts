// What a policy says: its rules, read from its text, or the fault that keeps it from being one, in Nomad's words.
// Rules: client-surface §2.3, the recorded story `acl-policies`.

import {
  hostVolumeVocabulary,
  namespaceVocabulary,
  nodePoolVocabulary,
  type Vocabulary,
  variableCapabilities,
} from './capabilities.ts'
import { isObject, type PolicyItem, type PolicyObject, type PolicyValue, readPolicySyntax } from './policy-syntax.ts'

/** What is allowed of the variables under a path. */
export interface VariableRule {
  readonly path: string
  readonly capabilities: readonly string[]
}

/** What is allowed under a name, which may hold `*`. */
export interface NamedRule {
  readonly name: string
  /** The short word as it was written; empty without one. */
  readonly policy: string
  /** With all that the short word stands for. */
  readonly capabilities: readonly string[]
  /** Of namespaces only; undefined without a block of that name. */
  readonly variables: readonly VariableRule[] | undefined
}

/** Rules about what there is one of, by name: one short word each. */
export const singleRules = ['agent', 'node', 'operator', 'quota', 'plugin'] as const

/** A rule about what there is one of. */
export type SingleRule = (typeof singleRules)[number]

/** All rules of a policy. */
export interface PolicyRules {
  readonly namespaces: readonly NamedRule[]
  readonly nodePools: readonly NamedRule[]
  readonly hostVolumes: readonly NamedRule[]
  readonly single: Readonly<Partial<Record<SingleRule, string>>>
}

/** Why a text is no policy. */
export interface PolicyFault {
  readonly fault: string
}

/** Reads the rules of a policy. An empty text has none. */
export function readPolicyRules(text: string): PolicyRules | PolicyFault {
  const syntax = readPolicySyntax(text)
  if ('fault' in syntax) return { fault: `Failed to parse ACL Policy: ${syntax.fault}` }
  const rules = rulesOf(syntax)
  const fault = text === '' ? undefined : faultOf(rules, syntax, text)
  return fault === undefined ? expanded(rules) : { fault }
}

function rulesOf(policy: PolicyObject): PolicyRules {
  const single = singleRules.flatMap((name) => {
    const found = itemsOf(policy, name).find(({ value }) => isObject(value))
    return found ? [[name, wordOf(found.value, 'policy')] as const] : []
  })
  return {
    namespaces: namedRules(policy, 'namespace'),
    nodePools: namedRules(policy, 'node_pool'),
    hostVolumes: namedRules(policy, 'host_volume'),
    single: Object.fromEntries(single),
  }
}

function namedRules(policy: PolicyObject, type: string): readonly NamedRule[] {
  return labelled(policy, type).map(([name, body]) => ({
    name,
    policy: wordOf(body, 'policy'),
    capabilities: wordsOf(body, 'capabilities'),
    variables: variablesOf(body),
  }))
}

function variablesOf(body: PolicyObject): readonly VariableRule[] | undefined {
  const blocks = itemsOf(body, 'variables').flatMap(({ value }) => (isObject(value) ? [value] : []))
  if (blocks.length === 0) return undefined
  return blocks.flatMap((block) =>
    labelled(block, 'path').map(([path, rule]) => ({ path, capabilities: wordsOf(rule, 'capabilities') })),
  )
}

// `namespace "x" { … }`, `namespace { … }` for the default one, and the forms that JSON has for both.
function labelled(policy: PolicyObject, type: string): readonly (readonly [string, PolicyObject])[] {
  return itemsOf(policy, type).flatMap(({ keys, value }) =>
    objectsOf(value).flatMap((body) => {
      const label = keys[1]
      if (label !== undefined) return [[label, body] as const]
      const isKeyed = body.items.length > 0 && body.items.every((item) => isLabel(item))
      if (!isKeyed) return [['default', body] as const]
      return body.items.flatMap((item) => objectsOf(item.value).map((inner) => [item.keys[0] ?? '', inner] as const))
    }),
  )
}

function isLabel({ keys, value }: PolicyItem): boolean {
  return keys[0] !== 'variables' && objectsOf(value).length > 0
}

function objectsOf(value: PolicyValue): readonly PolicyObject[] {
  if (isObject(value)) return [value]
  return typeof value === 'string' ? [] : value.filter(isObject)
}

function itemsOf({ items }: PolicyObject, key: string): readonly PolicyItem[] {
  return items.filter(({ keys }) => keys[0] === key)
}

function wordOf(value: PolicyValue, key: string): string {
  const found = isObject(value) ? itemsOf(value, key).at(-1)?.value : undefined
  return typeof found === 'string' ? found : ''
}

function wordsOf(body: PolicyObject, key: string): readonly string[] {
  const found = itemsOf(body, key).at(-1)?.value
  if (found === undefined || isObject(found)) return []
  return typeof found === 'string' ? [found] : found.filter((word) => typeof word === 'string')
}

const named = ['namespace', 'node_pool', 'host_volume']
const singles: ReadonlySet<string> = new Set(singleRules)

function faultOf(rules: PolicyRules, { items }: PolicyObject, text: string): string | undefined {
  const keys = items.map((item) => item.keys[0] ?? '')
  const known = keys.filter((key) => named.includes(key) || singles.has(key))
  if (known.length === 0) return `Invalid policy: ${text}`
  const extra = keys.filter((key, at) => !known.includes(key) || (singles.has(key) && keys.indexOf(key) < at))
  if (extra.length > 0) return `Invalid or duplicate policy keys: ${extra.join(', ')}`
  return namedFault(rules) ?? singleFault(rules)
}

function namedFault({ namespaces, nodePools, hostVolumes }: PolicyRules): string | undefined {
  const kinds = [
    { rules: namespaces, vocabulary: namespaceVocabulary, what: 'namespace', type: 'NamespacePolicy' },
    { rules: nodePools, vocabulary: nodePoolVocabulary, what: 'node pool', type: 'NodePoolPolicy' },
    { rules: hostVolumes, vocabulary: hostVolumeVocabulary, what: 'host volume', type: 'HostVolumePolicy' },
  ] as const
  for (const { rules, ...kind } of kinds) {
    for (const rule of rules) {
      const fault = ruleFault(rule, kind)
      if (fault !== undefined) return fault
    }
  }
  return undefined
}

interface RuleKind {
  readonly vocabulary: Vocabulary
  readonly what: string
  readonly type: string
}

function ruleFault(rule: NamedRule, { vocabulary, what, type }: RuleKind): string | undefined {
  const shown = shownRule(rule, type)
  if (!/^[a-zA-Z0-9*_-]{1,128}$/.test(rule.name)) return `Invalid ${what} name: ${shown}`
  if (rule.policy !== '' && !vocabulary.words.has(rule.policy)) return `Invalid ${what} policy: ${shown}`
  for (const capability of rule.capabilities) {
    if (!vocabulary.capabilities.includes(capability)) return `Invalid ${what} capability '${capability}': ${shown}`
  }
  return variablesFault(rule)
}

function variablesFault({ name, variables }: NamedRule): string | undefined {
  if (!variables) return undefined
  if (variables.length === 0) return `Invalid variable policy: no variable paths in namespace ${name}`
  for (const { path, capabilities } of variables) {
    if (path === '') return `Invalid missing variable path in namespace ${name}`
    const unknown = capabilities.find((capability) => !variableCapabilities.has(capability))
    if (unknown !== undefined) return `Invalid variable capability '${unknown}' in namespace ${name}`
  }
  return undefined
}

function singleFault({ single }: PolicyRules): string | undefined {
  for (const name of singleRules) {
    const word = single[name]
    if (word === undefined || singleWords[name].includes(word)) continue
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Policy`
    return `Invalid ${name} policy: &acl.${type}{Policy:${JSON.stringify(word)}}`
  }
  return undefined
}

const ordinaryWords = ['deny', 'read', 'write', 'scale']
const singleWords: Readonly<Record<SingleRule, readonly string[]>> = {
  agent: ordinaryWords,
  node: ordinaryWords,
  operator: ordinaryWords,
  quota: ordinaryWords,
  plugin: ['deny', 'read', 'list'],
}

// As Go prints the structure that the fault was found in.
function shownRule({ name, policy, capabilities }: NamedRule, type: string): string {
  const list = capabilities.length === 0 ? '(nil)' : `{${capabilities.map((word) => JSON.stringify(word)).join(', ')}}`
  const variables = type === 'NamespacePolicy' ? ', Variables:(*acl.VariablesPolicy)(nil)' : ''
  return `&acl.${type}{Name:${JSON.stringify(name)}, Policy:${JSON.stringify(policy)}, Capabilities:[]string${list}${variables}}`
}

function expanded(rules: PolicyRules): PolicyRules {
  return {
    ...rules,
    namespaces: rules.namespaces.map((rule) => expandedRule(rule, namespaceVocabulary)),
    nodePools: rules.nodePools.map((rule) => expandedRule(rule, nodePoolVocabulary)),
    hostVolumes: rules.hostVolumes.map((rule) => expandedRule(rule, hostVolumeVocabulary)),
  }
}

function expandedRule(rule: NamedRule, { words }: Vocabulary): NamedRule {
  return { ...rule, capabilities: [...rule.capabilities, ...(words.get(rule.policy) ?? [])] }
}
