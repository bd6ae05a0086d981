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
    const facts = words[place] ?? []
    const isFound = needle === '' || facts.some((fact) => fact.toLowerCase().includes(needle))
    return facts.length > 0 && isFound ? [{ entry, text: textOf(facts) }] : []
  })
}

const factsMax = 12
const texts = new WeakMap<readonly string[], string>()

// A thousand facts of one entry are nothing to read. Each list is put together once.
function textOf(facts: readonly string[]): string {
  const known = texts.get(facts)
  if (known !== undefined) return known
  const more = facts.length > factsMax ? ` · and ${facts.length - factsMax} more` : ''
  const text = facts.slice(0, factsMax).join(' · ') + more
  texts.set(facts, text)
  return text
}

// Scrolls the list alone, never the page.
function keepInView(row: HTMLLIElement | null): void {
  const list = row?.parentElement
  if (!row || !list) return
  const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight]
  if (top < list.scrollTop) list.scrollTop = top
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight
}
