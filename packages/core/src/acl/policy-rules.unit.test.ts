// Policies as text: what is read from them, in both spellings, and the texts of their faults as a real server gave them.

import { describe, expect, test } from 'vitest'
import { readPolicyRules } from './policy-rules.ts'

test('an empty text is a policy without rules', () => {
  expect(readPolicyRules('')).toEqual({ namespaces: [], nodePools: [], hostVolumes: [], single: {} })
})

const scale = ['list-scaling-policies', 'read-job', 'read-job-scaling', 'read-scaling-policy', 'scale-job']

test('blocks, comments and lists are read as Nomad reads them', () => {
  const text = `
# the team's own
namespace "team-*" {
  policy       = "scale"
  capabilities = ["alloc-exec", "read-fs",]
  variables {
    path "app/*" { capabilities = ["read", "list"] }
  }
}
namespace { policy = "deny" } // the default one
node_pool "gpu" { policy = "read" }
host_volume "*" { capabilities = ["mount-readonly"] }
/* one of each */
agent { policy = "read" }
plugin { policy = "list" }`
  expect(readPolicyRules(text)).toMatchObject({
    namespaces: [
      {
        name: 'team-*',
        policy: 'scale',
        capabilities: ['alloc-exec', 'read-fs', ...scale],
        variables: [{ path: 'app/*', capabilities: ['read', 'list'] }],
      },
      { name: 'default', policy: 'deny', capabilities: ['deny'] },
    ],
    nodePools: [{ name: 'gpu', capabilities: ['read'] }],
    hostVolumes: [{ name: '*', capabilities: ['mount-readonly'] }],
    single: { agent: 'read', plugin: 'list' },
  })
})

describe('JSON says the same as blocks', () => {
  test.each([
    ['namespace "x" { policy = "read" }', '{"namespace":{"x":{"policy":"read"}}}'],
    ['namespace "x" { policy = "read" }', '{"namespace":[{"x":[{"policy":"read"}]}]}'],
    ['namespace { policy = "write" }', '{"namespace":{"policy":"write"}}'],
    [
      'namespace "a" { policy = "deny" }\nnamespace "b" { capabilities = ["read-job"] }',
      '{"namespace":{"a":{"policy":"deny"},"b":{"capabilities":["read-job"]}}}',
    ],
    [
      'namespace "x" { variables { path "p" { capabilities = ["read"] } } }',
      '{"namespace":{"x":{"variables":{"path":{"p":{"capabilities":["read"]}}}}}}',
    ],
    ['node { policy = "write" }', '{"node":{"policy":"write"}}'],
  ])('%s', (blocks, json) => {
    expect(readPolicyRules(json)).toEqual(readPolicyRules(blocks))
  })
})

const parsing = 'Failed to parse ACL Policy: '
const rule = (fields: string): string => `&acl.NamespacePolicy{${fields}, Variables:(*acl.VariablesPolicy)(nil)}`

describe('faults', () => {
  test.each([
    ['junk {', `${parsing}At 1:8: object expected closing RBRACE got: EOF`],
    ['foo "x" {}', 'Invalid policy: foo "x" {}'],
    [
      'namespace "x" { policy = "zz" }',
      `Invalid namespace policy: ${rule('Name:"x", Policy:"zz", Capabilities:[]string(nil)')}`,
    ],
    [
      'namespace "x" { capabilities = ["zz"] }',
      `Invalid namespace capability 'zz': ${rule('Name:"x", Policy:"", Capabilities:[]string{"zz"}')}`,
    ],
    ['node { policy = "zz" }', 'Invalid node policy: &acl.NodePolicy{Policy:"zz"}'],
    ['node { policy = "read" }\nnode { policy = "write" }', 'Invalid or duplicate policy keys: node'],
    ['node { policy = "read" }\nfoo {}', 'Invalid or duplicate policy keys: foo'],
    ['namespace "x" { policy = "read" ', `${parsing}At 1:34: object expected closing RBRACE got: EOF`],
    [
      'node { policy "read" }',
      `${parsing}At 1:22: key 'policy read' expected start of object ('{') or assignment ('=')`,
    ],
    ['node { policy = "read }', `${parsing}At 1:24: literal not terminated`],
    ['node {\n  policy = <<W\nread\nW\n}', 'Invalid node policy: &acl.NodePolicy{Policy:"read\\n"}'],
    ['node { policy = <<W\nread', `${parsing}At 2:5: heredoc not terminated`],
    ['= 1', `${parsing}At 1:1: no object keys found!`],
    ['node { policy = [1 2] }', `${parsing}At 1:20: error parsing list, expected comma or list end, got: NUMBER`],
    ['{"node":', `${parsing}unexpected EOF`],
  ])('%s', (text, fault) => {
    expect(readPolicyRules(text)).toEqual({ fault })
  })
})

test('deep nesting and endless interpolations are refused, not followed', () => {
  expect(readPolicyRules(`${'a {'.repeat(10_000)}`)).toHaveProperty('fault')
  expect(readPolicyRules(`a = "${'$'.concat('{b}').repeat(10_000)}`)).toHaveProperty('fault')
})
