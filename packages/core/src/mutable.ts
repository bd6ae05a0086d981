// A value whose fields may be set, before anyone else sees it.

/** The same fields, none of them read-only; what hangs on them stays as it was. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }
