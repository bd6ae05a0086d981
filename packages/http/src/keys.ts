// The key pair that the server would sign identities with: made at the first question for it, kept as long as the process, never
// written down. Clients use its public half to see that a server is up. Rules: client-surface §1.4.

import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { deriveId, type Micros } from '@cutover/core'
import type { Api } from './api.ts'

/** The public half of a key pair, and what is known of it. */
export interface ServerKey {
  readonly id: string
  readonly createdAt: Micros
  /** Base64url, as a JSON web key has it. */
  readonly modulus: string
  readonly exponent: string
}

const keys = new WeakMap<Api['engine'], Promise<ServerKey>>()

/** The server's key. */
export function serverKey(api: Api): Promise<ServerKey> {
  const known = keys.get(api.engine)
  if (known) return known
  const made = makeKey(signingKeyId(api.engine.read().seed), api.clock.now())
  keys.set(api.engine, made)
  return made
}

const generate = promisify(generateKeyPair)

async function makeKey(id: string, createdAt: Micros): Promise<ServerKey> {
  const { publicKey }: { readonly publicKey: KeyObject } = await generate('rsa', { modulusLength: 2048 })
  const { n: modulus = '', e: exponent = '' } = publicKey.export({ format: 'jwk' })
  return { id, createdAt, modulus, exponent }
}

/** The id of the key of a log: the same for every start. */
export function signingKeyId(seed: string): string {
  return deriveId(`${seed}/key`, 0, 0)
}

/** The server's own id: the same for every start on one log. */
export function serverId({ engine }: Api): string {
  return deriveId(engine.read().seed, 0, 0)
}
