// The log in words, one line an entry: a click looks at that instant.

import type { Entry } from '@cutover/core'
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Board } from './board.ts'

const shownMax = 200

/** The entries that are worth telling, the newest that fit. */
export function LogList({ board }: { readonly board: Board }): JSX.Element {
  const wanted = useSignal('')
  const rows = useComputed(() => told(board, wanted.value))
  const current = useRef<HTMLLIElement>(null)
  const index = board.index.value
  useEffect(() => keepInView(current.current), [index])
  const hidden = rows.value.length - shownMax
  const at = rows.value.findLast((row) => row.entry.index <= index)
  return (
    <section aria-label="log">
      <h2>Log</h2>
      <label>
        <span class="unseen">find in the log</span>
        <input
          id="find"
          type="search"
          placeholder="find …"
          value={wanted.value}
          onInput={(event) => (wanted.value = event.currentTarget.value)}
        />
      </label>
      {hidden > 0 && <p class="quiet">The {hidden} oldest are not shown: find narrows the list, export holds all.</p>}
      {rows.value.length === 0 && <p class="quiet">Nothing was told yet.</p>}
      <ol class="plain log">
        {rows.value.slice(-shownMax).map((row) => (
          <li key={row.entry.index} ref={row === at ? current : null}>
            <button
              type="button"
              aria-current={row === at ? 'step' : undefined}
              onClick={() => board.lookAtEntry(row.entry.index)}
            >
              <span class="numbers">
                {board.track.value.secondOf(row.entry.at).toFixed(1)} s · {row.entry.index}
              </span>{' '}
              <span>
                {row.text} <span class="quiet">{row.entry.cause.by}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface Row {
  readonly entry: Entry
  readonly text: string
}

function told(board: Board, wanted: string): readonly Row[] {
  const history = board.history.value
  const { words } = board.run.peek()
  const needle = wanted.toLowerCase()
  return history.entries.flatMap((entry, place) => {
    const text = (words[place] ?? []).join(' · ')
    return text !== '' && text.toLowerCase().includes(needle) ? [{ entry, text }] : []
  })
}

// Scrolls the list alone, never the page.
function keepInView(row: HTMLLIElement | null): void {
  const list = row?.parentElement
  if (!row || !list) return
  const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight]
  if (top < list.scrollTop) list.scrollTop = top
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight
}
