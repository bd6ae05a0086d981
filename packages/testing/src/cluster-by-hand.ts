// A cluster whose nodes are played by hand: the process managers are real, time passes when told, and every report about an
// allocation is written by the test. For cases that need an exact instant, where the simulated fleet would take its own.

import {
  type Allocation,
  type Command,
  type Deployment,
  type Entry,
  type Evaluation,
  initialState,
  isRefusal,
  type Job,
  type Manager,
  type Micros,
  micros,
  nextWakeup,
  nomadQuirks,
  type Quirks,
  type Refusal,
  type State,
  type Step,
  seconds,
  settle,
  step,
  zero,
} from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import { defaultManagers } from '@cutover/core/managers'
import { nodeId, nodeRow, nodeShape } from '@cutover/simulator'

import { freezeStep } from './freeze.ts'

type Report = Extract<Command, { readonly type: 'ReportAllocations' }>['reports'][number]

/** What a test says of an allocation: its health, when the node saw it, and its status. */
export interface HandReport {
  readonly healthy?: boolean
  /** Seconds since the start at which the node decided the health; by default now. */
  readonly seen?: number
  /** By default `running`. */
  readonly status?: Report['clientStatus']
  /** Its task finished now, and failed; by default the report has no tasks. */
  readonly finished?: boolean
}

const seed = 'by hand'

/** A cluster in which nothing happens by itself but time and the process managers. Instants are seconds since its start. */
export class ClusterByHand {
  state: State
  /** The state before all entries. */
  readonly origin: State
  /** Every entry so far. */
  readonly entries: Entry[] = []
  readonly #start: Micros = micros(1_893_456_000_000_000)
  #managers: readonly Manager[]
  #now = 0

  constructor(nodes = 3, managers: readonly Manager[] = defaultManagers, quirks: Quirks = nomadQuirks) {
    this.origin = initialState(seed, quirks)
    this.state = this.origin
    this.#managers = managers
    for (let ordinal = 1; ordinal <= nodes; ordinal++) this.join(ordinal)
  }

