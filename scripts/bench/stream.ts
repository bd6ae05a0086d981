// The event stream to a hundred subscribers while five thousand events a second are written: nobody may miss one.

import { connect } from 'node:net'
import type { Bench, Figure } from './bench.ts'
import { requestText, startServer } from './load.ts'

const subscribers = 100
const rate = 5_000
const count = 10_000

// What ends the events of a line; it stands once in each.
const mark = Buffer.from('}],"Index":')

/** Follows the stream and counts its lines, which hold one event each. */
class Subscriber {
  events = 0
  #tail: Buffer = Buffer.alloc(0)
  readonly #socket: ReturnType<typeof connect>
  #onEnough: () => void = () => undefined

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1' })
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk))
  }

  /** Resolves when the stream has begun. */
  begin(): Promise<void> {
    this.#socket.write(requestText('GET', '/v1/event/stream?topic=Deployment'))
    return new Promise((resolve) => this.#socket.once('data', () => resolve()))
  }

  all(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEnough = resolve
      if (this.events >= count) resolve()
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    const seam = Buffer.concat([this.#tail, chunk.subarray(0, mark.length - 1)])
    if (seam.includes(mark)) this.events += 1
    for (let at = chunk.indexOf(mark); at >= 0; at = chunk.indexOf(mark, at + mark.length)) this.events += 1
    this.#tail = chunk.subarray(Math.max(0, chunk.length - mark.length + 1))
    if (this.events >= count) this.#onEnough()
  }
}

async function run(): Promise<readonly Figure[]> {
  const server = await startServer('cutover', '1000')
  try {
    const all = Array.from({ length: subscribers }, () => new Subscriber(server.port))
    await Promise.all(all.map((subscriber) => subscriber.begin()))
    const begun = performance.now()
    const { seconds = 0 } = await server.ask(`write?rate=${rate}&count=${count}`)
    const patience = new Promise<void>((resolve) => setTimeout(resolve, 20_000).unref())
    await Promise.race([Promise.all(all.map((subscriber) => subscriber.all())), patience])
    const late = (performance.now() - begun) / 1_000 - count / rate
    for (const subscriber of all) subscriber.close()
    const received = all.reduce((sum, subscriber) => sum + subscriber.events, 0)
    return [
      { what: 'events written a second', value: count / seconds, unit: '/s', bar: rate * 0.98 },
      {
        what: 'events that reached 100 subscribers',
        value: (received / subscribers / count) * 100,
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
