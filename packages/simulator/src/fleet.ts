// The simulated fleet: nodes that follow what the servers want and report what comes of it. It keeps no clock of its own: whoever
// drives it says what time it is. Rules: semantics/3 §2–§4.

import { type Allocation, type Entry, type Micros, micros, type Node, plus, type State } from '@cutover/core'
import { Agenda, type Item, rank } from './agenda.ts'
import { createLots, type Lots } from './lots.ts'
import type { FleetMessage } from './message.ts'
import { type NodeShape, nodeId, nodeRow, nodeShape } from './node-document.ts'
import type { Report } from './report.ts'
import { drawnTicks, evenTicks, SimulatedNode, type Ticks } from './sim-node.ts'
import { type Delays, pullSpread, type Vary, varying } from './spread.ts'
import { defaultTiming, type Timing } from './timing.ts'

/** What a fleet is made of. */
export interface FleetOptions {
  /** How many nodes `client-1` … there are; 3 by default. */
  readonly nodes?: number
  /** What lots and node ids are drawn from. */
  readonly seed: string
  readonly timing?: Partial<Timing>
  /** The usual delays, and ticks evenly spread (the default), or delays that vary as measured, and drawn phases. */
  readonly delays?: Delays
  /** Nodes that the servers know already, instead of new ones. */
  readonly known?: readonly Pick<Node, 'id' | 'name'>[]
  /** Changes to every node's shape. */
  readonly shape?: Partial<NodeShape>
}

/** Changes of the log that can make allocations vanish without an event of theirs on Nomad's stream. */
const removals: ReadonlySet<string> = new Set(['DeregisterJob', 'BatchDeregisterJobs', 'DeleteEvaluations'])

/** How long a node takes to fetch what an entry has for it. */
interface Pull {
  readonly index: number
  readonly delay: Micros
}

/** All nodes, and what is under way between them and the servers. */
export class Fleet {
  readonly timing: Timing
  readonly nodes: Map<string, SimulatedNode> = new Map()
  readonly #agenda: Agenda = new Agenda()
  readonly #lots: Lots
  readonly #vary: Vary
  readonly #pulls = new Map<string, Pull>()
  readonly #seed: string
  readonly #shapes: readonly NodeShape[]
  readonly #outbox: FleetMessage[] = []
  #batch: Report[] = []
  #batchItem: Item | undefined
  #state: State | undefined
  #seen = 0

  constructor({ nodes = 3, seed, known, timing = {}, delays = 'usual', shape = {} }: FleetOptions) {
    this.timing = { ...defaultTiming, ...timing }
    this.#seed = seed
    this.#lots = createLots(`${seed}/fleet`)
    this.#vary = varying(delays, createLots(`${seed}/delays`))
    this.#shapes = known ? [] : Array.from({ length: nodes }, (_, ordinal) => nodeShape(ordinal + 1, shape))
    const members = known ?? this.#shapes.map(({ name }) => ({ name, id: nodeId(seed, name) }))
    for (const [ordinal, member] of members.entries())
      this.#addNode(
        member,
        delays === 'usual' ? evenTicks(ordinal, members.length, this.timing) : drawnTicks(this.#lots, this.timing),
      )
  }

