// What the entry at the cursor changed, row by row and field by field; a click on a field asks why.

import { replay } from '@cutover/core'
import { diffFields, diffStates, entryAt, type FieldChange, type RowChange, stateAt } from '@cutover/core/explain'
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import type { Board } from './board.ts'
import { rowName, valueText } from './row-words.ts'

const fieldsMax = 12

/** The rows that the entry changed. */
export function Inspector({ board }: { readonly board: Board }): JSX.Element {
  const index = board.index.value
  const changes = useComputed(() => {
    const { history } = board.run.value
    const before = stateAt(history, board.index.value - 1)
    const entry = entryAt(history, board.index.value)
    return before && entry ? diffStates(before, replay(before, entry)) : []
  })
  return (
    <section aria-label="state">
      <h2>
        State <span class="quiet numbers">{changes.value.length > 0 ? `${index - 1} → ${index}` : ''}</span>
      </h2>
      {changes.value.length === 0 && <p class="quiet">This is the beginning: nothing has changed yet.</p>}
      {changes.value.map((change) => (
        <Row key={`${change.table}/${change.key}`} board={board} change={change} />
      ))}
    </section>
  )
}

interface RowProps {
  readonly board: Board
  readonly change: RowChange
}

function Row({ board, change }: RowProps): JSX.Element {
  const { table, key, before, after } = change
  const fields = before && after ? diffFields(before, after) : []
  const what = before ? (after ? '' : ' is gone') : ' is new'
  return (
    <details class="change" open={fields.length > 0 && fields.length <= fieldsMax && table !== 'evaluations'}>
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
