// Policies and roles over HTTP: everybody sees those that his own token has, management sees and changes all.
// Rules: client-surface §1.4, the recorded story `acl-policies`.

import { randomUUID } from 'node:crypto'
import { type AclRole, isRefusal, type State } from '@cutover/core'
import {
  admitAclPolicy,
  admitAclRole,
  anonymousPolicy,
  listAclPolicies,
  listAclRoles,
  policyNamesOf,
} from '@cutover/core/access'
import { type Access, openAccess, permissionDenied } from '../access.ts'
import { type Api, type Handler, read, refusalError, submit } from '../api.ts'
import { bodyFields, type HttpRequest, objectsOf, readOptions, textOf } from '../request.ts'
import { aclPolicyBody, aclRoleBody } from '../request-bodies.ts'
import { empty, HttpError, type HttpResponse, json } from '../response.ts'
import { wirePolicy, wirePolicyStub, wireRole } from '../wire/acl.ts'
import { requireAcl } from './acl-tokens.ts'

export const listPolicies: Handler = (api, request) => {
  const { prefix } = readOptions(request)
  const access = aclAccess(api, request)
  return read(api, request, {
    find: (state) => listAclPolicies(state, prefix, ownPolicies(state, access)),
    tables: ['aclPolicies'],
    body: (policies) => policies.map(wirePolicyStub),
  })
}

export const getPolicy: Handler = (api, request, [name = '']) => {
  if (name === '') throw new HttpError(400, missingName)
  const own = ownPolicies(api.engine.read(), aclAccess(api, request))
  if (own && !own.has(name)) throw permissionDenied()
  return read(api, request, {
    find: ({ tables, indexes }) => {
      const value = tables.aclPolicies.get(name)
      return { value, index: value?.modifyIndex ?? indexes.acl_policy }
    },
    tables: ['aclPolicies'],
    body: (policy) => policy && wirePolicy(policy),
    missing: 'ACL policy not found',
  })
}

const missingName = 'Missing Policy Name'

export const putPolicy: Handler = async (api, request, [name = '']) => {
  if (name === '') throw new HttpError(400, missingName)
  const body = bodyFields(request, aclPolicyBody)
  if (textOf(body, 'Name') !== name) throw new HttpError(400, 'ACL policy name does not match request path')
  requireAcl(api)
  const texts = { description: textOf(body, 'Description'), rules: textOf(body, 'Rules') }
  const jobAcl = objectsOf(body, 'JobACL')[0]
  request.access?.permit()
  const policy = admitAclPolicy({ name, ...texts, jobAcl })
  if (isRefusal(policy)) throw refusalError(policy)
  return submit(api, request, { type: 'UpsertAclPolicies', policies: [policy] }, written)
}

export const deletePolicy: Handler = async (api, request, [name = '']) => {
  if (name === '') throw new HttpError(400, missingName)
  requireAcl(api)
  return submit(api, request, { type: 'DeleteAclPolicies', names: [name] }, written)
}

export const listRoles: Handler = (api, request) => {
  const { prefix } = readOptions(request)
  const own = ownRoles(aclAccess(api, request))
  return read(api, request, {
    find: (state) => listAclRoles(state, prefix, own),
    tables: ['aclRoles'],
    body: (roles) => roles.map(wireRole),
  })
}

export const getRole: Handler = (api, request, [id = '']) => {
  if (id === '') throw new HttpError(400, 'missing ACL role ID')
  return readRole(api, request, ({ tables }) => tables.aclRoles.get(id))
}

export const getRoleByName: Handler = (api, request, [name = '']) =>
  readRole(api, request, ({ tables }) => [...tables.aclRoles.by('name', name)][0])

function readRole(api: Api, request: HttpRequest, find: (state: State) => AclRole | undefined): ReturnType<Handler> {
  const own = ownRoles(aclAccess(api, request))
  const now = find(api.engine.read())
  if (own && !(now && own.has(now.id))) throw permissionDenied()
  return read(api, request, {
    find: (state) => {
      const value = find(state)
      return { value, index: value?.modifyIndex ?? state.indexes.acl_roles }
    },
    tables: ['aclRoles'],
    body: (role) => role && wireRole(role),
    missing: 'ACL role not found',
  })
}

export const putRole: Handler = async (api, request, [id]) => {
  if (id === '') throw new HttpError(400, 'missing ACL role ID')
  const body = bodyFields(request, aclRoleBody)
  const named = textOf(body, 'ID')
  if (id !== undefined && named !== id) throw new HttpError(400, 'ACL role ID does not match request path')
  requireAcl(api)
  request.access?.permit()
  const role = admitAclRole(api.engine.read(), {
    id: named || randomUUID(),
    name: textOf(body, 'Name'),
    description: textOf(body, 'Description'),
    policies: objectsOf(body, 'Policies').map((link) => textOf(link, 'Name')),
    exists: named !== '',
  })
  if (isRefusal(role)) throw refusalError(role)
  return submit(api, request, { type: 'UpsertAclRoles', roles: [role] }, ({ index }, after) => {
    const stored = after.tables.aclRoles.get(role.id)
    if (!stored) throw new HttpError(404, 'ACL role not found')
    return json(wireRole(stored), { 'X-Nomad-Index': String(index) })
  })
}

export const deleteRole: Handler = async (api, request, [id = '']) => {
  if (id === '') throw new HttpError(400, 'missing ACL role ID')
  requireAcl(api)
  return submit(api, request, { type: 'DeleteAclRoles', ids: [id] }, written)
}

function aclAccess(api: Api, request: HttpRequest): Access {
  requireAcl(api)
  const { access = openAccess } = request
  access.permit()
  return access
}

/** Undefined: all of them. */
function ownPolicies(state: State, access: Access): ReadonlySet<string> | undefined {
  const { token, permissions } = access.caller()
  if (permissions.management) return undefined
  return new Set(token ? policyNamesOf(state, token) : [anonymousPolicy])
}

function ownRoles(access: Access): ReadonlySet<string> | undefined {
  const { token, permissions } = access.caller()
  return permissions.management ? undefined : new Set((token?.roles ?? []).map(({ id }) => id))
}

function written({ index }: { readonly index: number }): HttpResponse {
  return empty(200, { 'X-Nomad-Index': String(index) })
}