  /** The registrations that bring the nodes in; to be sent before anything else, at every start. */
  registrations(now: Micros): readonly FleetMessage[] {
    const at = Math.floor(now / 1_000_000)
    return this.#shapes.map((shape) => ({
      kind: 'register' as const,
      node: nodeRow(shape, nodeId(this.#seed, shape.name), at),
    }))
  }

  /** Shows the fleet the servers' state; it takes up what has changed since it last looked. */
  observe(state: State, now: Micros, entries: readonly Entry[] = []): void {
    this.#state = state
    for (const allocation of state.tables.allocations.changedSince(this.#seen)) this.#pull(allocation, now)
    this.#seen = state.lastIndex
    if (entries.some((entry) => removals.has(entry.cause.change))) this.#forgetRemoved(state)
    for (const node of this.nodes.values()) node.releaseWaiting(now)
  }

  /** The instant of the next thing to happen, or undefined. */
  due(): Micros | undefined {
    return this.#agenda.due()
  }

  /** Does everything that is due, and answers what the nodes have to say. */
  run(now: Micros): readonly FleetMessage[] {
    for (let item = this.#agenda.take(now); item; item = this.#agenda.take(now)) item.run(item.at)
    return this.#outbox.splice(0)
  }

  /** The node's process stops: it misses its heartbeats and is found lost after time to live and grace. */
  freeze(id: string, now: Micros): void {
    const node = this.nodes.get(id)
    if (!node || node.frozen) return
    node.freeze()
    const ttl = this.#ttl()
    const sinceHeartbeat = this.#lots.below(ttl)
    const expiry = micros(now - sinceHeartbeat + ttl + this.timing.heartbeatGrace)
    this.#agenda.add(expiry, rank.node, (at) => this.#missed(node, at))
  }

  /** The node goes on: it speaks up at once, and sends what it has to say a little later. */
  thaw(id: string, now: Micros): void {
    const node = this.nodes.get(id)
    if (!node?.frozen) return
    const lost = this.#state?.tables.nodes.get(id)?.status !== 'ready'
    node.thaw(now)
    if (!lost) return
    this.#outbox.push({ kind: 'heartbeat', nodeId: id })
    this.#pullAll(id, now)
    this.#agenda.add(plus(now, micros(150_000)), rank.node, (at) => {
      node.reportAll(at)
      this.#flush(at)
    })
    this.#agenda.add(plus(now, micros(450_000)), rank.node, () => this.#outbox.push({ kind: 'heartbeat', nodeId: id }))
  }

  /** A fault: the processes of an allocation die with this code. */
  crash(allocationId: string, now: Micros, exitCode = 1): boolean {
    for (const node of this.nodes.values()) {
      const runner = node.runners.get(allocationId)
      if (runner) runner.crash(now, exitCode)
      if (runner) return true
    }
    return false
  }

  #addNode({ id, name }: Pick<Node, 'id' | 'name'>, ticks: Ticks): void {
    const node = new SimulatedNode(
      { id, name, ticks },
      {
        agenda: this.#agenda,
        timing: this.timing,
        lots: this.#lots,
        vary: this.#vary,
        send: (_node, reports, now) => this.#collect(reports, now),
        lookUp: (allocationId) => this.#state?.tables.allocations.get(allocationId),
      },
    )
    this.nodes.set(id, node)
  }

  #pull(allocation: Allocation, now: Micros): void {
    const node = this.nodes.get(allocation.nodeId)
    if (!node) return
    const known = node.runners.get(allocation.id)?.allocation.allocationModifyIndex
    if (known !== undefined && known >= allocation.allocationModifyIndex) return
    this.#agenda.add(
      plus(now, this.#pullDelay(allocation)),
      rank.pull,
      node.whenAwake((at) => {
        const latest = this.#state?.tables.allocations.get(allocation.id)
        if (latest) node.receive(latest, at)
      }),
    )
  }

  // A node fetches what one entry has for it at once.
  #pullDelay({ nodeId: id, modifyIndex: index }: Allocation): Micros {
    const last = this.#pulls.get(id)
    if (last?.index === index) return last.delay
    const delay = micros(this.#vary(this.timing.pull, pullSpread))
    this.#pulls.set(id, { index, delay })
    return delay
  }

  #pullAll(id: string, now: Micros): void {
    for (const allocation of this.#state?.tables.allocations.by('node', id) ?? []) this.#pull(allocation, now)
  }

  #forgetRemoved(state: State): void {
    for (const node of this.nodes.values())
      for (const id of [...node.runners.keys()]) if (!state.tables.allocations.has(id)) node.forget(id)
  }

  // The server collects the reports of all nodes for a moment and writes them as one entry (semantics/3 §3.2).
  #collect(reports: readonly Report[], now: Micros): void {
    this.#batch.push(...reports)
    this.#batchItem ??= this.#agenda.add(plus(now, this.timing.reportBatch), rank.batch, (at) => this.#flush(at))
  }

  #flush(now: Micros): void {
    if (this.#batchItem) this.#batchItem.cancelled = true
    this.#batchItem = undefined
    const reports = this.#batch
    this.#batch = []
    if (reports.length > 0) this.#outbox.push({ kind: 'report', reports, receivedAt: now })
  }

  // A lost node is `disconnected` while it has an allocation that may wait for it, else `down`; then it is judged again.
  #missed(node: SimulatedNode, now: Micros): void {
    if (!node.frozen) return
    const status = this.#state?.tables.nodes.get(node.id)?.status
    if (status === 'down') return
    this.#outbox.push({ kind: 'missed-heartbeat', nodeId: node.id })
    if (status !== 'disconnected')
      this.#agenda.add(plus(now, plus(this.#ttl(), this.timing.heartbeatGrace)), rank.node, (at) =>
        this.#missed(node, at),
      )
  }

  #ttl(): Micros {
    return plus(this.timing.heartbeatTtl, micros(this.#lots.below(this.timing.heartbeatTtl)))
  }
}
