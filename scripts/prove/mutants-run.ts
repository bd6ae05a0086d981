// Keeps a worker that tries mutants, and replaces it when it hangs or dies.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { MutatedTree } from './mutants-instrument.ts'

/** What came of a mutant. */
export interface Verdict {
  readonly id: string
  /** What noticed it: a test, or that it never came to an end. */
  readonly killer: string | undefined
  /** No test reaches it once the modules are loaded. */
  readonly isStatic?: boolean
}

interface Ready {
  readonly type: 'ready'
  readonly tests: number
  readonly unsound: readonly string[]
  /** Mutants that are reached while modules are loaded. */
  readonly still: readonly string[]
  /** Mutants that are reached by tests. */
  readonly reached: readonly string[]
}

interface Result extends Verdict {
  readonly type: 'result'
  readonly poisoned?: boolean
}

const program = fileURLToPath(new URL('mutants-worker.mjs', import.meta.url))
const patienceMs = 60_000
// On a machine with other work the tests may take long to load.
const loadingMs = 3_600_000

/** One process at a time in which mutants of a tree are tried. */
export class MutantWorker {
  readonly #root: string
  #child: ChildProcess | undefined
  #ready: Ready | undefined

  constructor({ root }: MutatedTree) {
    this.#root = root
  }

  /** Loads the tests and learns what they reach. */
  async begin(): Promise<Ready> {
    const child = this.#fork()
    this.#child = child
    const ready = await answer<Ready>(child, loadingMs)
    if (!ready) throw new Error('the tests could not be loaded')
    this.#ready = ready
    return ready
  }

  /** Tries one mutant. */
  async try(id: string): Promise<Verdict> {
    const { reached, still } = this.#ready ?? (await this.begin())
    if (reached.includes(id)) return this.#tryReached(id)
    return { id, killer: undefined, isStatic: still.includes(id) }
  }

  /** Ends the process. */
  end(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  async #tryReached(id: string): Promise<Verdict> {
    if (!this.#child) await this.begin()
    const child = this.#child
    if (!child) return { id, killer: undefined }
    child.send({ id })
    const result = await answer<Result>(child, patienceMs)
    if (result && !result.poisoned) return result
    this.end()
    if (!result) return { id, killer: 'time' }
    await this.begin()
    return this.#tryReached(id)
  }

  #fork(): ChildProcess {
    return fork(program, [this.#root], {
      cwd: this.#root,
      execArgv: ['--import', 'tsx', '-C', '@cutover/source', '--max-old-space-size=3000'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  }
}

interface Alive {
  readonly type: 'alive'
}

function isAlive(message: unknown): message is Alive {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'alive'
}

// Undefined: one of its steps was too slow, or its process is gone.
function answer<T>(child: ChildProcess, patience: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    const finish = (message: T | undefined): void => {
      clearTimeout(timer)
      child.removeAllListeners('message')
      child.removeAllListeners('exit')
      resolve(message)
    }
    const timer = setTimeout(() => finish(undefined), patience)
    child.on('message', (message: T | Alive) => (isAlive(message) ? timer.refresh() : finish(message)))
    child.on('exit', () => finish(undefined))
  })
}
