// JSON values as the engine keeps them: frozen, 64-bit integers beyond 2^53 as bigint.

/** A JSON value. Integers that do not fit a double exactly are kept as bigint. */
export type Json = null | boolean | number | bigint | string | JsonList | JsonObject

/** A JSON array. */
export type JsonList = readonly Json[]

/** A JSON object. Keys keep the order in which they arrived. */
export interface JsonObject {
  readonly [key: string]: Json
}
