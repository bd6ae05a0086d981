// Ladders of admission and changes of policies, roles and tokens, and what a token then permits: the recorded stories `acl-*`.

import { outcomeOf as entriesOf, ladder, smallCluster, stateAfter } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import type { Command } from '../command.ts'
import { isExpired } from '../entities/acl.ts'
import { permissionsOf, policyNamesOf } from '../queries/acl.ts'
import { isRefusal, type RefusalCode } from '../refusal.ts'
import type { State } from '../state.ts'
import { micros } from '../time.ts'
import { admitAclPolicy } from './admit-policy.ts'
import { admitAclRole } from './admit-role.ts'
import { type AskedToken, admitAclToken } from './admit-token.ts'
import { mayInNamespace } from './permissions.ts'

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

function policy(name: string, rules: string): Command {
  return { type: 'UpsertAclPolicies', policies: [{ name, rules, description: '', jobAcl: undefined }] }
}

const longest = 'x'.repeat(256)

test.each([
  ['a bad name', { name: 'bad name' }, "invalid name 'bad name'"],
  ['a long name', { name: 'x'.repeat(129) }, `invalid name '${'x'.repeat(129)}'`],
  ['a long description', { description: `${longest}x` }, 'description longer than 256'],
  ['bad rules', { rules: 'foo "x" {}' }, 'failed to parse rules: Invalid policy: foo "x" {}'],
])('a policy with %s is not admitted', (_name, changes, fault) => {
  const admitted = admitAclPolicy({ name: 'reader', rules: '', description: longest, jobAcl: undefined, ...changes })
  expect(admitted).toHaveProperty('text', `policy 0 invalid: 1 error occurred:\n\t* ${fault}\n\n`)
})

test('a policy is admitted as it was sent', () => {
  const sent = { name: 'reader', rules: 'node { policy = "read" }', description: longest, jobAcl: undefined }
  expect(admitAclPolicy(sent)).toBe(sent)
})

const reader = stateAfter(empty, policy('reader', 'namespace "default" { policy = "read" }'))

type Outcome = RefusalCode | 'admitted'

const outcomeOf = (admitted: object): Outcome => (isRefusal(admitted) ? admitted.code : 'admitted')

function role(state: State, name: string, policies: readonly string[], changes = {}): ReturnType<typeof admitAclRole> {
  return admitAclRole(state, { id: roleId, name, description: '', policies, exists: false, ...changes })
}

function withRole(state: State, name: string, policies: readonly string[]): State {
  const admitted = role(state, name, policies)
  if (isRefusal(admitted)) throw new Error(admitted.text)
  return stateAfter(state, { type: 'UpsertAclRoles', roles: [admitted] })
}

const staffed = withRole(reader, 'staff', ['reader'])
const other = { id: fresh.accessorId }

describe('roles, each rung repairing one more fault', () => {
  test.each<[string, ReturnType<typeof role>, Outcome]>([
    ['of one that is not there', role(reader, 'a b', [], { exists: true }), 'acl-role-unknown'],
    ['with a bad name', role(reader, 'a b', ['writer']), 'acl-role-invalid'],
    ['without policies', role(reader, 'staff', []), 'acl-role-invalid'],
    ['under the name of another', role(staffed, 'staff', ['writer'], other), 'acl-role-name-taken'],
    ['with a policy that is not there', role(reader, 'staff', ['writer']), 'acl-role-policy-missing'],
    ['as it should be', role(reader, 'staff', ['reader']), 'admitted'],
    ['again', role(staffed, 'staff', ['reader'], { exists: true }), 'admitted'],
  ])('%s', (_name, admitted, outcome) => {
    expect(outcomeOf(admitted)).toBe(outcome)
  })
})

function token(state: State, changes: Partial<AskedToken>): ReturnType<typeof admitAclToken> {
  const asked = { accessorId: '', fresh, name: '', tokenType: 'client', policies: ['reader'], roles: undefined }
  const life = { global: false, expirationTtl: 0, expirationTime: micros(0) }
  return admitAclToken(state, { ...asked, ...life, ...changes }, state.at)
}

function withToken(state: State, changes: Partial<AskedToken> = {}): State {
  const admitted = token(state, changes)
  if (isRefusal(admitted)) throw new Error(admitted.text)
  return stateAfter(state, { type: 'UpsertAclTokens', tokens: [admitted] })
}

const held = withToken(reader)
const its = { accessorId: fresh.accessorId }

