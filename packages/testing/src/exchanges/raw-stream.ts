// Follows an event stream on a socket of its own, for some time or until told to stop.
// Rules: oracle/README-http §2, §4.6.

import { type Head, readChunks, readHead } from './raw-answer.ts'
import { type Address, open, type RawAnswer, type RawRequest } from './raw-exchange.ts'
import type { StreamWish } from './story.ts'

/** How long the head may take beyond the time of the stream. */
const headGraceMs = 5_000

/** A stream being read. */
export interface FollowedStream {
  /** Ends the stream; what has come so far is its answer. */
  readonly stop: () => void
  /** Resolves with the lines joined once the stream is over. */
  readonly answer: Promise<RawAnswer>
}

/** Sends the request and follows what comes. */
export function follow(address: Address, request: RawRequest, wish: StreamWish): FollowedStream {
  const startedAt = performance.now()
  const socket = open(address, request)
  const reading = new Reading()
  const stop = (): void => void socket.destroy()
  const timer = setTimeout(() => (reading.head ? stop() : void setTimeout(stop, headGraceMs)), wish.seconds * 1_000)
  const ended = new Promise<void>((resolve) => {
    socket.on('data', (part: Buffer) => {
      reading.take(part)
      if (reading.isEnd) stop()
    })
    socket.on('error', () => resolve())
    socket.on('close', () => resolve())
  })
  const answer = ended.then(() => {
    clearTimeout(timer)
    return { ...reading.answer(), ms: performance.now() - startedAt }
  })
  return { stop, answer }
}

class Reading {
  head: Head | undefined
  isEnd = false
  #raw: Buffer = Buffer.alloc(0)
  #text: Buffer = Buffer.alloc(0)

  take(part: Buffer): void {
    this.#raw = Buffer.concat([this.#raw, part])
    if (!this.head) {
      this.head = readHead(this.#raw)
      if (!this.head) return
      this.#raw = this.#raw.subarray(this.head.length)
    }
    if (!this.head.isChunked) {
      this.#text = Buffer.concat([this.#text, this.#raw])
      this.#raw = Buffer.alloc(0)
      this.isEnd = this.head.contentLength !== undefined && this.#text.length >= this.head.contentLength
      return
    }
    const { data, used, isEnd } = readChunks(this.#raw)
    this.#text = Buffer.concat([this.#text, data])
    this.#raw = this.#raw.subarray(used)
    this.isEnd = isEnd
  }

  // A line that was not finished when the stream was stopped does not count; one that the server left unfinished does.
  #lines(): readonly string[] {
    const lines = this.#text.toString().split('\n')
    return (this.isEnd ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== '')
  }

  answer(): Omit<RawAnswer, 'ms'> {
    if (!this.head) return { status: 0, headers: [], body: '', note: 'no answer' }
    const { status, headers } = this.head
    return { status, headers, body: status === 200 ? this.#lines().join('\n') : this.#text.toString() }
  }
}
