// Runs the steps of a story against a server: placeholders, polling, background requests, streams, bindings.
// Rules: oracle/README-http §2, §3.

import { setTimeout as pause } from 'node:timers/promises'
import { readTree, writeTree } from './json-tree.ts'
import { filled } from './placeholders.ts'
import { type Address, exchange, type RawAnswer, type RawRequest } from './raw-exchange.ts'
import { type FollowedStream, follow } from './raw-stream.ts'
import { headerOf, holds, type Selector, select } from './selectors.ts'
import type { RecordedRequest, Step, Until } from './story.ts'

const defaultLeadMs = 500
/** The pause between two requests of a poll, in milliseconds. */
export const defaultPollMs = 60
const defaultTimeoutSeconds = 20

/** One story at work on a server. */
export class Runner {
  /** Every bound name with its value here. */
  readonly values: Map<string, string>
  readonly #address: Address
  readonly #whenWaiting: () => Promise<void>
  readonly #pending = new Map<string, { readonly answer: Promise<RawAnswer>; readonly stop: () => void }>()

  /** `whenWaiting` is called when the first answer to a poll is not what the story waits for. */
  constructor(
    address: Address,
    names: Iterable<readonly [string, string]>,
    whenWaiting: () => Promise<void> = async () => undefined,
  ) {
    this.#address = address
    this.#whenWaiting = whenWaiting
    this.values = new Map(names)
  }

  /** Does a step; undefined where no answer is to be had yet. */
  async run(step: Step): Promise<RawAnswer | undefined> {
    if (step.op === 'sleep') await pause(step.ms ?? 0)
    else if (step.op === 'start') await this.#start(step)
    else if (step.op === 'join') return await this.#join(step)
    else if (step.request && step.until) return await this.#poll(step.request, step.until)
    else if (step.request) return await this.#send(step.request, step).answer
    return undefined
  }

  /** Ends what is still under way. */
  close(): void {
    for (const { stop } of this.#pending.values()) stop()
  }

  async #start(step: Step): Promise<void> {
    if (!step.request || step.name === undefined) throw new Error(`step ${step.step} starts nothing`)
    this.#pending.set(step.name, this.#send(step.request, step))
    await pause(step.lead ?? defaultLeadMs)
  }

  async #join(step: Step): Promise<RawAnswer> {
    const pending = this.#pending.get(step.name ?? '')
    if (!pending) throw new Error(`step ${step.step} waits for nothing`)
    if (step.after) await pause(step.after)
    if (step.stop) pending.stop()
    return pending.answer
  }

  async #poll(request: RecordedRequest, until: Until): Promise<RawAnswer> {
    const endAt = performance.now() + (until.timeout ?? defaultTimeoutSeconds) * 1_000
    let stood = { body: '', since: 0 }
    for (;;) {
      const answer = await this.#send(request).answer
      const now = performance.now()
      const isFit = holds(answer, until.conds, this.values)
      if (!isFit) stood = { body: '', since: 0 }
      else if (answer.body !== stood.body) stood = { body: answer.body, since: now }
      if (isFit && now - stood.since >= (until.settle ?? 0)) return answer
      await this.#whenWaiting()
      if (now > endAt) return { ...answer, note: 'condition not reached' }
      await pause(until.every ?? defaultPollMs)
    }
  }

  #send(request: RecordedRequest, { stream }: Pick<Step, 'stream'> = {}): FollowedStream {
    const raw = this.#filled(request)
    return stream ? follow(this.#address, raw, stream) : { answer: exchange(this.#address, raw), stop: () => undefined }
  }

  #filled({ method, path, path_t, headers, body, body_t, body_gen }: RecordedRequest): RawRequest {
    const generated = body_gen && body_gen.head + body_gen.fill.repeat(body_gen.times) + body_gen.tail
    const template = generated ?? body_t
    return {
      method,
      path: filled(path_t ?? path, this.values),
      headers: headers.map(([name, value]) => [name, filled(value, this.values)] as const),
      body: template === undefined ? body : filled(template, this.values),
    }
  }

  /** Takes what the step binds from an answer; says what could not be found. */
  bind({ bind = {} }: Step, answer: RawAnswer): string | undefined {
    const body = readTree(answer.body)
    for (const [name, path] of Object.entries(bind)) {
      const value = path[0] === 'header' ? headerOf(answer, String(path[1])) : this.#selected(body, path)
      if (value === undefined) return `${name} at ${JSON.stringify(path)}`
      this.values.set(name, value)
    }
    return undefined
  }

  #selected(body: ReturnType<typeof readTree>, path: readonly Selector[]): string | undefined {
    const value = select(body, path, this.values)
    return value === undefined || typeof value === 'string' ? value : writeTree(value)
  }
}