describe('tokens, each rung repairing one more fault', () => {
  test.each<[string, ReturnType<typeof token>, Outcome]>([
    ['of one that is not there', token(reader, { ...its, tokenType: '' }), 'acl-token-unknown'],
    ['without a type', token(reader, { tokenType: '' }), 'acl-token-invalid'],
    ['of a client without policies', token(reader, { policies: [] }), 'acl-token-invalid'],
    ['of management with policies', token(reader, { tokenType: 'management' }), 'acl-token-invalid'],
    ['with a long name', token(reader, { name: `${longest}x` }), 'acl-token-invalid'],
    ['with a negative life', token(reader, { expirationTtl: -1 }), 'acl-token-invalid'],
    ['with a short life', token(reader, { expirationTtl: 59_999_999_999 }), 'acl-token-invalid'],
    ['with a long life', token(reader, { expirationTtl: 86_400_000_000_001 }), 'acl-token-invalid'],
    ['with a life that ended before', token(reader, { expirationTime: micros(1) }), 'acl-token-invalid'],
    ['with a role that is not there', token(reader, { roles: [{ id: '', name: 'staff' }] }), 'acl-role-unknown'],
    ['with a policy that is not there', token(reader, { policies: ['nope'] }), 'admitted'],
    ['with the shortest life', token(reader, { expirationTtl: 60_000_000_000 }), 'admitted'],
    ['made global later', token(held, { ...its, global: true }), 'acl-token-invalid'],
    ['with a life given later', token(held, { ...its, expirationTtl: 60_000_000_000 }), 'acl-token-invalid'],
    ['changed', token(held, { ...its, tokenType: 'management', policies: undefined }), 'admitted'],
  ])('%s', (_name, admitted, outcome) => {
    expect(outcomeOf(admitted)).toBe(outcome)
  })
})

describe('refusals are told as a real server tells them', () => {
  const texts: readonly (readonly [string, Partial<AskedToken>, string])[] = [
    ['no type', { tokenType: '' }, 'token type must be client or management'],
    ['no policies', { policies: undefined }, 'client token missing policies or roles'],
    ['management', { tokenType: 'management' }, 'management token cannot be associated with policies or roles'],
    ['a long name', { name: `${longest}x` }, 'token name too long'],
    ['a negative life', { expirationTtl: -1 }, "token expiration TTL '-1ns' should not be negative"],
    ['an end before its birth', { expirationTime: micros(1) }, 'expiration time cannot be before create time'],
    ['short', { expirationTtl: 1 }, 'expiration time cannot be less than 1m0s in the future (was 1ns)'],
    [
      'long',
      { expirationTtl: 1_000_000_000_000_000_000 },
      'expiration time cannot be more than 24h0m0s in the future (was 277777h46m40s)',
    ],
  ]
  test.each(texts)('%s', (_name, changes, fault) => {
    expect(token(reader, changes)).toHaveProperty('text', `token 0 invalid: 1 error occurred:\n\t* ${fault}\n\n`)
  })
})

describe('what of a token cannot change', () => {
  const mortal = withToken(reader, { expirationTtl: 60_000_000_000 })
  const [before] = mortal.tables.aclTokens
  const end = before?.expirationTime ?? micros(0)
  test.each<[string, Partial<AskedToken>, string | undefined]>([
    ['where it holds', { global: true }, 'cannot toggle global mode'],
    ['its life', { expirationTtl: 61_000_000_000 }, 'cannot update expiration TTL'],
    ['its end', { expirationTime: micros(end + 1) }, 'cannot update expiration time'],
    ['but not the same said again', { expirationTtl: 60_000_000_000, expirationTime: end }, undefined],
    ['nor nothing said', { expirationTtl: 0, expirationTime: micros(0) }, undefined],
  ])('%s', (_name, changes, fault) => {
    const text = fault && `token 0 invalid: 1 error occurred:\n\t* ${fault}\n\n`
    const admitted = token(mortal, { ...its, ...changes })
    expect(isRefusal(admitted) ? admitted.text : undefined).toBe(text)
  })
})

ladder('deleting', [
  ['a token that is not there', reader, { type: 'DeleteAclTokens', accessorIds: ['x'] }, 'acl-tokens-missing'],
  ['a token', held, { type: 'DeleteAclTokens', accessorIds: [fresh.accessorId] }, [['AclTokenDeleted']]],
  ['a role that is not there', reader, { type: 'DeleteAclRoles', ids: ['x'] }, 'acl-role-unknown'],
  ['a role', staffed, { type: 'DeleteAclRoles', ids: [roleId] }, [['AclRoleDeleted']]],
  ['a policy that is not there', empty, { type: 'DeleteAclPolicies', names: ['x'] }, [['AclPolicyDeleted']]],
])

test('what was deleted after its change was admitted does not come back', () => {
  const changed = token(held, its)
  const renamed = role(staffed, 'crew', ['reader'], { exists: true })
  if (isRefusal(changed) || isRefusal(renamed)) throw new Error('refused')
  expect(entriesOf(reader, { type: 'UpsertAclTokens', tokens: [changed] })).toBe('acl-token-unknown')
  expect(entriesOf(reader, { type: 'UpsertAclRoles', roles: [renamed] })).toBe('acl-role-unknown')
})

test('a changed token keeps its secret, its birth and its end', () => {
  const mortal = withToken(reader, { expirationTtl: 60_000_000_000 })
  const [before] = mortal.tables.aclTokens
  const [after] = withToken(mortal, { ...its, name: 'new' }).tables.aclTokens
  expect(after).toEqual({ ...before, name: 'new', modifyIndex: (before?.modifyIndex ?? 0) + 1 })
})

test('a token permits what its policies and its roles permit, as they are now', () => {
  const linked = withToken(staffed, { policies: undefined, roles: [{ id: '', name: 'staff' }] })
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
  const [row] = withToken(reader, { expirationTtl: 60_000_000_000 }).tables.aclTokens
  if (!row) throw new Error('no token')
  expect(isExpired(row, micros(row.createTime + 59_999_999))).toBe(false)
  expect(isExpired(row, micros(row.createTime + 60_000_000))).toBe(true)
})
