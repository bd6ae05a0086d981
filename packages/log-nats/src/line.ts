// What the servers of a cluster speak to each other over: the part of a NATS connection that they use.

/** Something that was said. */
export interface Word {
  readonly data: Uint8Array
  readonly respond: (data: Uint8Array) => unknown
}

/** A connection to all of them. */
export interface Line {
  publish(subject: string, data: string): void
  /** Until the answer is unsubscribed from. */
  subscribe(
    subject: string,
    options: { readonly callback: (error: Error | null, word: Word) => void },
  ): { unsubscribe(): void }
  /** Rejects when nobody answers within so many milliseconds. */
  request(
    subject: string,
    data: Uint8Array,
    options: { readonly timeout: number },
  ): Promise<{ readonly data: Uint8Array }>
}
