// Creates or changes tokens. A new one is born with the entry; a changed one keeps its birth. Rules: client-surface §2.3.

import { type Draft, record } from '../draft.ts'
import type { AclToken } from '../entities/acl.ts'

/** A token as it is to be. */
export type AclTokenDraft = Omit<AclToken, 'createTime' | 'createIndex' | 'modifyIndex'>

/** The tokens as they are to be. */
export interface UpsertAclTokens {
  readonly tokens: readonly AclTokenDraft[]
}

export function applyUpsertAclTokens(draft: Draft, { tokens }: UpsertAclTokens): undefined {
  for (const token of tokens) {
    const before = draft.tables.aclTokens.get(token.accessorId)
    const { createTime, createIndex } = before ?? { createTime: draft.at, createIndex: draft.index }
    record(draft, { type: 'AclTokenUpserted', token: { ...token, createTime, createIndex, modifyIndex: draft.index } })
  }
}
