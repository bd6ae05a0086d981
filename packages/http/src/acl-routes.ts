// The routes of access control: its policies, roles and tokens.

import type { Handler } from './api.ts'
import type { Route } from './match.ts'
import * as policies from './routes/acl-policies.ts'
import * as tokens from './routes/acl-tokens.ts'

function written(handler: Handler): Readonly<Record<string, Handler>> {
  return { POST: handler, PUT: handler }
}

/** Every route of access control. */
export const aclRoutes: readonly Route[] = [
  {
    path: '/v1/acl/bootstrap',
    methods: written(tokens.bootstrap),
    summary: 'Makes the first management token.',
  },
  { path: '/v1/acl/policies', methods: { GET: policies.listPolicies }, summary: 'Lists policies.' },
  {
    path: '/v1/acl/policy/:name',
    methods: { GET: policies.getPolicy, DELETE: policies.deletePolicy, ...written(policies.putPolicy) },
    summary: 'Reads, writes or deletes a policy.',
  },
  { path: '/v1/acl/tokens', methods: { GET: tokens.listAll }, summary: 'Lists tokens, without their secrets.' },
  { path: '/v1/acl/token', methods: written(tokens.put), summary: 'Makes a token.' },
  { path: '/v1/acl/token/self', methods: { GET: tokens.getSelf }, summary: "Reads the caller's own token." },
  { path: '/v1/acl/token/onetime', methods: written(tokens.notHere), summary: 'Not part of this server.' },
  { path: '/v1/acl/token/onetime/exchange', methods: written(tokens.notHere), summary: 'Not part of this server.' },
  {
    path: '/v1/acl/token/:id',
    methods: { GET: tokens.getOne, DELETE: tokens.remove, ...written(tokens.put) },
    summary: 'Reads, changes or deletes a token.',
  },
  { path: '/v1/acl/roles', methods: { GET: policies.listRoles }, summary: 'Lists roles.' },
  { path: '/v1/acl/role', methods: written(policies.putRole), summary: 'Makes a role.' },
  { path: '/v1/acl/role/name/:name', methods: { GET: policies.getRoleByName }, summary: 'Reads a role by its name.' },
  {
    path: '/v1/acl/role/:id',
    methods: { GET: policies.getRole, DELETE: policies.deleteRole, ...written(policies.putRole) },
    summary: 'Reads, changes or deletes a role.',
  },
  { path: '/v1/acl/auth-methods', methods: { GET: tokens.none }, summary: 'Lists ways to sign in: there are none.' },
  { path: '/v1/acl/binding-rules', methods: { GET: tokens.none }, summary: 'Lists binding rules: there are none.' },
]
