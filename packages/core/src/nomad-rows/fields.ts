// Reads fields of Nomad's JSON, where an absent field means Go's zero value.

import { daysSince1970 } from '../housekeeping/civil-time.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../json.ts'
import { fromNanos, type Micros, nearest, zero } from '../time.ts'

/** An object, or undefined for anything else. */
export function asObject(value: Json | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined
}

/** The object under a key, or undefined. */
export function objectAt(row: JsonObject, key: string): JsonObject | undefined {
  return asObject(row[key])
}

/** The list under a key, or undefined. */
export function listAt(row: JsonObject, key: string): readonly Json[] | undefined {
  const value = row[key]
  return isJsonList(value) ? value : undefined
}

/** The objects of the list under a key; undefined when there is no list. */
export function objectsAt(row: JsonObject, key: string): readonly JsonObject[] | undefined {
  return listAt(row, key)?.filter(isJsonObject)
}

/** The strings of the list under a key; undefined when there is no list. */
export function textsAt(row: JsonObject, key: string): readonly string[] | undefined {
  return listAt(row, key)?.filter((value) => typeof value === 'string')
}

/** The string under a key, or `''`. */
export function textAt(row: JsonObject, key: string): string {
  const value = row[key]
  return typeof value === 'string' ? value : ''
}

/** The number under a key, or 0. */
export function numberAt(row: JsonObject, key: string): number {
  const value = row[key]
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'number' ? value : 0
}

/** The boolean under a key, or false. */
export function flagAt(row: JsonObject, key: string): boolean {
  return row[key] === true
}

/** The boolean under a key; undefined when absent. */
export function optionalFlagAt(row: JsonObject, key: string): boolean | undefined {
  const value = row[key]
  return typeof value === 'boolean' ? value : undefined
}

/** The one of `choices` that stands under a key, or `otherwise`. */
export function choiceAt<T extends string>(row: JsonObject, key: string, choices: readonly T[], otherwise: T): T {
  const value = row[key]
  return choices.find((choice) => choice === value) ?? otherwise
}

/**
 * The nanoseconds under a key as microseconds. A double beyond 2^53 is off by up to 128 ns, so it is rounded to the
 * nearest whole microsecond.
 */
export function nanosAt(row: JsonObject, key: string): Micros {
  const value = row[key]
  if (typeof value === 'bigint') return fromNanos(value)
  if (typeof value !== 'number') return zero
  return Number.isSafeInteger(value) ? fromNanos(value) : nearest(Math.round(value / 1_000))
}

/** The RFC 3339 time under a key as microseconds; absent, unreadable and the year 1 are zero. */
export function instantAt(row: JsonObject, key: string): Micros {
  return instant(textAt(row, key))
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/

/** An RFC 3339 time as microseconds, rounded down, no year before 1684 or after 2255; what is unreadable is zero, and so is the year 1. */
export function instant(text: string): Micros {
  const parts = rfc3339.exec(text)
  if (!parts || text.startsWith('0001-')) return zero
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number)
  const [fraction = '', sign = '+', offsetHours = '0', offsetMinutes = '0'] = parts.slice(7)
  const ahead = (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes))
  const minutes = (daysSince1970({ year, month, day }) * 24 + hour) * 60 + minute - ahead
  return nearest((minutes * 60 + second) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0')))
}

/** The fields that a reader does not spell out; undefined when there are none. */
export function restOf(row: JsonObject, known: ReadonlySet<string>): JsonObject | undefined {
  const entries = Object.entries(row).filter(([key]) => !known.has(key))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
