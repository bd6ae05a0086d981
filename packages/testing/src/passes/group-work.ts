// One group of a pass while its steps go on: the sets that they move allocations between, what has been said so far.

import {
  type Allocation,
  type Deployment,
  type DeploymentGroup,
  type Job,
  type ReconcileInput,
  zero,
} from '@cutover/core'
import { type Placed, stopLine } from './lines.ts'
import { Names } from './names.ts'
import { byName, type Group, isServerTerminal, ownType } from './rows.ts'

/** The deployments around a pass (§2.1). */
export interface Governed {
  readonly current: Deployment | undefined
  readonly old: Deployment | undefined
}

/** Why something stops. */
export const texts = {
  notNeeded: 'alloc not needed due to job update',
  migrating: 'alloc is being migrated',
  lost: 'alloc is lost since its node is down',
  rescheduled: 'alloc was rescheduled because it failed',
} as const

/** The group's allocations that count at all (§2.3 step 1). */
export function liveOf(name: string, { allocations }: ReconcileInput): readonly Allocation[] {
  return allocations
    .filter((row) => row.group === name)
    .filter((row) => !isServerTerminal(row) || (ownType(row) === 'batch' && !row.desiredTransition.reschedule))
}

/** A group, its sets by the names of §2, and its answer so far. */
export class GroupWork {
  readonly input: ReconcileInput
  readonly job: Job
  readonly group: Group
  readonly governed: Governed
  readonly lines: string[] = []
  readonly counts: Record<string, number> = {}
  readonly places: Placed[] = []
  readonly names: Names
  readonly isExisting: boolean
  part: DeploymentGroup
  all: Allocation[]
  canaries: Allocation[] = []
  untainted: Allocation[] = []
  migrate: Allocation[] = []
  lost: Allocation[] = []
  disconnecting: Allocation[] = []
  now: Allocation[] = []
  later: { readonly row: Allocation; readonly at: number }[] = []
  destructive: Allocation[] = []
  inplace: Allocation[] = []
  /** How long the stop of a lost one waits, by id. */
  readonly waits: Map<string, number> = new Map()
  isDelayed: boolean = false
  needsCanaries: boolean = false

  constructor(input: ReconcileInput, job: Job, group: Group, governed: Governed) {
    this.input = input
    this.job = job
    this.group = group
    this.governed = governed
    const part = governed.current?.groups.find(({ name }) => name === group.Name)
    this.isExisting = part !== undefined
    this.part = part ?? freshPart(group)
    this.names = new Names(group.Count)
    this.all = [...liveOf(group.Name, input)].sort(byName)
  }

  get isEmptyUpdate(): boolean {
    return !this.group.Update || this.group.Update.MaxParallel === 0
  }

  get isPaused(): boolean {
    return ['paused', 'pending', 'initializing'].includes(this.governed.current?.status ?? '')
  }

  get isFailed(): boolean {
    return this.governed.current?.status === 'failed'
  }

  get isCanarying(): boolean {
    return this.part.desiredCanaries !== 0 && !this.part.promoted
  }

  get isOpen(): boolean {
    return !this.isPaused && !this.isFailed && !this.isCanarying
  }

  /** Raises a counter. */
  count(name: string, by: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + by
  }

  /** Stops one. */
  stop(row: Allocation, text: string, status = ''): void {
    const wait = this.waits.get(row.id)
    const isLost = text === texts.lost && status === 'lost'
    this.lines.push(stopLine(row.id, status, `${text}, ${isLost && wait !== undefined ? wait : 'nothing'}`))
  }

  /** Places one under an index. */
  place(index: number, fields: Partial<Placed>): void {
    const name = `${this.job.id}.${this.group.Name}[${index}]`
    const plain = { name, canary: false, previous: undefined, reschedule: false, lost: false, downgrade: false }
    this.places.push({ ...plain, ...fields })
  }

  /** More is wanted, unless the deployment says already how many. */
  want(more: number): void {
    if (!this.isExisting) this.part = { ...this.part, desiredTotal: this.part.desiredTotal + more }
  }
}

function freshPart({ Name, Update }: Group): DeploymentGroup {
  const isEmpty = !Update || Update.MaxParallel === 0
  const counted = { desiredCanaries: 0, desiredTotal: 0, placed: 0, healthy: 0, unhealthy: 0 }
  return {
    name: Name,
    autoRevert: !isEmpty && Update.AutoRevert,
    autoPromote: !isEmpty && Update.AutoPromote,
    progressDeadline: zero,
    requireProgressBy: zero,
    promoted: false,
    placedCanaries: undefined,
    ...counted,
  }
}

/** The rows that are not among others. */
export function without(rows: readonly Allocation[], others: readonly Allocation[]): Allocation[] {
  return rows.filter((row) => !others.some(({ id }) => id === row.id))
}
