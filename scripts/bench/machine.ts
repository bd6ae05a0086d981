// How fast the state machine takes the recorded messages of a real one: they are read beforehand, only `transition` is timed.
// Relies on the recordings beside the repository, or on the sample in the testing package.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { type Change, isRefusal, type JsonObject, type Micros, type State, transition } from '@cutover/core'
import { changeOf } from '../../packages/testing/src/recorded/fsm-requests.ts'
import { traceStart } from '../../packages/testing/src/recorded/fsm-trace.ts'
import { nanosAt, numberAt, objectAt, objectsAt, textAt } from '../../packages/testing/src/recorded/read.ts'
import { type Bench, coreTime, type Figure } from './bench.ts'

const recordings = new URL('../../../shared/oracle/fsm.train.jsonl.gz', import.meta.url)
const sample = new URL('../../packages/testing/fixtures/fsm.sample.jsonl.gz', import.meta.url)

interface Message {
  readonly before: number
  readonly at: Micros
  readonly change: Change
}

interface Trace {
  readonly start: State
  readonly messages: readonly Message[]
}

let prepared: readonly Trace[] | undefined

function traces(): readonly Trace[] {
  if (prepared) return prepared
  const file = fileURLToPath(existsSync(recordings) ? recordings : sample)
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
  prepared = lines.filter((line) => line !== '').map((line) => traceOf(JSON.parse(line)))
  run(prepared)
  return prepared
}

function traceOf(record: JsonObject): Trace {
  const messages = (objectsAt(record, 'commands') ?? []).flatMap((command) => {
    const change = changeOf(textAt(command, 'type'), objectAt(command, 'request') ?? {})
    return change ? [{ before: numberAt(command, 'index') - 1, at: nanosAt(command, 'now'), change }] : []
  })
  return { start: traceStart(record), messages }
}

/** Takes all messages of all traces; answers how many. */
function run(all: readonly Trace[]): number {
  let count = 0
  for (const { start, messages } of all) {
    let state = start
    for (const { before, at, change } of messages) {
      const base = state.lastIndex === before ? state : movedTo(state, before)
      const taken = transition(base, change, { at, term: 1, by: 'import' })
      state = isRefusal(taken) ? base : taken.state
      count += 1
    }
  }
  return count
}

// Field by field: a spread would be a good part of what is measured.
function movedTo({ seed, quirks, term, at, tables, indexes, schedulerConfiguration }: State, lastIndex: number): State {
  return { seed, quirks, lastIndex, term, at, tables, indexes, schedulerConfiguration }
}

export const bench: Bench = {
  name: 'machine',
  bar: '100,000 recorded commands a second on one core',
  run: async (): Promise<readonly Figure[]> => {
    const all = traces()
    const begun = coreTime()
    let count = 0
    for (let pass = 0; pass < 3; pass += 1) count += run(all)
    return [
      {
        what: `transition, ${(count / 3).toLocaleString('en')} recorded commands`,
        value: (count / (coreTime() - begun)) * 1_000,
        unit: '/s',
        bar: 100_000,
        peer: 'Nomad about 10,000, as recorded',
      },
    ]
  },
}
