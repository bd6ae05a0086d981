// What a case is, how it says that an answer differs, and why it was left out.

import type { Bench } from './bench.ts'

/** What cases are about; `--only` takes one of these. */
export type Area = 'deployments' | 'jobs' | 'blocking' | 'protocol' | 'cluster' | 'rollouts'

/** All areas, in the order in which they are printed. */
export const areas: readonly Area[] = ['deployments', 'blocking', 'jobs', 'rollouts', 'protocol', 'cluster']

/** What a case needs of a server beside its API. */
export type Need =
  /** A ready node with the driver `mock_driver` or `raw_exec`. */
  | 'placement'
  /** The case drains a node or collects garbage: others would notice. */
  | 'quiet'

/** One black-box case. */
export interface Case {
  /** Those of the published list have its numbers; others begin with the section that they come from. */
  readonly number: string
  readonly name: string
  readonly area: Area
  readonly needs?: readonly Need[]
  /** Resolves when the server answers as it should; rejects with a Difference or a Skip. */
  readonly run: (bench: Bench) => Promise<void>
}

/** The first answer that is not as it should be. */
export class Difference extends Error {
  constructor(what: string, expected: unknown, actual: unknown) {
    super(`${what}: expected ${shown(expected)}, got ${shown(actual)}`)
    this.name = 'Difference'
  }
}

/** Why a case could not be run. */
export class Skip extends Error {}

/** Compares two values by their JSON. */
export function same(what: string, actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Difference(what, expected, actual)
}

/** Says what a true condition would have meant. */
export function holds(what: string, condition: boolean, actual: unknown): void {
  if (!condition) throw new Difference(what, 'it to hold', actual)
}

/** A text that holds another one. */
export function contains(what: string, actual: string, part: string): void {
  if (!actual.includes(part)) throw new Difference(what, `text with ${part}`, actual)
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'nothing')
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

/** Whether an instant, as servers write it, lies after another: one without a fraction would sort behind its own second. */
export function isLater(instant: string | null, than: string | null): boolean {
  return inFull(instant) > inFull(than)
}

function inFull(instant: string | null): string {
  return (instant ?? '').replace(/(?:\.(\d+))?Z$/, (_, fraction = '') => `.${fraction.padEnd(9, '0')}Z`)
}
