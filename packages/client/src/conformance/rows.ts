// Rows that cases are about: made, listed, found.

import type { Deployment } from '../wire-types.ts'
import type { Answer, Bench } from './bench.ts'
import { Difference } from './case.ts'

/** The first row of a kind. */
export function rowWhere<T>(what: string, rows: readonly T[] | null, wanted: (row: T) => boolean): T {
  const row = rows?.find(wanted)
  if (row === undefined) throw new Difference(what, 'to be there', rows)
  return row
}

/** The ids of a list of deployments. */
export const ids = (answer: Answer): readonly string[] => answer.json<readonly Deployment[]>().map((row) => row.ID)

/** Texts in order. */
export const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort()

/** A namespace with so many deployments of jobs that cannot be placed, in the order in which they were created. */
export async function spaceWith(
  bench: Bench,
  count: number,
): Promise<{ readonly namespace: string; readonly rows: Deployment[] }> {
  const namespace = await bench.namespace()
  const rows: Deployment[] = []
  for (let n = 0; n < count; n++) rows.push((await bench.unplaceable({ namespace })).deployment)
  return { namespace, rows: rows.sort((one, other) => one.CreateIndex - other.CreateIndex) }
}
