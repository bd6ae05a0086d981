// What the entry at the cursor changed, row by row and field by field; a click on a field asks why.

import { replay } from '@cutover/core'
import { diffFields, diffStates, type FieldChange, type RowChange, stateAt } from '@cutover/core/explain'
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import type { Board } from './board.ts'
import { rowName, valueText } from './row-words.ts'

const fieldsMax = 12
const rowsMax = 40

/** With more rows than these none is open by itself. */
const openMax = 8

/** The rows that the entry changed. */
export function Inspector({ board }: { readonly board: Board }): JSX.Element {
  const index = board.index.value
  const changes = useComputed(() => {
    const history = board.history.value
    const [from, to] = spanOf(board)
    const before = stateAt(history, from)
    // Folded on the one before, so that rows that nothing happened to are the same.
    const place = from - history.origin.lastIndex
    return before ? diffStates(before, history.entries.slice(place, place + to - from).reduce(replay, before)) : []
  })
  const [from, to] = spanOf(board)
  const { mark } = board
  return (
    <section aria-label="state">
      <h2>
        State <span class="quiet numbers">{changes.value.length > 0 ? `${from} → ${to}` : ''}</span>
      </h2>
      <div class="row">
        <button type="button" title="m" aria-pressed={mark.value === index} onClick={() => board.toggleMark()}>
          {mark.value === undefined ? 'mark this entry' : mark.value === index ? 'marked' : `move the mark here`}
        </button>
        {mark.value !== undefined && (
          <button type="button" onClick={() => (mark.value = undefined)}>
            compare with the entry before
          </button>
        )}
      </div>
      {changes.value.length === 0 && (
        <p class="quiet">
          {mark.value === index ? 'Marked: go to another entry to see what differs.' : 'Nothing has changed here.'}
        </p>
      )}
      {changes.value.slice(0, rowsMax).map((change) => (
        <Row
          key={`${change.table}/${change.key}`}
          board={board}
          change={change}
          isLong={changes.value.length > openMax}
        />
      ))}
      {changes.value.length > rowsMax && <p class="quiet">and {changes.value.length - rowsMax} rows more</p>}
    </section>
  )
}

// From the mark to the cursor or the other way round; without a mark, over the entry at the cursor.
function spanOf(board: Board): readonly [from: number, to: number] {
  const index = board.index.value
  const other = board.mark.value ?? index - 1
  return [Math.min(index, other), Math.max(index, other)]
}

interface RowProps {
  readonly board: Board
  readonly change: RowChange
  readonly isLong: boolean
}

function Row({ board, change, isLong }: RowProps): JSX.Element {
  const { table, key, before, after } = change
  const fields = before && after ? diffFields(before, after) : []
  const what = before ? (after ? '' : ' is gone') : ' is new'
  return (
    <details
      class="change"
      open={!isLong && fields.length > 0 && fields.length <= fieldsMax && table !== 'evaluations'}
    >
      <summary>
        {rowName(change, (id) => board.track.value.nameOf(id))}
        {what}
      </summary>
      <ul class="plain">
        {fields.slice(0, fieldsMax).map((field) => (
          <Field
            key={field.path.join('/')}
            change={field}
            ask={() => (board.asked.value = { table, key, field: field.path })}
          />
        ))}
        {fields.length === 0 && (
          <li>
            <button type="button" class="value" onClick={() => (board.asked.value = { table, key, field: [] })}>
              why?
            </button>
          </li>
        )}
      </ul>
    </details>
  )
}

function Field({ change, ask }: { readonly change: FieldChange; readonly ask: () => void }): JSX.Element {
  return (
    <li>
      <button type="button" class="value" title="why?" onClick={ask}>
        {change.path.join(' ')}: {valueText(change.before)} → <b>{valueText(change.after)}</b>
      </button>
    </li>
  )
}
