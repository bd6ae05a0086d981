// A whole cluster on a virtual clock: the state machine with its process managers, and the simulated fleet. Synchronous and
// repeatable: the same seed and the same calls give the same entries.

import {
  type Command,
  type Entry,
  initialState,
  isRefusal,
  type Manager,
  type Micros,
  nextWakeup,
  type Origin,
  plus,
  type Quirks,
  type Refusal,
  replay,
  type State,
  type Step,
  settle,
  step,
  wake,
} from '@cutover/core'
import { type Body, readBody, submissionOf } from '@cutover/core/job-documents'
import { Fleet, type FleetOptions } from './fleet.ts'
import { createLots } from './lots.ts'
import { commandsOf } from './message-commands.ts'
import { type Disturbance, Post } from './post.ts'
import type { ServerTiming } from './server-timing.ts'
import { SlowServers } from './slow-servers.ts'
import { varying } from './spread.ts'

/** What a world is made of. */
export interface WorldOptions extends FleetOptions {
  readonly managers: readonly Manager[]
  /** Which oddities of Nomad this cluster has; default: all. */
  readonly quirks?: Quirks
  /** A cluster to go on from: its nodes take up what they are meant to run; an empty one by default. */
  readonly state?: State
  /** The first instant; by default that of the state, or the virtual new year of 2030. */
  readonly start?: Micros
  /** Servers that take their time, with changes to the recorded delays; by default they answer within the same instant. */
  readonly servers?: Partial<ServerTiming>
  /** Called for every entry, with the states after and before it. */
  readonly onEntry?: (entry: Entry, after: State, before: State) => void
}

/** New year 2030: an instant that nobody takes for the present. */
const newYear = 1_893_456_000_000_000

/** A cluster in a test tube. */
export class World {
  state: State
  now: Micros
  readonly fleet: Fleet
  readonly #managers: readonly Manager[]
  readonly #onEntry: WorldOptions['onEntry']
  readonly #servers: SlowServers | undefined
  #wakeup: Micros | undefined
  #term = 1
  readonly #post: Post = new Post()

  constructor(options: WorldOptions) {
    this.#managers = options.managers
    this.#onEntry = options.onEntry
    const { state } = options
    this.now = options.start ?? state?.at ?? plus(initialState('').at, newYear as Micros)
    this.state = state ?? initialState(options.seed, options.quirks)
    this.fleet = new Fleet(state ? { ...options, known: [...state.tables.nodes] } : options)
    this.#servers =
      options.servers &&
      new SlowServers(options.managers, options.servers, {
        state: () => this.state,
        commit: (command, by) => void this.submit(command, by),
        vary: varying(options.delays ?? 'usual', createLots(`${options.seed}/servers`)),
        ties: options.delays === 'varied' ? 'id' : 'name',
      })
    for (const message of this.fleet.registrations(this.now)) this.#tell(commandsOf(message, this.state))
    if (state) this.#goOn(state)
  }

  // Nobody has seen any of it yet: neither the nodes nor the process managers.
  #goOn(state: State): void {
    this.fleet.observe(state, this.now)
    if (!this.#servers)
      this.#take(settle(state, { at: this.now, term: this.#term, by: 'housekeeping' }, this.#managers))
  }

