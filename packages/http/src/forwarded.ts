// Answers what another server handed over, because only the leader may do it.

import type { Api } from './api.ts'
import { handle } from './handle.ts'
import type { WireRequest, WireResponse } from './leader.ts'
import { readQuery } from './request.ts'

/** The answer to a request of another server, as bytes for it. */
export async function answerForwarded(api: Api, bytes: Uint8Array): Promise<Uint8Array> {
  const wire: WireRequest = JSON.parse(new TextDecoder().decode(bytes))
  const { status, headers, body } = await handle(api, {
    ...wire,
    query: readQuery(wire.query),
    headers: new Map(wire.headers),
    signal: new AbortController().signal,
    isForwarded: true,
  })
  const index = api.engine.read().lastIndex
  const reply: WireResponse =
    typeof body === 'string'
      ? { status, headers, body, index }
      : { status: 501, headers: {}, body: 'a stream is not handed on', index }
  return new TextEncoder().encode(JSON.stringify(reply))
}
