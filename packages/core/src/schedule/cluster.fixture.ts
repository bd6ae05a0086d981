// A small cluster for the scheduler's tests: nodes of one kind, jobs of one task, and a fleet that reports what the test says.

import type { Command } from '../command.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import { type Evaluation, newEvaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import type { Entry, Stamp } from '../entry.ts'
import { deriveId } from '../id.ts'
import type { GroupDocument, JobDocument, TaskDocument } from '../job-document/document.ts'
import { settle, step } from '../machine.ts'
import type { Manager } from '../manager.ts'
import { isRefusal } from '../refusal.ts'
import { initialState, type State } from '../state.ts'
import { type Micros, micros, plus, seconds, zero } from '../time.ts'
import { scheduler } from './schedule.ts'

/** What differs from the plain thing. */
export type Changes<T> = Partial<T>

const start: Micros = micros(1_700_000_000_000_000)

/** The cluster: a state, a clock, and shorthands for what tests do to it. */
export class Cluster {
  state: State = initialState('test')
  at: Micros = start
  /** All entries so far. */
  readonly entries: Entry[] = []
  readonly #managers: readonly Manager[]

  constructor(nodes = 0, managers: readonly Manager[] = [scheduler]) {
    this.#managers = managers
    this.run({ type: 'UpsertNamespaces', namespaces: [{ name: 'default', document: {} }] })
    this.run({ type: 'UpsertNodePools', nodePools: [{ name: 'default', document: {} }] })
    for (let ordinal = 1; ordinal <= nodes; ordinal += 1) this.join(node(ordinal))
  }

  /** Takes a command and everything that follows; answers the new entries. */
  run(command: Command): readonly Entry[] {
    const taken = step(this.state, command, this.#stamp(), this.#managers)
    if (isRefusal(taken)) throw new Error(`refused: ${JSON.stringify(taken)}`)
    this.state = taken.state
    this.entries.push(...taken.entries)
    return taken.entries
  }

  /** Takes a command that may be refused. */
  attempt(command: Command): void {
    const taken = step(this.state, command, this.#stamp(), this.#managers)
    if (isRefusal(taken)) return
    this.state = taken.state
    this.entries.push(...taken.entries)
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
      const due = this.#managers.map((manager) => manager.nextWakeup(this.state)).filter((next) => next !== undefined)
      const next = due.sort((a, b) => a - b)[0]
      if (next === undefined || next > end) break
      this.at = next > this.at ? next : this.at
      const settled = settle(this.state, this.#stamp(), this.#managers)
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

/** The n-th node: 4,000 MHz, 4,000 MB, ready. */
export function node(ordinal: number, changes: Changes<Node> = {}): Node {
  const id = nodeId(ordinal)
  const row: Node = {
    id,
    secretId: '',
    name: `client-${ordinal}`,
    datacenter: 'dc1',
    nodeClass: '',
    nodePool: 'default',
    computedClass: 'v1:1',
    document: {
      Attributes: { 'kernel.name': 'linux', 'nomad.version': '2.0.6' },
      Drivers: { mock_driver: { Detected: true, Healthy: true } },
      NodeResources: { Cpu: { CpuShares: 4_000 }, Memory: { MemoryMB: 4_000 }, Disk: { DiskMB: 40_000 } },
    },
    status: 'ready',
    statusDescription: '',
    statusUpdatedAt: 0,
    schedulingEligibility: 'eligible',
    drain: undefined,
    lastDrain: undefined,
    events: [],
    lastMissedHeartbeatIndex: 0,
    lastAllocationUpdateIndex: 0,
    createIndex: 0,
    modifyIndex: 0,
  }
  return merged(row, changes)
}

/** The id of the n-th node; ids are in the order of the ordinals. */
export function nodeId(ordinal: number): string {
  return `${String(ordinal).padStart(8, '0')}-0000-4000-8000-000000000000`
}

/** A job `web` of one group `app` with two allocations. */
export function job(changes: Changes<JobDocument> = {}): JobDocument {
  const document: JobDocument = {
    ID: 'web',
    Name: 'web',
    Namespace: 'default',
    Region: 'global',
    Type: 'service',
    Priority: 50,
    AllAtOnce: false,
    Datacenters: ['*'],
    NodePool: 'default',
    Constraints: null,
    TaskGroups: [group()],
    ParentID: '',
    Periodic: null,
    ParameterizedJob: null,
    Multiregion: null,
    Meta: null,
  }
  return merged(document, changes)
}

/** A group `app` of two allocations with rolling updates one at a time. */
export function group(changes: Changes<GroupDocument> = {}): GroupDocument {
  const document: GroupDocument = {
    Name: 'app',
    Count: 2,
    Update: update(),
    Migrate: null,
    ReschedulePolicy: {
      Attempts: 0,
      Interval: 0,
      Delay: 30_000_000_000,
      DelayFunction: 'constant',
      MaxDelay: 0,
      Unlimited: true,
    },
    RestartPolicy: restart,
    Disconnect: null,
    Constraints: null,
    EphemeralDisk: { Sticky: false, SizeMB: 30, Migrate: false },
    Tasks: [task()],
    Meta: null,
  }
  return merged(document, changes)
}

/** An update block: one at a time, no canaries. */
export function update(changes: Changes<NonNullable<GroupDocument['Update']>> = {}): NonNullable<GroupDocument['Update']> {
  return {
    Stagger: 30_000_000_000,
    MaxParallel: 1,
    HealthCheck: 'checks',
    MinHealthyTime: 0,
    HealthyDeadline: 300_000_000_000,
    ProgressDeadline: 600_000_000_000,
    AutoRevert: false,
    AutoPromote: false,
    Canary: 0,
    ...changes,
  }
}

const restart: NonNullable<TaskDocument['RestartPolicy']> = {
  Attempts: 2,
  Interval: 1_800_000_000_000,
  Delay: 15_000_000_000,
  Mode: 'fail',
  RenderTemplates: false,
}

/** One task that takes 100 MHz and 100 MB. */
export function task(changes: Changes<TaskDocument> = {}): TaskDocument {
  const document: TaskDocument = {
    Name: 'main',
    Driver: 'mock_driver',
    Config: null,
    Env: null,
    LogConfig: { MaxFiles: 10, MaxFileSizeMB: 1, Disabled: false },
    Resources: { CPU: 100, Cores: 0, MemoryMB: 100, MemoryMaxMB: 0, DiskMB: 0 },
    RestartPolicy: restart,
    Lifecycle: null,
    Leader: false,
    KillTimeout: 5_000_000_000,
    ShutdownDelay: 0,
    Constraints: null,
    Meta: null,
  }
  return merged(document, changes)
}

/** The job with an environment that forces every allocation to be replaced. */
export function revised(document: JobDocument, value: string): JobDocument {
  const groups = document.TaskGroups.map((part) => ({
    ...part,
    Tasks: part.Tasks.map((own) => ({ ...own, Env: { VALUE: value } })),
  }))
  return { ...document, TaskGroups: groups }
}

/** Some seconds. */
export const aWhile: Micros = seconds(5)

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

function merged<T extends object>(plain: T, changes: Changes<T>): T {
  return Object.assign({}, plain, changes)
}
