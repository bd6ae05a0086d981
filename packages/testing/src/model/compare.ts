// Whether the core and the model hold the same rows. What was found equal once is remembered by identity, since rows are never changed.

import type { State } from '@cutover/core'
import type { Model } from './model.ts'
import { jobKey, ownerKey, tableNames, versionKey } from './tables.ts'

/** Compares a core with a model, again and again. */
export class Comparison {
  readonly #equal = new WeakMap<object, object>()

  /** What differs, one line each; none when nothing does. */
  differences({ tables, indexes, lastIndex }: State, model: Model): readonly string[] {
    const { rows } = model
    return [
      ...(lastIndex === model.lastIndex ? [] : [`last index: ${lastIndex}, the model ${model.lastIndex}`]),
      ...tableNames.flatMap((name) => {
        const wanted = model.indexes.get(name)
        return indexes[name] === wanted ? [] : [`index of ${name}: ${indexes[name]}, the model ${wanted}`]
      }),
      ...this.#table('job', tables.jobs, rows.jobs, jobKey),
      ...this.#table('version', tables.jobVersions, rows.versions, (row) =>
        versionKey(row.namespace, row.id, row.version),
      ),
      ...this.#table('summary', tables.jobSummaries, rows.summaries, ownerKey),
      ...this.#table('submission', tables.jobSubmissions, rows.submissions, (row) =>
        versionKey(row.namespace, row.jobId, row.version),
      ),
      ...this.#table('scaling', tables.scalingEvents, rows.scalings, ownerKey),
      ...this.#table('deployment', tables.deployments, rows.deployments, idOf),
      ...this.#table('evaluation', tables.evaluations, rows.evaluations, idOf),
      ...this.#table('allocation', tables.allocations, rows.allocations, idOf),
      ...this.#table('node', tables.nodes, rows.nodes, idOf),
    ]
  }

  #table<R extends object>(
    name: string,
    found: Iterable<R>,
    wanted: ReadonlyMap<string, R>,
    keyOf: (row: R) => string,
  ): readonly string[] {
    const lines: string[] = []
    let count = 0
    for (const row of found) {
      count += 1
      const key = keyOf(row)
      const other = wanted.get(key)
      if (!other) lines.push(`${name} ${key}: the model has none`)
      else if (this.#equal.get(row) !== other) {
        const before = lines.length
        compare(row, other, `${name} ${key}`, lines)
        if (lines.length === before) this.#equal.set(row, other)
      }
    }
    if (count !== wanted.size) lines.push(`${name}: ${count} rows, the model ${wanted.size}`)
    return lines
  }
}

// What a watcher remembers is no row of the log's: the model keeps its own, and shows it by what a verb answers.
const unseen = 'watch'

function idOf({ id }: { readonly id: string }): string {
  return id
}

// Where the order of a list is not a promise, its elements are found by their names.
function compare(found: unknown, wanted: unknown, path: string, lines: string[]): void {
  if (Object.is(found, wanted)) return
  if (!isRecord(found) || !isRecord(wanted)) {
    lines.push(`${path}: ${shown(found)}, the model ${shown(wanted)}`)
    return
  }
  if (Array.isArray(found) && Array.isArray(wanted)) {
    const [a, b] = [named(found), named(wanted)]
    for (let at = 0; at < Math.max(a.length, b.length); at++) compare(a[at], b[at], `${path}[${at}]`, lines)
    return
  }
  for (const key of new Set([...Object.keys(found), ...Object.keys(wanted)]))
    if (key !== unseen) compare(found[key], wanted[key], `${path}.${key}`, lines)
}

function named(list: readonly unknown[]): readonly unknown[] {
  return list.every((row) => nameOf(row) !== undefined) ? list.toSorted(byName) : list
}

function nameOf(row: unknown): string | undefined {
  const name = isRecord(row) ? (row.name ?? row.group) : undefined
  return typeof name === 'string' ? name : undefined
}

function byName(a: unknown, b: unknown): number {
  return (nameOf(a) ?? '') < (nameOf(b) ?? '') ? -1 : 1
}

function isRecord(
  value: unknown,
): value is { readonly [key: string]: unknown; readonly name?: unknown; readonly group?: unknown } {
  return typeof value === 'object' && value !== null
}

function shown(value: unknown): string {
  return typeof value === 'bigint' ? `${value}` : (JSON.stringify(value)?.slice(0, 200) ?? 'nothing')
}
