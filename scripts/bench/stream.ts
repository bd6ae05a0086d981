// The event stream to a hundred subscribers while five thousand events a second are written: nobody may miss one.

import { connect } from 'node:net'
import type { Bench, Figure } from './bench.ts'
import { requestText, startServer } from './load.ts'

const subscribers = 100
const rate = 5_000
const count = 10_000
/** What compiles the server is not measured. */
const warming = 5_000

// One for all: what is read is looked at at once, and never kept. A hundred readers share a core with nobody to spare.
const shared = Buffer.allocUnsafe(256 * 1024)
const lineEnd = 0x0a
const brace = { opening: 0x7b, closing: 0x7d } as const

/** Follows the stream and counts its lines, which hold one event each. */
class Subscriber {
  events = 0
  #wanted = 0
  /** The last two bytes that came. */
  #before: readonly [number, number] = [0, 0]
  readonly #socket: ReturnType<typeof connect>
  #onBegun: () => void = () => undefined
  #onEnough: () => void = () => undefined

  constructor(port: number) {
    const callback = (length: number): boolean => this.#take(shared.subarray(0, length))
    this.#socket = connect({ port, host: '127.0.0.1', onread: { buffer: () => shared, callback } })
  }

  /** Resolves when the stream has begun. */
  begin(): Promise<void> {
    this.#socket.write(requestText('GET', '/v1/event/stream?topic=Deployment'))
    return new Promise((resolve) => {
      this.#onBegun = resolve
    })
  }

  /** Resolves when so many events have come. */
  reached(events: number): Promise<void> {
    return new Promise((resolve) => {
      this.#onEnough = resolve
      this.#wanted = events
      if (this.events >= events) resolve()
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(bytes: Buffer): boolean {
    this.#onBegun()
    for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, at + 1)) {
      const [last, first] = at > 1 ? [bytes[at - 1], bytes[at - 2]] : this.#beforeEnd(bytes, at)
      // Neither what frames a chunk nor a heartbeat, which is a pair of braces.
      if (last === brace.closing && first !== brace.opening) this.events += 1
    }
    this.#before = [bytes.at(-1) ?? 0, bytes.at(-2) ?? this.#before[0]]
    if (this.events >= this.#wanted) this.#onEnough()
    return true
  }

  #beforeEnd(bytes: Buffer, at: number): readonly (number | undefined)[] {
    return at === 1 ? [bytes[0], this.#before[0]] : this.#before
  }
}

/** The share of all events that have come to all, once that is everything or has taken long. */
async function shareReached(all: readonly Subscriber[]): Promise<number> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 20_000).unref())
  await Promise.race([Promise.all(all.map((subscriber) => subscriber.reached(warming + count))), patience])
  const received = all.reduce((sum, subscriber) => sum + subscriber.events - warming, 0)
  return received / subscribers / count
}

async function run(): Promise<readonly Figure[]> {
  const server = await startServer('cutover', '1000')
  try {
    const all = Array.from({ length: subscribers }, () => new Subscriber(server.port))
    await Promise.all(all.map((subscriber) => subscriber.begin()))
    await server.ask(`write?rate=${rate}&count=${warming}`)
    await Promise.all(all.map((subscriber) => subscriber.reached(warming)))
    const begun = performance.now()
    const { seconds = 0 } = await server.ask(`write?rate=${rate}&count=${count}`)
    const share = await shareReached(all)
    const late = (performance.now() - begun) / 1_000 - count / rate
    for (const subscriber of all) subscriber.close()
    return [
      { what: 'events written a second', value: count / seconds, unit: '/s', bar: rate * 0.98 },
      {
        what: 'events that reached 100 subscribers',
        value: share * 100,
        unit: '%',
        bar: 100,
      },
      { what: 'last event at the last subscriber, after it was due', value: late, unit: 's' },
    ]
  } finally {
    await server.stop()
  }
}

export const bench: Bench = {
  name: 'stream',
  bar: 'event stream to 100 subscribers at 5,000 events a second without loss',
  roundsMax: 3,
  run,
}
