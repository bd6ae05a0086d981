// Who expands states: this thread, or some that share the ways and know the managers of a rollout.

import { Worker } from 'node:worker_threads'
import { threadUrl } from '../thread-url.ts'
import { type Expansion, expand, hashOf } from './expand.ts'
import { firstPosition } from './first-position.ts'
import type { Searched, SmallScope } from './small-scope.ts'
import type { VisitedStates, Ways } from './visited-states.ts'
import { Walker } from './walk.ts'

/** Expands slices of states. */
export interface Expander {
  /** The hash of the state that everything begins with. */
  readonly first: ReturnType<typeof hashOf>
  /** How many slices may be asked for at once. */
  readonly width: number
  readonly expand: (from: number, to: number) => Promise<Expansion>
  readonly close: () => Promise<void>
}

/** What a thread is told at its birth. */
export interface Task {
  readonly scope: SmallScope
  readonly ways: Ways
}

/** What it is asked. */
export interface Slice {
  readonly from: number
  readonly to: number
}

/** An expander of so many threads; of none: this one. */
export function expanderFor(searched: Searched, { ways }: VisitedStates, threads: number): Expander {
  const first = firstPosition(searched)
  if (threads > 0) return threaded({ scope: searched.scope, ways }, hashOf(first), threads)
  const walker = new Walker(searched, ways, first)
  return {
    first: hashOf(first),
    width: 1,
    expand: (from, to) => Promise.resolve(expand(walker, searched, from, to)),
    close: () => Promise.resolve(),
  }
}

/** Nearly all that a move makes is dropped at once: with room for it, little is left over when the room is full. */
const maxYoungGenerationSizeMb = 192

function threaded(task: Task, first: Expander['first'], threads: number): Expander {
  const program = threadUrl(import.meta.url, './expand-thread')
  const workers = Array.from(
    { length: threads },
    () => new Worker(program, { workerData: task, resourceLimits: { maxYoungGenerationSizeMb } }),
  )
  const waiting: ((expansion: Expansion) => void)[][] = workers.map(() => [])
  for (const [number, worker] of workers.entries()) {
    worker.on('message', (expansion: Expansion) => waiting[number]?.shift()?.(expansion))
    worker.on('error', (error) => {
      throw error
    })
  }
  let turn = 0
  return {
    first,
    width: threads * 4,
    expand: (from, to) =>
      new Promise((resolve) => {
        waiting[turn]?.push(resolve)
        workers[turn]?.postMessage({ from, to } satisfies Slice)
        turn = (turn + 1) % threads
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
