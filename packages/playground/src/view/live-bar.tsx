// How the live cluster is doing: connected or broken off since when, what its stream did not tell, and the token to act with.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Board } from './board.ts'
import { LiveTrack } from './live-track.ts'

/** Everything about the connection; nothing while the page plays for itself. */
export function LiveBar({ board }: { readonly board: Board }): JSX.Element | null {
  const track = board.track.value
  const token = useSignal('')
  if (!(track instanceof LiveTrack)) return null
  const { cluster, connection, gaps } = track
  const skipped = gaps.value.flatMap((gap) => (gap.kind === 'indexes' ? [gap.to - gap.from + 1] : []))
  const missing = skipped.reduce((sum, count) => sum + count, 0)
  return (
    <section class="live" aria-label="live cluster">
      <p role="status">
        <ConnectionWords track={track} /> {cluster.address} · index{' '}
        <span class="numbers">{board.run.value.history.head.lastIndex}</span>
        {missing > 0 && ` · nothing was told of ${missing} indexes`}
      </p>
      {connection.value.kind === 'live' && (
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault()
            cluster.token = token.value
            board.said.value = 'From now on the verbs act on the live cluster.'
          }}
        >
          <label>
            <span class="quiet">
              {cluster.token === undefined ? 'only looked at; token ' : 'acting with the token '}
            </span>
            <input
              type="password"
              autocomplete="off"
              value={token.value}
              onInput={(event) => (token.value = event.currentTarget.value)}
            />
          </label>
          <button type="submit">act on it</button>
        </form>
      )}
    </section>
  )
}

function ConnectionWords({ track }: { readonly track: LiveTrack }): JSX.Element {
  const { value: connection } = track.connection
  if (connection.kind === 'broken')
    return (
      <b class="unhealthy">
        ✕ broken off at {connection.since}: {connection.why}. Nothing after index {track.run.history.head.lastIndex} is
        known.
      </b>
    )
  return <b class="healthy">{connection.kind === 'live' ? '● live' : '◐ connecting'}</b>
}
