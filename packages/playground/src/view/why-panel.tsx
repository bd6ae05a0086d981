// Why a field is what it is: the chain of causes, the nearest first, each a step to look at.

import { type CauseLink, forkAt, type OutsideCause, why } from '@cutover/core/explain'
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Board } from './board.ts'
import { rowName, valueText } from './row-words.ts'

const outsides: Readonly<Record<OutsideCause, string>> = {
  operator: 'An operator asked for it.',
  report: 'A node reported it.',
  timer: 'Time brought it about.',
  import: 'It was imported.',
  origin: 'It was so from the beginning.',
}

/** The answer to the question that was asked last. */
export function WhyPanel({ board }: { readonly board: Board }): JSX.Element | null {
  const answer = useComputed(() => {
    const path = board.asked.value
    const history = forkAt(board.history.value, board.index.value)
    return path && history ? why(history, path) : undefined
  })
  const place = useRef<HTMLElement>(null)
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [board.asked.value])
  if (!answer.value) return null
  const { path, before, after, chain, outside } = answer.value
  const row = rowName(
    { table: path.table, key: path.key, before: undefined, after: board.state.value.tables[path.table].get(path.key) },
    (id) => board.track.value.nameOf(id),
  )
  return (
    <section class="why" aria-label="why" ref={place}>
      <h2>
        Why?{' '}
        <button type="button" aria-label="close" onClick={() => (board.asked.value = undefined)}>
          ✕
        </button>
      </h2>
      {chain.length === 0 && after === undefined && <p>It is not there at this instant.</p>}
      <p>
        {row} {path.field.join(' ')}: {valueText(before)} → <b>{valueText(after)}</b>
      </p>
      <ol class="chain">
        {chain.map((link) => (
          <Link key={link.index} board={board} link={link} />
        ))}
      </ol>
      <p class="quiet">{outsides[outside]}</p>
    </section>
  )
}

function Link({ board, link }: { readonly board: Board; readonly link: CauseLink }): JSX.Element {
  const { index, at, events, change, command, by, rule } = link
  const types = [...new Set(events.map(({ type }) => type))].join(', ')
  return (
    <li>
      <button type="button" class="value" onClick={() => board.lookAtEntry(index)}>
        entry {index}, {board.track.value.secondOf(at).toFixed(1)} s: {types}
      </button>{' '}
      <span class="quiet">
        {command === '' ? change : command} by {by}; rule: {rule}
      </span>
    </li>
  )
}
