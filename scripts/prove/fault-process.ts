// A process to be killed: started before it is needed, so that the next one is at hand when the one before it is gone.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('fault-worker.mjs', import.meta.url))

/** A worker that has not begun. */
export class FaultProcess {
  readonly #child: ChildProcess
  readonly #closed: Promise<unknown>
  #text = ''
  #errors = ''

  constructor() {
    // Without the private condition of the sources: what is killed is what is published.
    this.#child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#closed = once(this.#child, 'close')
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (this.#text += chunk))
    this.#child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.#errors += chunk))
    this.#child.stdin?.on('error', () => undefined)
  }

  /** Hands over the task once the program is loaded: a life begins with the store, not with the program. */
  async begin(task: object): Promise<void> {
    await this.#said('loaded')
    this.#child.stdin?.end(`${JSON.stringify(task)}\n`)
  }

  /** Resolves when its store is open. */
  up(): Promise<void> {
    return this.#said('\nup ')
  }

  // What ends by itself is found out when it is ended.
  async #said(word: string): Promise<void> {
    const { stdout } = this.#child
    while (stdout && !stdout.closed && !this.#text.includes(word))
      await Promise.race([once(stdout, 'data'), this.#closed])
  }

  /** Ends it, and answers the whole lines that it said; with what it said of its own failure, if that came first. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ readonly lines: readonly string[]; readonly failure: string }> {
    this.#child.kill(signal)
    await this.#closed
    const lines = this.#text.split('\n')
    lines.pop()
    return {
      lines: lines.slice(1),
      failure: this.#child.signalCode === null && this.#child.exitCode !== 0 ? this.#errors : '',
    }
  }
}