  /** Asks for something now; the process managers answer at once. */
  submit(command: Command, by: Origin = 'operator', actor = ''): Step | Refusal {
    const stamp = { at: this.now, term: this.#term, by, actor }
    const managers = this.#servers ? [] : this.#managers
    const outcome = step(this.state, command, stamp, managers)
    if (isRefusal(outcome)) return outcome
    this.#take(outcome)
    return outcome
  }

  /** Registers a job document, as a client of Nomad's API would. */
  register(document: unknown): Step | Refusal {
    return this.registerBody(JSON.stringify({ Job: document }))
  }

  /** Registers the job of a JSON text: of a job document, or of the body of a registration, `{ "Job": … }`. */
  registerBody(text: string): Step | Refusal {
    const read = readBody(text)
    const body = read.ok && !isRegistration(read.body) ? `{"Job":${text}}` : text
    const submission = submissionOf(this.state, { body }, 'global')
    if (!submission.ok) return { refused: true, code: 'job-invalid', text: submission.text }
    const { namespace, registration } = submission
    return this.submit({ type: 'SubmitJob', namespace, registration })
  }

  /** A node's process stops: it misses its heartbeats, and the servers find out in time. */
  lose(nodeId: string): void {
    this.fleet.freeze(nodeId, this.now)
  }

  /** A lost node goes on. */
  bringBack(nodeId: string): void {
    this.fleet.thaw(nodeId, this.now)
  }

  /** The processes of an allocation die with this code; answers whether they ran. */
  crash(allocationId: string, exitCode = 1): boolean {
    return this.fleet.crash(allocationId, this.now, exitCode)
  }

  /** Another server leads: the term rises, and its process managers know nothing but the state. */
  changeLeader(): void {
    this.#term += 1
    this.#take(settle(this.state, { at: this.now, term: this.#term, by: 'housekeeping' }, this.#managers))
  }

  /** The servers' clock jumps; what falls into a jump ahead happens late, after a jump back everything takes longer. */
  jump(by: Micros): void {
    this.now = plus(this.now, by)
  }

  /** The next report of the fleet arrives twice, or after the one that follows it. */
  disturbReport(how: Disturbance): void {
    this.#post.disturb(how)
  }

  /** Lets time pass. */
  run(duration: Micros): void {
    const end = plus(this.now, duration)
    while (this.#advance(end));
    this.now = end
  }

  /** Lets time pass until something is true, for at most this long; answers whether it came true. */
  runUntil(condition: (state: State) => boolean, atMost: Micros): boolean {
    const end = plus(this.now, atMost)
    while (!condition(this.state)) if (!this.#advance(end)) return false
    return true
  }

  /** The next instant at which anything happens by itself. */
  due(): Micros | undefined {
    const fleet = this.fleet.due()
    const wakeup = this.#servers ? this.#servers.due() : this.#wakeup
    if (fleet === undefined || wakeup === undefined) return fleet ?? wakeup
    return fleet < wakeup ? fleet : wakeup
  }

  // Reports come before deadlines at the same instant: progress beats the deadline (semantics/3 §5.3 rule 2).
  #advance(end: Micros): boolean {
    const due = this.due()
    if (due === undefined || due > end) return false
    if (due > this.now) this.now = due
    for (const message of this.#post.deliver(this.fleet.run(this.now))) this.#tell(commandsOf(message, this.state))
    if (this.#servers) this.#servers.run(this.now)
    else if (this.#wakeup !== undefined && this.#wakeup <= this.now) this.#wake()
    return true
  }

  #tell(commands: readonly Command[]): void {
    for (const command of commands) this.submit(command, 'fleet')
  }

  #wake(): void {
    const woken = wake(this.state, { at: this.now, term: this.#term, by: 'housekeeping' }, this.#managers)
    this.#take(woken)
    // A manager that wants to be woken for an instant that has passed, and does nothing then, would stop time for ever.
    const stuck = woken.entries.length === 0 && this.#wakeup !== undefined && this.#wakeup <= this.now
    if (stuck) throw new Error(`a process manager has nothing to do at ${this.#wakeup}, and asks for it again`)
  }

  #take(outcome: Step): void {
    const before = this.state
    this.state = outcome.state
    if (!this.#servers) this.#wakeup = nextWakeup(this.state, this.#managers)
    this.#show(before, outcome.entries)
    this.fleet.observe(this.state, this.now, outcome.entries)
  }

  // A step gives only its last state; the ones between come from folding its entries again.
  #show(before: State, entries: readonly Entry[]): void {
    if (!this.#onEntry && !this.#servers) return
    let state = before
    for (const entry of entries) {
      const after = entry === entries.at(-1) ? this.state : replay(state, entry)
      this.#onEntry?.(entry, after, state)
      this.#servers?.observe(entry, { before: state, after }, this.now)
      state = after
    }
  }
}

function isRegistration(body: Body): boolean {
  return (
    typeof body === 'object' && body?.kind === 'object' && body.members.some(([key]) => key.toLowerCase() === 'job')
  )
}
