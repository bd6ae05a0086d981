// The call of the API that the last line amounts to: the request that asks for the same, and the answer of the server.

import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import type { Board } from './board.ts'

const shortMax = 400

/** The last call; nothing before there was one. */
export function ExchangePanel({ board }: { readonly board: Board }): JSX.Element | null {
  const { value: exchange } = useComputed(() => board.run.value.exchange)
  if (!exchange) return null
  const { method, path, request, status, answer } = exchange
  return (
    <section class="exchange" aria-label="as HTTP">
      <h2>As HTTP</h2>
      <p class="address">
        <b>{method}</b> {path}
      </p>
      {request !== '' && (
        <details open={request.length <= shortMax}>
          <summary>body</summary>
          <pre>{indented(request)}</pre>
        </details>
      )}
      <p>
        <b class={status === 200 ? 'healthy' : 'unhealthy'}>
          {status === 200 ? '●' : '✕'} {status}
        </b>
      </p>
      <pre>{indented(answer)}</pre>
    </section>
  )
}

function indented(text: string): string {
  return text.startsWith('{') ? JSON.stringify(JSON.parse(text), null, 2) : text.trim()
}
