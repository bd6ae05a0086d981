// The one who is killed: an engine on a log of LMDB, as it is published, with callers who never rest and a reader beside them. It waits
// for a line `{ directory, next }` on its input, tells of its start, then of every acknowledgement and of what the reader sees.
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createEngine, fixedSeed, systemClock } from '@cutover/engine'
import { openLmdbLog } from '@cutover/log-lmdb'

// What was said in one turn of the loop is written at once: an acknowledgement that is not written yet was not heard.
let lines = []
const flush = () => {
  const text = lines.join('')
  lines = []
  writeSync(1, text)
}
const say = (...words) => {
  if (lines.push(`${words.join(' ')}\n`) === 1) setImmediate(flush)
}
const nameOf = (caller) => `caller-${caller}`

// Each caller has a namespace of its own, which holds the number of its last command.
const commandOf = (caller, number) => ({
  type: 'UpsertNamespaces',
  namespaces: [{ name: nameOf(caller), document: { Description: String(number) } }],
})

const markOf = (state, caller) => Number(state.tables.namespaces.get(nameOf(caller))?.document.Description ?? 0)

const ask = async (engine, caller, first) => {
  for (let number = first; ; number += 1) {
    const actor = `${caller}:${number}`
    const done = await engine.submit(commandOf(caller, number), { actor, key: actor })
    if (done.outcome === 'closed') return
    if (done.outcome !== 'accepted') throw new Error(`${actor}: ${JSON.stringify(done)}`)
    say('a', caller, number, done.indexes[0])
  }
}

const follow = async (engine) => {
  for await (const { entry } of engine.subscribe()) say('s', entry.cause.actor.replace(':', ' '), entry.index)
}

say('loaded')
const [line] = await once(createInterface({ input: process.stdin }), 'line')
const { directory, next } = JSON.parse(line)
const log = await openLmdbLog(directory)
const engine = await createEngine({
  log,
  clock: systemClock(),
  seed: fixedSeed('faults'),
  managers: [],
  limits: { snapshotEvery: 2_000 },
})
const state = engine.read()
say('up', state.lastIndex, ...next.map((_, caller) => markOf(state, caller)))
void follow(engine)
// Who got least comes first: nobody waits in life after life until the key of what was under way is forgotten.
const inTurn = [...next.entries()].sort(([, a], [, b]) => a - b)
for (const [caller, first] of inTurn) void ask(engine, caller, first)
process.once('SIGTERM', () => void engine.close())
