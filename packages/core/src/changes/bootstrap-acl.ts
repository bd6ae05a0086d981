// Makes the first management token. It can be done once. Rules: client-surface §2.3, the recorded story `acl-bootstrap`.

import { type Draft, record } from '../draft.ts'
import { uuidFault } from '../entities/uuid.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { zero } from '../time.ts'

/** The ids of the token; the secret must be one that nobody can guess. */
export interface BootstrapAcl {
  readonly accessorId: string
  readonly secretId: string
}

export function applyBootstrapAcl(draft: Draft, { accessorId, secretId }: BootstrapAcl): Refusal | undefined {
  const done = draft.indexes.acl_token_bootstrap
  if (done > 0) return refuse('acl-bootstrapped', done)
  if (uuidFault(secretId) !== undefined) return refuse('acl-secret-invalid')
  const token = {
    accessorId,
    secretId,
    name: 'Bootstrap Token',
    type: 'management',
    policies: undefined,
    roles: undefined,
    global: true,
    createTime: draft.at,
    expirationTime: zero,
    expirationTtl: zero,
    createIndex: draft.index,
    modifyIndex: draft.index,
  } as const
  record(draft, { type: 'AclBootstrapped', token })
  return undefined
}
