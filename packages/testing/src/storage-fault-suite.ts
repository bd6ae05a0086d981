// Every call of a short history goes wrong in every way, one at a time: nothing acknowledged is lost, nothing is done twice, readers see
// only what stays, indexes have no gap, and the engine goes on, without a restart where the process lives.

import { hashState, type State } from '@cutover/core'
import { type Change, type Engine, type Log, type Submitted, snapshotOf } from '@cutover/engine'
import { describe, expect, test } from 'vitest'
import type { LogPlace } from './log-contract.ts'
import { engineOn, rounds } from './small-engines.ts'
import { deploymentIdAt, stateWithDeployments, statusChange } from './small-states.ts'
import { type FaultKind, type FaultyStore, faultKinds, faultyStore } from './storage-faults.ts'

const deployments = 6

/** What one run came to. */
interface Run {
  readonly calls: number
  /** Index of each command's entry, as it was acknowledged. */
  readonly acknowledged: readonly number[]
  readonly seen: readonly string[]
}

/** The suite. `place` makes a new, empty place for each run. */
export function storageFaultSuite(name: string, place: () => Promise<LogPlace>): void {
  describe(`storage faults: ${name}`, () => {
    test.each(faultKinds)('every call of a short history %s', async (kind) => {
      const { calls } = await tried(place, Number.POSITIVE_INFINITY, kind)
      expect(calls).toBeGreaterThan(15)
      for (let at = 1; at <= calls; at++) await tried(place, at, kind)
    })
  })
}

async function tried(place: () => Promise<LogPlace>, at: number, kind: FaultKind): Promise<Run> {
  const here = await place()
  const log = await here.open()
  await log.putSnapshot(snapshotOf(stateWithDeployments(deployments)))
  const history = new History(here, log, { at, kind })
  const run = await history.run()
  await history.check(`${kind} at call ${at}`)
  await here.remove()
  return run
}

/** One history: commands alone and together, a snapshot that drops what is older, a reader, an end, and another beginning. */
class History {
  readonly #place: LogPlace
  readonly #fault: { readonly at: number; readonly kind: FaultKind }
  #store: FaultyStore
  #engine: Engine | undefined
  readonly #acknowledged = new Map<number, number>()
  readonly #seen: string[] = []
  #calls = 0

  constructor(place: LogPlace, log: Log, fault: { readonly at: number; readonly kind: FaultKind }) {
    this.#place = place
    this.#fault = fault
    this.#store = faultyStore(log, fault.at, fault.kind)
  }

  async run(): Promise<Run> {
    await this.#submit([0])
    await this.#submit([1, 2])
    await this.#snapshot()
    await this.#submit([3, 4])
    await this.#restart()
    await this.#submit([5])
    await this.#snapshot()
    await this.#lookBack()
    this.#calls += this.#store.calls()
    return { calls: this.#calls, acknowledged: [...this.#acknowledged.values()], seen: this.#seen }
  }

  /** Opens everything anew and holds it against what was told. */
  async check(what: string): Promise<void> {
    await this.#engine?.close()
    await this.#store.close()
    const log = await this.#place.open()
    const engine = await engineOn(log)
    const state = engine.read()
    const actors = new Map<number, string>()
    for (const entry of await log.read(await firstOf(log), 100)) actors.set(entry.index, entry.cause.actor)
    expect([what, state.lastIndex, paused(state)], 'all done').toEqual([what, deployments, deployments])
    for (const [command, index] of this.#acknowledged)
      expect([what, actors.get(index) ?? `${command}`], 'where it was said to be').toEqual([what, `${command}`])
    for (const line of this.#seen) {
      const [index = 0, actor = ''] = line.split(' ')
      expect([what, actors.get(Number(index)) ?? actor], 'seen').toEqual([what, actor])
    }
    expect([what, hashState((await engineOn(log)).read())]).toEqual([what, hashState(state)])
    await engine.close()
  }

  /** Asks until all are done; a dead process is followed by another, a full store gets room, and the keys stay the same. */
  async #submit(commands: readonly number[]): Promise<void> {
    for (let attempt = 0; attempt < 4; attempt++) {
      const open = commands.filter((command) => !this.#acknowledged.has(command))
      if (open.length === 0) return
      const engine = await this.#running()
      const asked = Promise.all(open.map((command) => this.#ask(engine, command)))
      if (!(await this.#outlives(asked))) continue
      await this.#store.heal()
    }
    expect(
      commands.every((command) => this.#acknowledged.has(command)),
      `${commands} done`,
    ).toBe(true)
  }

  async #ask(engine: Engine, command: number): Promise<Submitted> {
    const before = engine.read().lastIndex
    const done = await engine.submit(statusChange(command), { key: `k${command}`, actor: `${command}` })
    if (done.outcome === 'accepted') this.#acknowledged.set(command, done.indexes[0] ?? 0)
    else
      expect([done.outcome, engine.read().lastIndex >= before], 'told, and readable').toEqual(['storage-failed', true])
    return done
  }

  async #snapshot(): Promise<void> {
    const engine = await this.#running()
    await this.#outlives(engine.snapshot().catch(() => undefined))
    await this.#store.heal()
  }

  /** A read of what lies behind either fails in words or is right. */
  async #lookBack(): Promise<void> {
    const engine = await this.#running()
    const index = engine.read().lastIndex - 1
    const look = engine.at(index).then((state) => expect(state.lastIndex).toBe(index))
    await this.#outlives(look.catch((error: unknown) => expect(String(error)).toMatch(/EIO|no snapshot/)))
    await this.#store.heal()
  }

  async #restart(): Promise<void> {
    const engine = await this.#running()
    await this.#outlives(engine.close())
    await this.#reopen()
  }

  /** Whether it came to an end; if the process died, the next one begins. */
  async #outlives(work: Promise<unknown>): Promise<boolean> {
    let ended = false
    void work.finally(() => {
      ended = true
    })
    while (!ended && !this.#store.isDead()) await rounds(1)
    if (!this.#store.isDead()) {
      await work
      return true
    }
    await this.#reopen()
    return false
  }

  async #reopen(): Promise<void> {
    await this.#store.heal()
    await this.#store.close()
    this.#calls += this.#store.calls()
    this.#engine = undefined
    this.#store = faultyStore(await this.#place.open(), this.#fault.at - this.#calls, this.#fault.kind)
  }

  async #running(): Promise<Engine> {
    for (let attempt = 0; this.#engine === undefined && attempt < 4; attempt++) {
      const opening = engineOn(this.#store, { limits: { retainEntries: 1, attemptsMax: 3 } })
      const opened = opening.then((engine) => {
        this.#engine = engine
        void this.#follow(engine)
      })
      await this.#outlives(opened.catch(() => undefined))
      await this.#store.heal()
    }
    if (!this.#engine) throw new Error('the engine does not open')
    return this.#engine
  }

  async #follow(engine: Engine): Promise<void> {
    for await (const { entry } of engine.subscribe()) this.#seen.push(told(entry))
  }
}

function told({ index, cause }: Change['entry']): string {
  return `${index} ${cause.actor}`
}

function paused({ tables }: State): number {
  const statuses = Array.from({ length: deployments }, (_, n) => tables.deployments.get(deploymentIdAt(n))?.status)
  return statuses.filter((status) => status === 'paused').length
}

async function firstOf(log: Log): Promise<number> {
  const last = await log.lastIndex()
  for (let first = 1; first <= last; first++) {
    try {
      await log.read(first, 1)
      return first
    } catch {
      // Dropped: the entries begin later.
    }
  }
  return last + 1
}