  /** The same cluster, to go on with apart; its entries begin here. */
  copy(): ClusterByHand {
    const twin = new ClusterByHand(0, this.#managers)
    twin.state = this.state
    twin.#now = this.#now
    return twin
  }

  /** A node more: `client-1`, `client-2` …, 40,000 MHz and 40,000 MB. */
  join(ordinal: number): void {
    const shape = nodeShape(ordinal)
    this.do({ type: 'JoinNode', node: nodeRow(shape, nodeId(seed, shape.name), 0) })
  }

  /** Lets time pass until this second; the managers do what becomes due on the way. */
  at(second: number): this {
    const end = this.instant(second)
    for (let due = this.#due(); due !== undefined && due <= end; due = this.#due()) {
      this.#now = Math.max(this.#now, (due - this.#start) / 1_000_000)
      this.#settle()
    }
    this.#now = second
    return this
  }

  /** Time passes until this second while nobody watches, as when every server is down. */
  sleep(second: number): this {
    this.#now = second
    return this
  }

  /** Does something that no process manager sees before the next thing happens, as when the scheduler is behind. */
  withoutScheduler(act: () => void): this {
    const managers = this.#managers
    this.#managers = []
    act()
    this.#managers = managers
    return this
  }

  /** What a restart, or a new leader, does: the managers look at everything again. */
  restart(): this {
    this.#settle()
    return this
  }

  /** Asks for something that must be taken. */
  do(command: Command): Step {
    const outcome = this.ask(command)
    if (typeof outcome !== 'string') return outcome
    throw new Error(`${command.type}: ${outcome}`)
  }

  /** Asks for something; answers the text of the refusal where there is one. */
  ask(command: Command): Step | string {
    const by = command.type === 'ReportAllocations' ? 'fleet' : 'operator'
    const outcome = step(this.state, command, { at: this.instant(this.#now), term: 1, by }, this.#managers)
    if (isRefusal(outcome)) return textOf(outcome)
    this.#take(outcome)
    return outcome.refusal ? textOf(outcome.refusal) : outcome
  }

  /** Registers a job document as a client would send it; it must be accepted. */
  register(job: object): this {
    const submission = submissionOf(this.state, { body: JSON.stringify({ Job: job }) }, 'global')
    if (!submission.ok) throw new Error(submission.text)
    this.do({ type: 'SubmitJob', namespace: submission.namespace, registration: submission.registration })
    return this
  }

  /** A node reports about one allocation; `name` is `web.app[0]`, the newest of that name, or an id. */
  report(name: string, said: HandReport): this {
    return this.reportAll([name], said)
  }

  /** One entry with the same report about several allocations. */
  reportAll(names: readonly string[], said: HandReport): this {
    this.do({ type: 'ReportAllocations', reports: names.map((name) => this.#reportOf(this.allocation(name), said)) })
    return this
  }

  /** Pauses (or resumes) the newest deployment. */
  pause(pause = true): this {
    this.do({ type: 'PauseDeployment', deploymentId: this.deployment().id, pause })
    return this
  }

  /** Promotes all canaries of the newest deployment, or those of these groups. */
  promote(...groups: readonly string[]): this {
    this.do({
      type: 'PromoteCanaries',
      deploymentId: this.deployment().id,
      all: groups.length === 0,
      groups,
      promotedAt: zero,
    })
    return this
  }

  /** Fails the newest deployment, as an operator does. */
  fail(): this {
    this.do({ type: 'FailDeployment', deploymentId: this.deployment().id })
    return this
  }

  /** An operator sets the health of allocations of the newest deployment. */
  mark(healthy: readonly string[], unhealthy: readonly string[] = []): this {
    const ids = (names: readonly string[]): readonly string[] => names.map((name) => this.allocation(name).id)
    const deploymentId = this.deployment().id
    this.do({ type: 'MarkAllocations', deploymentId, healthy: ids(healthy), unhealthy: ids(unhealthy) })
    return this
  }

  /** The job's row. */
  job(jobId = 'web'): Job {
    return newest(
      [...this.state.tables.jobs].filter((row) => row.id === jobId),
      jobId,
    )
  }

  /** The newest allocation of this name, or the one with this id. */
  allocation(name: string): Allocation {
    const rows = [...this.state.tables.allocations].filter((row) => row.name === name || row.id === name)
    return newest(rows, name)
  }

  /** All allocations of a deployment, oldest first, then by name. */
  allocationsOf(deployment: Deployment): readonly Allocation[] {
    const rows = [...this.state.tables.allocations.by('deployment', deployment.id)]
    return rows.sort((a, b) => a.createIndex - b.createIndex || (a.name < b.name ? -1 : 1))
  }

  /** The job's newest deployment. */
  deployment(jobId = 'web'): Deployment {
    return newest(
      [...this.state.tables.deployments].filter((row) => row.jobId === jobId),
      jobId,
    )
  }

  /** The newest allocation of the newest deployment. */
  latest(): Allocation {
    return newest(this.allocationsOf(this.deployment()), 'an allocation of the newest deployment')
  }

  /** The evaluations of one trigger, oldest first. */
  evaluations(trigger: string, jobId = 'web'): readonly Evaluation[] {
    const rows = [...this.state.tables.evaluations].filter((row) => row.jobId === jobId && row.triggeredBy === trigger)
    return rows.sort((a, b) => a.createIndex - b.createIndex)
  }

  /** The newest deployment in one line: `running: app 1/0 of 2 placed, by 615`, health as healthy/unhealthy. */
  line(jobId = 'web'): string {
    const { status, groups } = this.deployment(jobId)
    return `${status}: ${groups.map((group) => this.#groupLine(group)).join('; ')}`
  }

  /** The instant of a second since the start. */
  instant(second: number): Micros {
    return micros(this.#start + seconds(second))
  }

  /** Seconds since the start. */
  second(instant: Micros): number {
    return (instant - this.#start) / 1_000_000
  }

  #groupLine(group: Deployment['groups'][number]): string {
    const by = group.requireProgressBy === 0 ? 'no deadline' : `by ${this.second(group.requireProgressBy)}`
    return `${group.name} ${group.healthy}/${group.unhealthy} of ${group.placed} placed, ${by}`
  }

  #reportOf(
    { id, nodeId: node }: Allocation,
    { healthy, seen, status = 'running', finished = false }: HandReport,
  ): Report {
    const timestamp = this.instant(seen ?? this.#now)
    return {
      allocationId: id,
      nodeId: node,
      namespace: '',
      jobId: '',
      clientStatus: status,
      clientDescription: '',
      taskStates: finished ? [failedTask(this.instant(this.#now))] : [],
      networkStatus: null,
      health: healthy === undefined ? undefined : { healthy, timestamp, canary: false },
    }
  }

  #take({ entries, state }: Step): void {
    freezeStep(this.state, entries, state)
    this.state = state
    this.entries.push(...entries)
  }

  #due(): Micros | undefined {
    return nextWakeup(this.state, this.#managers)
  }

  #settle(): void {
    const stamp = { at: this.instant(this.#now), term: 1, by: 'housekeeping' } as const
    this.#take(settle(this.state, stamp, this.#managers))
  }
}

function failedTask(at: Micros): NonNullable<Report['taskStates']>[number] {
  const times = { lastRestart: zero, startedAt: at, finishedAt: at }
  return { task: 'main', state: 'dead', failed: true, restarts: 0, events: undefined, ...times }
}

function newest<Row extends { readonly createIndex: number }>(rows: readonly Row[], what: string): Row {
  const row = rows.reduce<Row | undefined>(
    (best, next) => (best && best.createIndex > next.createIndex ? best : next),
    undefined,
  )
  if (row) return row
  throw new Error(`there is nothing called ${what}`)
}

function textOf({ text }: Refusal): string {
  return text.trim()
}
