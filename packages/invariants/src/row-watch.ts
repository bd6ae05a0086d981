// A complaint about rows as a watch: `deployments: status == "failed"`, in the filter language of Nomad's lists over the rows' own fields.

import { isRefusal, type JsonObject } from '@cutover/core'
import { readFilter } from '@cutover/core/filter'
import { type EntryStep, entryStep } from './entry-step.ts'
import type { WatchedChange } from './watch.ts'

const tables = ['allocations', 'deployments', 'evaluations', 'jobs', 'nodes'] as const

/** Tells every entry that makes a row of the table be as the filter says. Throws a RangeError for a text that it cannot read. */
export function watchForRows(text: string): (change: WatchedChange) => readonly string[] {
  const [, name = '', filterText = ''] = /^(\w+): (.+)$/.exec(text) ?? []
  const table = tables.find((one) => one === name)
  if (table === undefined) throw new RangeError(`a complaint begins with one of ${tables.join(', ')} and a colon`)
  const filter = readFilter(filterText, (pattern) => new RegExp(pattern))
  if (isRefusal(filter)) throw new RangeError(filter.text)
  return ({ entry, before, after }) =>
    writtenRows(entryStep(before, entry, after), table).flatMap(({ key, datum }) =>
      filter(datum) === true ? [`entry ${entry.index} makes ${text} true of ${key.replaceAll('\u0000', '/')}`] : [],
    )
}

function writtenRows(
  step: EntryStep,
  table: (typeof tables)[number],
): readonly { readonly key: string; readonly datum: JsonObject }[] {
  return step[table].flatMap(({ key, after }) =>
    after === undefined ? [] : [{ key, datum: JSON.parse(JSON.stringify(after, digits)) }],
  )
}

function digits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
