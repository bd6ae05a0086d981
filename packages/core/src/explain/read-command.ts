// Reads a command that somebody typed: the operator's verbs, as JSON, with everything left out that has an ordinary value.

import type { OperatorCommand } from '../command.ts'
import { zero } from '../time.ts'

/** The command of a JSON text, or what is wrong with it. */
export function readCommand(text: string): OperatorCommand | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return `the command is no JSON: ${error}`
  }
  return commandOf(value)
}

/** The command of a JSON value, or what is wrong with it. */
export function commandOf(value: unknown): OperatorCommand | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'a command is a JSON object with a type'
  const type: unknown = Reflect.get(value, 'type')
  const reader = typeof type === 'string' && Object.hasOwn(readers, type) ? readers[type] : undefined
  if (!reader) return `there is no command ${JSON.stringify(type)}; there are ${Object.keys(readers).join(', ')}`
  const fields = new Fields(value)
  const command = reader(fields)
  return fields.fault ?? command
}

// Reads fields by kind; the first that is not of its kind is the fault.
class Fields {
  fault: string | undefined
  readonly #value: object

  constructor(value: object) {
    this.#value = value
  }

  text(name: string, otherwise?: string): string {
    return this.#read(name, otherwise, (value): value is string => typeof value === 'string', '')
  }

  flag(name: string, otherwise?: boolean): boolean {
    return this.#read(name, otherwise, (value): value is boolean => typeof value === 'boolean', false)
  }

  whole(name: string, otherwise?: number): number {
    return this.#read(name, otherwise, (value): value is number => Number.isSafeInteger(value), 0)
  }

  texts(name: string): readonly string[] {
    const isTexts = (value: unknown): value is readonly string[] =>
      Array.isArray(value) && value.every((element) => typeof element === 'string')
    return this.#read(name, [], isTexts, [])
  }

  has(name: string): boolean {
    return Reflect.get(this.#value, name) !== undefined
  }

  #read<T>(name: string, otherwise: T | undefined, is: (value: unknown) => value is T, none: T): T {
    const value: unknown = Reflect.get(this.#value, name)
    if (value === undefined && otherwise !== undefined) return otherwise
    if (is(value)) return value
    this.fault ??= value === undefined ? `the command lacks ${name}` : `${name} cannot be ${JSON.stringify(value)}`
    return none
  }
}

const job = (fields: Fields): { readonly namespace: string; readonly jobId: string } => ({
  namespace: fields.text('namespace', 'default'),
  jobId: fields.text('jobId'),
})

const deployment = (fields: Fields): { readonly deploymentId: string } => ({
  deploymentId: fields.text('deploymentId'),
})

const readers: Readonly<Record<string, (fields: Fields) => OperatorCommand>> = {
  PauseDeployment: (fields) => ({
    type: 'PauseDeployment',
    ...deployment(fields),
    pause: fields.flag('pause', true),
  }),
  PromoteCanaries: (fields) => ({
    type: 'PromoteCanaries',
    ...deployment(fields),
    all: fields.flag('all', !fields.has('groups')),
    groups: fields.texts('groups'),
    promotedAt: zero,
  }),
  FailDeployment: (fields) => ({ type: 'FailDeployment', ...deployment(fields) }),
  MarkAllocations: (fields) => ({
    type: 'MarkAllocations',
    ...deployment(fields),
    healthy: fields.texts('healthy'),
    unhealthy: fields.texts('unhealthy'),
  }),
  StopAllocation: (fields) => ({
    type: 'StopAllocation',
    allocationId: fields.text('allocationId'),
    noShutdownDelay: fields.flag('noShutdownDelay', false),
    reschedule: fields.flag('reschedule', false),
  }),
  StopJob: (fields) => ({
    type: 'StopJob',
    ...job(fields),
    purge: fields.flag('purge', false),
    noShutdownDelay: fields.flag('noShutdownDelay', false),
    evaluationPriority: fields.whole('evaluationPriority', 0),
  }),
  RevertJob: (fields) => ({
    type: 'RevertJob',
    ...job(fields),
    version: fields.whole('version'),
    enforcePriorVersion: fields.has('enforcePriorVersion') ? fields.whole('enforcePriorVersion') : undefined,
  }),
  ScaleJob: (fields) => ({
    type: 'ScaleJob',
    ...job(fields),
    group: fields.text('group'),
    count: fields.whole('count'),
    message: fields.text('message', ''),
    error: false,
    meta: undefined,
    jobModifyIndex: fields.whole('jobModifyIndex', 0),
  }),
  EvaluateJob: (fields) => ({
    type: 'EvaluateJob',
    ...job(fields),
    forceReschedule: fields.flag('forceReschedule', false),
  }),
  DeclareJobStable: (fields) => ({
    type: 'DeclareJobStable',
    ...job(fields),
    version: fields.whole('version'),
    stable: fields.flag('stable', true),
  }),
  MarkEligibility: (fields) => ({
    type: 'MarkEligibility',
    nodeId: fields.text('nodeId'),
    eligibility: fields.text('eligibility'),
  }),
}
