// What a read answers with: what was found and the index that a client waits on next. Rules: client-surface §2.1.

/** An answer and its index. */
export interface Found<T> {
  readonly value: T
  readonly index: number
}
