// Ladders of the commands about policies, roles and tokens, and what a token then permits: the recorded stories `acl-*`.

import { ladder, smallCluster, stateAfter } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { mayInNamespace } from '../acl/permissions.ts'
import type { Command } from '../command.ts'
import { isExpired } from '../entities/acl.ts'
import { permissionsOf, policyNamesOf } from '../queries/acl.ts'
import { isRefusal } from '../refusal.ts'
import { micros } from '../time.ts'
import { transition } from '../transition.ts'
import type { PutAclToken } from './put-acl-token.ts'

const fresh = { accessorId: 'a0000000-0000-4000-8000-00000000000a', secretId: 'a0000000-0000-4000-8000-00000000000b' }
const roleId = 'a0000000-0000-4000-8000-00000000000c'
const empty = smallCluster()

const bootstrap = (secretId: string): Command => ({ type: 'BootstrapAcl', accessorId: fresh.accessorId, secretId })
const done = stateAfter(empty, bootstrap(fresh.secretId))

ladder('BootstrapAcl', [
  ['with a secret that is none', empty, bootstrap('foo'), 'acl-secret-invalid'],
  ['the first time', empty, bootstrap(fresh.secretId), [['AclBootstrapped']]],
  ['the second time, whatever the secret', done, bootstrap('foo'), 'acl-bootstrapped'],
])

function policy(name: string, rules: string, description = ''): Command {
  return { type: 'PutAclPolicy', policy: { name, rules, description, jobAcl: undefined } }
}

ladder('PutAclPolicy', [
  ['with a bad name', empty, policy('bad name', ''), 'acl-policy-invalid'],
  ['with bad rules', empty, policy('reader', 'junk {'), 'acl-policy-invalid'],
  ['with a long description', empty, policy('reader', '', 'x'.repeat(257)), 'acl-policy-invalid'],
  ['with the longest description', empty, policy('reader', '', 'x'.repeat(256)), [['AclPolicyUpserted']]],
])

const reader = stateAfter(empty, policy('reader', 'namespace "default" { policy = "read" }'))

function role(name: string, policies: readonly string[], id = roleId, exists = false): Command {
  return { type: 'PutAclRole', role: { id, name, description: '', policies }, exists }
}

const staffed = stateAfter(reader, role('staff', ['reader']))

ladder('PutAclRole', [
  ['of one that is not there', reader, role('staff', ['reader'], roleId, true), 'acl-role-unknown'],
  ['with a bad name', reader, role('a b', ['reader']), 'acl-role-invalid'],
  ['without policies', reader, role('staff', []), 'acl-role-invalid'],
  ['under the name of another', staffed, role('staff', ['reader'], fresh.accessorId), 'acl-role-name-taken'],
  ['with a policy that is not there', reader, role('staff', ['writer']), 'acl-role-policy-missing'],
  ['as it should be', reader, role('staff', ['reader']), [['AclRoleUpserted']]],
  ['again', staffed, role('staff', ['reader'], roleId, true), [['AclRoleUpserted']]],
])

function token(changes: Partial<PutAclToken>): Command {
  return {
    type: 'PutAclToken',
    accessorId: '',
    fresh,
    name: '',
    tokenType: 'client',
    policies: ['reader'],
    roles: undefined,
    global: false,
    expirationTtl: 0,
    expirationTime: micros(0),
    ...changes,
  }
}

const held = stateAfter(reader, token({}))
const change = (changes: Partial<PutAclToken>): Command => token({ accessorId: fresh.accessorId, ...changes })

