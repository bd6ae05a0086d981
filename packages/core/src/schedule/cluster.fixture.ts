// A small cluster for the scheduler's tests: nodes of one kind, jobs of one task, and a fleet that reports what the
// test says.

import type { Command } from '../command.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import { type Evaluation, newEvaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import type { Entry, Stamp } from '../entry.ts'
import { deriveId } from '../id.ts'
import type { JobDocument } from '../job-document/document.ts'
import { settle, step } from '../machine.ts'
import type { Manager } from '../manager.ts'
import { nomadQuirks, type Quirks } from '../quirks.ts'
import { isRefusal } from '../refusal.ts'
import { initialState, type State } from '../state.ts'
import { type Micros, micros, plus, seconds, zero } from '../time.ts'
import { node } from './documents.fixture.ts'
import { scheduler } from './schedule.ts'

export { group, job, node, nodeId, revised, task, update } from './documents.fixture.ts'

const start: Micros = micros(1_700_000_000_000_000)

/** The cluster: a state, a clock, and shorthands for what tests do to it. */
export class Cluster {
  state: State
  at: Micros = start
  /** All entries so far. */
  readonly entries: Entry[] = []
  managers: readonly Manager[]

  constructor(nodes = 0, managers: readonly Manager[] = [scheduler], quirks: Quirks = nomadQuirks) {
    this.state = initialState('test', quirks)
    this.managers = managers
    this.run({ type: 'UpsertNamespaces', namespaces: [{ name: 'default', document: {} }] })
    this.run({ type: 'UpsertNodePools', nodePools: [{ name: 'default', document: {} }] })
    for (let ordinal = 1; ordinal <= nodes; ordinal += 1) this.join(node(ordinal))
  }

  /** Takes a command and everything that follows; answers the new entries. */
  run(command: Command): readonly Entry[] {
    const taken = step(this.state, command, this.#stamp(), this.managers)
    if (isRefusal(taken)) throw new Error(`refused: ${JSON.stringify(taken)}`)
    this.state = taken.state
    this.entries.push(...taken.entries)
    return taken.entries
  }

  /** Takes a command that may be refused. */
  attempt(command: Command): void {
    const taken = step(this.state, command, this.#stamp(), this.managers)
    if (isRefusal(taken)) return
    this.state = taken.state
    this.entries.push(...taken.entries)
  }

  /** Does something that the managers do not notice before the next thing. */
  quietly(play: () => void): void {
    const { managers } = this
    this.managers = []
    play()
    this.managers = managers
  }

  /** The instant some seconds from now. */
  later(duration: number): Micros {
    return plus(this.at, seconds(duration))
  }

  /** Lets time pass, stopping wherever a manager has something to do. */
  pass(duration: Micros): readonly Entry[] {
    const end = plus(this.at, duration)
    const entries: Entry[] = []
    for (;;) {
      const due = this.managers.map((manager) => manager.nextWakeup(this.state)).filter((next) => next !== undefined)
      const next = due.sort((a, b) => a - b)[0]
      if (next === undefined || next > end) break
      this.at = next > this.at ? next : this.at
      const settled = settle(this.state, this.#stamp(), this.managers)
      if (settled.entries.length === 0) throw new Error('woken for nothing')
      this.state = settled.state
      entries.push(...settled.entries)
    }
    this.at = end
    this.entries.push(...entries)
    return entries
  }

  join(row: Node): readonly Entry[] {
    return this.run({ type: 'JoinNode', node: row })
  }

  /** Registers a version of a job, with an evaluation of it. */
  register(document: JobDocument, evaluation: Partial<Evaluation> = {}): readonly Entry[] {
    return this.run({
      type: 'RegisterJob',
      job: jobRow(document),
      evaluation: this.evaluation(document.ID, { type: document.Type, ...evaluation }),
      submission: undefined,
      enforceIndex: undefined,
      preserveCounts: false,
      preserveResources: false,
      deployment: undefined,
    })
  }

  /** Asks for one more look at a job. */
  look(jobId: string, changes: Partial<Evaluation> = {}): readonly Entry[] {
    return this.run({ type: 'UpdateEvaluations', evaluations: [this.evaluation(jobId, changes)] })
  }

  /** Reports allocations that are to run as running, and healthy when a deployment asks. */
  heal(jobId = 'web', healthy = true): readonly Entry[] {
    const waiting = this.allocations(jobId).filter(
      ({ desiredStatus, clientStatus }) => desiredStatus === 'run' && clientStatus === 'pending',
    )
    return waiting.length === 0 ? [] : this.report(waiting, { clientStatus: 'running' }, healthy)
  }

  /** Reports allocations as the changes say; stopped ones end by themselves. */
  report(
    allocations: readonly Allocation[],
    changes: Partial<Allocation>,
    healthy: boolean | undefined = undefined,
  ): readonly Entry[] {
    const reports = allocations.map((allocation) => ({
      allocationId: allocation.id,
      nodeId: allocation.nodeId,
      namespace: '',
      jobId: '',
      clientStatus: changes.clientStatus ?? allocation.clientStatus,
      clientDescription: '',
      taskStates: changes.taskStates ?? allocation.taskStates,
      networkStatus: null,
      health:
        healthy === undefined || allocation.deploymentId === ''
          ? undefined
          : { healthy, timestamp: this.at, canary: allocation.health?.canary ?? false, modifyIndex: 0 },
    }))
    return this.run({ type: 'ReportAllocations', reports })
  }

  job(jobId = 'web'): Job | undefined {
    return this.state.tables.jobs.get(jobKey('default', jobId))
  }

  allocations(jobId = 'web'): readonly Allocation[] {
    const rows = [...this.state.tables.allocations.by('job', jobKey('default', jobId))]
    return rows.sort((a, b) => a.createIndex - b.createIndex || (a.name < b.name ? -1 : 1))
  }

  /** Those that are wanted and not over. */
  live(jobId = 'web'): readonly Allocation[] {
    return this.allocations(jobId).filter(
      ({ desiredStatus, clientStatus }) =>
        desiredStatus === 'run' && (clientStatus === 'pending' || clientStatus === 'running'),
    )
  }

  deployments(jobId = 'web'): readonly Deployment[] {
    const rows = [...this.state.tables.deployments.by('job', jobKey('default', jobId))]
    return rows.sort((a, b) => a.createIndex - b.createIndex)
  }

  evaluations(jobId = 'web'): readonly Evaluation[] {
    const rows = [...this.state.tables.evaluations.by('job', jobKey('default', jobId))]
    return rows.sort((a, b) => a.createIndex - b.createIndex)
  }

  evaluation(jobId: string, changes: Partial<Evaluation> = {}): Evaluation {
    return newEvaluation({
      id: deriveId('evaluation', this.state.lastIndex, 0),
      namespace: 'default',
      priority: 50,
      type: this.job(jobId)?.document.Type ?? 'service',
      triggeredBy: 'job-register',
      jobId,
      createTime: this.at,
      modifyTime: this.at,
      ...changes,
    })
  }

  #stamp(): Stamp {
    return { at: this.at, term: 1, by: 'operator' }
  }
}

function jobRow(document: JobDocument): Job {
  return {
    namespace: 'default',
    id: document.ID,
    document,
    stop: false,
    stable: false,
    version: 0,
    status: '',
    statusDescription: '',
    versionTag: undefined,
    submitTime: zero,
    createIndex: 0,
    modifyIndex: 0,
    jobModifyIndex: 0,
  }
}
