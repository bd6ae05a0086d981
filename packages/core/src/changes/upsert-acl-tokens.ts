// Creates or changes tokens. A new one is born with the entry, and lives from then on; a changed one keeps its birth and its end. One
// that was deleted meanwhile does not come back. Rules: client-surface §2.3.

import { type Draft, record } from '../draft.ts'
import type { AclToken } from '../entities/acl.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { plus } from '../time.ts'

/** A token as it is to be, as `admitAclToken` of the subpath `access` admitted it. */
export type AclTokenDraft = Omit<AclToken, 'createTime' | 'createIndex' | 'modifyIndex'> & {
  /** It is there already. */
  readonly exists: boolean
}

/** The tokens as they are to be. */
export interface UpsertAclTokens {
  readonly tokens: readonly AclTokenDraft[]
}

export function applyUpsertAclTokens(draft: Draft, { tokens }: UpsertAclTokens): Refusal | undefined {
  for (const { exists, ...token } of tokens) {
    const before = draft.tables.aclTokens.get(token.accessorId)
    if (exists && !before) return refuse('acl-token-unknown', token.accessorId)
    const { createTime, createIndex } = before ?? { createTime: draft.at, createIndex: draft.index }
    const { expirationTtl, expirationTime } = token
    const ends = expirationTtl > 0 && expirationTime === 0 ? plus(createTime, expirationTtl) : expirationTime
    record(draft, {
      type: 'AclTokenUpserted',
      token: { ...token, expirationTime: ends, createTime, createIndex, modifyIndex: draft.index },
    })
  }
  return undefined
}