ladder('PutAclToken', [
  ['of one that is not there', reader, change({}), 'acl-token-unknown'],
  ['without a type', reader, token({ tokenType: '' }), 'acl-token-invalid'],
  ['of a client without policies', reader, token({ policies: [] }), 'acl-token-invalid'],
  ['of management with policies', reader, token({ tokenType: 'management' }), 'acl-token-invalid'],
  ['with a long name', reader, token({ name: 'x'.repeat(257) }), 'acl-token-invalid'],
  ['with a short life', reader, token({ expirationTtl: 59_999_999_999 }), 'acl-token-invalid'],
  ['with a long life', reader, token({ expirationTtl: 86_400_000_000_001 }), 'acl-token-invalid'],
  ['with a life that ended before', reader, token({ expirationTime: micros(1) }), 'acl-token-invalid'],
  ['with a role that is not there', reader, token({ roles: [{ id: '', name: 'staff' }] }), 'acl-role-unknown'],
  ['with a policy that is not there', reader, token({ policies: ['nope'] }), [['AclTokenUpserted']]],
  ['with the shortest life', reader, token({ expirationTtl: 60_000_000_000 }), [['AclTokenUpserted']]],
  ['made global later', held, change({ global: true }), 'acl-token-invalid'],
  ['with a life given later', held, change({ expirationTtl: 60_000_000_000 }), 'acl-token-invalid'],
  ['changed', held, change({ tokenType: 'management', policies: undefined }), [['AclTokenUpserted']]],
])

describe('refusals are told as a real server tells them', () => {
  const texts: readonly (readonly [string, Command, string])[] = [
    ['no type', token({ tokenType: '' }), 'token type must be client or management'],
    ['no policies', token({ policies: undefined }), 'client token missing policies or roles'],
    ['management', token({ tokenType: 'management' }), 'management token cannot be associated with policies or roles'],
    ['short', token({ expirationTtl: 1 }), 'expiration time cannot be less than 1m0s in the future (was 1ns)'],
    [
      'long',
      token({ expirationTtl: 1_000_000_000_000_000_000n }),
      'expiration time cannot be more than 24h0m0s in the future (was 277777h46m40s)',
    ],
  ]
  test.each(texts)('%s', (_name, command, fault) => {
    const refused = transition(reader, command, { at: reader.at, term: 1, by: 'operator' })
    expect(refused).toHaveProperty('text', `token 0 invalid: 1 error occurred:\n\t* ${fault}\n\n`)
  })
})

ladder('deleting', [
  ['a token that is not there', reader, { type: 'DeleteAclTokens', accessorIds: ['x'] }, 'acl-tokens-missing'],
  ['a token', held, { type: 'DeleteAclTokens', accessorIds: [fresh.accessorId] }, [['AclTokenDeleted']]],
  ['a role that is not there', reader, { type: 'DeleteAclRoles', ids: ['x'] }, 'acl-role-unknown'],
  ['a role', staffed, { type: 'DeleteAclRoles', ids: [roleId] }, [['AclRoleDeleted']]],
  ['a policy that is not there', empty, { type: 'DeleteAclPolicies', names: ['x'] }, [['AclPolicyDeleted']]],
])

test('a token permits what its policies and its roles permit, as they are now', () => {
  const linked = stateAfter(staffed, token({ policies: undefined, roles: [{ id: '', name: 'staff' }] }))
  const [row] = linked.tables.aclTokens
  if (!row) throw new Error('no token')
  expect(policyNamesOf(linked, row)).toEqual(['reader'])
  expect(mayInNamespace(permissionsOf(linked, row), 'default', 'read-job')).toBe(true)
  const changed = stateAfter(linked, policy('reader', 'namespace "default" { policy = "deny" }'))
  expect(mayInNamespace(permissionsOf(changed, row), 'default', 'read-job')).toBe(false)
  const without = stateAfter(linked, { type: 'DeleteAclRoles', ids: [roleId] })
  expect(mayInNamespace(permissionsOf(without, row), 'default', 'read-job')).toBe(false)
})

test('a token with a life time is over when its time has come, and not before', () => {
  const made = transition(reader, token({ expirationTtl: 60_000_000_000 }), { at: reader.at, term: 1, by: 'operator' })
  if (isRefusal(made)) throw new Error(made.text)
  const [row] = made.state.tables.aclTokens
  if (!row) throw new Error('no token')
  expect(isExpired(row, micros(reader.at + 59_999_999))).toBe(false)
  expect(isExpired(row, micros(reader.at + 60_000_000))).toBe(true)
})
