// The server's keys: for those who check signatures, and for operators. Rules: client-surface §1.4.

import type { Handler } from '../api.ts'
import { serverKey } from '../keys.ts'
import { HttpError, json, metaHeaders } from '../response.ts'
import { nanos } from '../wire/time.ts'

/** The index of the key that a new cluster is born with. */
const firstIndex = 1

/** How long the keys may be cached, in seconds. */
const cachedSeconds = 3_600

export const publicKeys: Handler = async (api) => {
  const { id, modulus, exponent } = await serverKey(api)
  const key = { use: 'sig', kty: 'RSA', kid: id, alg: 'RS256', n: modulus, e: exponent }
  return json({ keys: [key] }, { 'Cache-Control': `max-age=${cachedSeconds}`, ...metaHeaders({ index: firstIndex }) })
}

/** There is no issuer, hence nothing to discover. */
export const discovery: Handler = () => {
  throw new HttpError(404, 'OIDC Discovery endpoint disabled')
}

export const list: Handler = async (api) => {
  const { id, createdAt } = await serverKey(api)
  const key = {
    Algorithm: 'aes256-gcm',
    CreateIndex: firstIndex,
    CreateTime: nanos(createdAt),
    KeyID: id,
    ModifyIndex: firstIndex,
    PublishTime: 0,
    State: 'active',
  }
  return json([key], metaHeaders({ index: firstIndex }))
}
