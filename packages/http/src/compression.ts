// Compressed answers: in the first of the encodings that a request lists and that Nomad's server knows. Rules: client-surface §2.8.

import { promisify } from 'node:util'
import { deflateRaw, gzip } from 'node:zlib'

/** The name of an encoding. */
export type Encoding = 'gzip' | 'deflate'

const encoders = { gzip: promisify(gzip), deflate: promisify(deflateRaw) } as const

/** The encoding to answer in; undefined: as it is. Weights are not read, as Nomad's server does not read them. */
export function acceptedEncoding(accepted: string | undefined): Encoding | undefined {
  if (accepted === undefined) return undefined
  return accepted
    .split(',')
    .map((name) => name.trim())
    .find(isEncoding)
}

function isEncoding(name: string): name is Encoding {
  return name === 'gzip' || name === 'deflate'
}

/** The bytes of a body in an encoding. Large bodies do not hold up other requests. */
export function compressed(whole: string | Uint8Array, encoding: Encoding): Promise<Buffer> {
  return encoders[encoding](whole)
}
