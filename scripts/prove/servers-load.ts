// Callers who each write one number after the other, through whatever server answers, again under the same key until it is
// acknowledged; and a reader who goes from server to server and must never see less than was acknowledged before it asked.
import { Agent, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'

/** What was acknowledged: the n-th number of a caller, at an index. */
export interface Acknowledged {
  readonly caller: number
  readonly number: number
  readonly index: number
}

/** What the load saw. */
export interface Load {
  readonly acknowledged: readonly Acknowledged[]
  readonly problems: readonly string[]
  readonly reads: number
  /** When the first command that was asked for after an instant was acknowledged; undefined until then. */
  readonly firstAfter: (instant: number) => number | undefined
  readonly stop: () => Promise<void>
}

const callMs = 10_000
/** A reader goes on to the next server sooner. */
const readMs = 3_000
const problemsMax = 20
/** Answers remembered: more than come between a fault and the look for the first after it. */
const answersMax = 200_000

interface Answer {
  readonly status: number
  /** How long ago the server had heard of its leader, in milliseconds; 0 where it leads. */
  readonly contact: string
  readonly index: number
  readonly body: string
}

/** Starts callers and the reader. */
export function startLoad(urls: readonly string[], callers: number): Load {
  const load = new RunningLoad(urls)
  const work = [...Array.from({ length: callers }, (_, caller) => load.call(caller)), load.read()]
  return {
    acknowledged: load.acknowledged,
    problems: load.problems,
    get reads() {
      return load.reads
    },
    firstAfter: (instant) => load.firstAfter(instant),
    stop: async () => {
      load.isOver = true
      await Promise.all(work)
      load.agent.destroy()
    },
  }
}

class RunningLoad {
  readonly agent = new Agent({ keepAlive: true, maxSockets: 256 })
  readonly acknowledged: Acknowledged[] = []
  readonly problems: string[] = []
  reads = 0
  isOver = false
  readonly #urls: readonly string[]
  readonly #answers: { readonly asked: number; readonly answered: number }[] = []
  #highest = 0

  constructor(urls: readonly string[]) {
    this.#urls = urls
  }

  firstAfter(instant: number): number | undefined {
    return this.#answers.find(({ asked }) => asked >= instant)?.answered
  }

  /** One caller: its number goes up only when the last one was acknowledged. */
  async call(caller: number): Promise<void> {
    let server = caller
    for (let number = 1; !this.isOver; number++) {
      const body = JSON.stringify({ Name: `caller-${caller}`, Description: String(number) })
      for (;;) {
        const asked = performance.now()
        const answer = await this.#ask(server, 'POST', '/v1/namespace', { body, key: `${caller}:${number}` })
        if (answer?.status === 200) {
          this.#note({ caller, number, index: answer.index }, asked)
          break
        }
        if (answer && answer.status < 500) return this.#tell(`caller ${caller}: ${answer.status} ${answer.body}`)
        server += 1
        await setTimeout(50)
      }
    }
  }

  #note(one: Acknowledged, asked: number): void {
    this.acknowledged.push(one)
    this.#highest = Math.max(this.#highest, one.index)
    this.#answers.push({ asked, answered: performance.now() })
    if (this.#answers.length > answersMax) this.#answers.splice(0, answersMax / 2)
  }

  /** One reader, from server to server. */
  async read(): Promise<void> {
    let last = 0
    for (let server = 0; !this.isOver; server++) {
      const least = Math.max(last, this.#highest)
      const answer = await this.#ask(server, 'GET', '/v1/namespaces', { timeout: readMs })
      if (answer?.status !== 200) {
        await setTimeout(20)
        continue
      }
      this.reads += 1
      if (answer.index < least)
        this.#tell(
          `server ${server % this.#urls.length}, ${answer.contact} ms from its leader: a read at ${answer.index} came after ${least} was acknowledged or read`,
        )
      last = Math.max(last, answer.index)
    }
  }

  #ask(
    server: number,
    method: string,
    path: string,
    { body = '', key, timeout = callMs }: { readonly body?: string; readonly key?: string; readonly timeout?: number },
  ): Promise<Answer | undefined> {
    const url = this.#urls[server % this.#urls.length] ?? ''
    return new Promise((resolve) => {
      const headers = { 'Content-Length': Buffer.byteLength(body), ...(key && { 'Idempotency-Key': key }) }
      const asked = request(`${url}${path}`, { method, agent: this.agent, headers, timeout }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('error', () => resolve(undefined))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            index: Number(response.headers['x-nomad-index'] ?? 0),
            contact: String(response.headers['x-nomad-lastcontact']),
            body: text,
          }),
        )
      })
      asked.on('timeout', () => asked.destroy())
      asked.on('error', () => resolve(undefined))
      asked.end(body)
    })
  }

  #tell(problem: string): void {
    if (this.problems.length < problemsMax) this.problems.push(problem)
  }
}
