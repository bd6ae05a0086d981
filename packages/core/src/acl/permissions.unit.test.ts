// Several policies made one: denial beats everything under one name, the closest name decides, the higher word wins.

import { describe, expect, test } from 'vitest'
import { type NamespaceCapability, namespaceCapabilities, namespaceVocabulary } from './capabilities.ts'
import {
  allPermissions,
  mayInNamespace,
  mayRead,
  maySeeNamespace,
  maySeeNodePool,
  mayWrite,
  mergePolicies,
  type Permissions,
} from './permissions.ts'
import { readPolicyRules, singleRules } from './policy-rules.ts'

function permissions(...texts: readonly string[]): Permissions {
  return mergePolicies(
    texts.map((text) => {
      const rules = readPolicyRules(text)
      if ('fault' in rules) throw new Error(rules.fault)
      return rules
    }),
  )
}

const inNamespace = (name: string, policy: string): string => `namespace "${name}" { policy = "${policy}" }`

describe('which rule decides in a namespace', () => {
  test.each([
    ['no policy at all', [], 'web', false],
    ['the name itself', [inNamespace('web', 'read')], 'web', true],
    ['another name', [inNamespace('web', 'read')], 'api', false],
    ['a pattern', [inNamespace('we*', 'read')], 'web', true],
    ['a pattern in the middle', [inNamespace('w*-*-z', 'read')], 'w1-2-z', true],
    ['a pattern whose ends would overlap', [inNamespace('wew*wew', 'read')], 'wewew', false],
    ['everything', [inNamespace('*', 'read')], 'web', true],
    ['denial under the same name, first', [inNamespace('web', 'deny'), inNamespace('web', 'read')], 'web', false],
    ['denial under the same name, last', [inNamespace('web', 'write'), inNamespace('web', 'deny')], 'web', false],
    ['the name before a pattern that denies', [inNamespace('*', 'deny'), inNamespace('web', 'read')], 'web', true],
    ['the name that denies before a pattern', [inNamespace('*', 'read'), inNamespace('web', 'deny')], 'web', false],
    ['the closer pattern', [inNamespace('w*', 'read'), inNamespace('we*', 'deny')], 'web', false],
    ['the closer pattern, other order', [inNamespace('we*', 'deny'), inNamespace('w*', 'read')], 'web', false],
    ['any namespace, for `*`', [inNamespace('web', 'read')], '*', true],
    ['no namespace, for `*`', [inNamespace('web', 'deny')], '*', false],
  ])('%s', (_name, texts, namespace, allowed) => {
    expect(mayInNamespace(permissions(...texts), namespace, 'read-job')).toBe(allowed)
  })
})

test('capabilities of one name add up over policies', () => {
  const both = permissions(
    'namespace "web" { capabilities = ["read-job"] }',
    'namespace "web" { capabilities = ["pause-deployment"] }',
  )
  const held = namespaceCapabilities.filter((capability) => mayInNamespace(both, 'web', capability))
  expect(held).toEqual(['read-job', 'pause-deployment'])
})

test('a capability alone allows nothing but itself, and shows the namespace', () => {
  for (const capability of namespaceCapabilities) {
    const only = permissions(`namespace "web" { capabilities = ["${capability}"] }`)
    const held = namespaceCapabilities.filter((other) => mayInNamespace(only, 'web', other))
    expect(held).toEqual(capability === 'deny' ? [] : [capability])
    expect(maySeeNamespace(only, 'web')).toBe(capability !== 'deny')
    expect(maySeeNamespace(only, 'api')).toBe(false)
  }
})

test.each([...namespaceVocabulary.words])('the word %s stands for its capabilities and no other', (word, meant) => {
  const granted = permissions(inNamespace('web', word))
  const isMeant = (capability: NamespaceCapability): boolean => word !== 'deny' && meant.includes(capability)
  for (const capability of namespaceCapabilities)
    expect(mayInNamespace(granted, 'web', capability)).toBe(isMeant(capability))
})

describe('rules about what there is one of', () => {
  const words = ['deny', 'write', 'read'] as const
  const cases = words.flatMap((a) => words.map((b) => [a, b] as const))
  test.each(cases)('%s and %s', (a, b) => {
    const merged = permissions(`node { policy = "${a}" }`, `node { policy = "${b}" }`)
    const denied = a === 'deny' || b === 'deny'
    expect(mayRead(merged, 'node')).toBe(!denied)
    expect(mayWrite(merged, 'node')).toBe(!denied && (a === 'write' || b === 'write'))
  })

  test.each(singleRules)('%s says nothing of the others', (name) => {
    const one = permissions(`${name} { policy = "read" }`)
    expect(singleRules.filter((other) => mayRead(one, other))).toEqual([name])
    expect(singleRules.filter((other) => mayWrite(one, other))).toEqual([])
  })
})

test('a node pool is seen by whoever may read it', () => {
  const gpu = permissions('node_pool "gpu-*" { policy = "read" }')
  expect(['gpu-1', 'default'].map((pool) => maySeeNodePool(gpu, pool))).toEqual([true, false])
})

test('management may do everything everywhere', () => {
  for (const capability of namespaceCapabilities) expect(mayInNamespace(allPermissions, 'web', capability)).toBe(true)
  expect(singleRules.every((name) => mayWrite(allPermissions, name))).toBe(true)
})
