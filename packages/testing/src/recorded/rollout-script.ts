// Drives a recorded script on a simulated cluster: its steps become operators' commands, its waits let virtual time pass
// (oracle/README-rollouts, Steps).

import {
  type Command,
  isRefusal,
  type Json,
  type JsonObject,
  type Micros,
  micros,
  milliseconds,
  plus,
  type Refusal,
  type Reply,
  seconds,
  zero,
} from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import { defaultManagers } from '@cutover/core/managers'
import { checkInvariants, type Violation } from '@cutover/invariants'
import { World } from '@cutover/simulator'
import { flagAt, numberAt, objectsAt, textAt, textsAt } from './read.ts'
import { finalRows, type RolloutOutcome, RolloutRecorder } from './rollout-outcome.ts'
import { allocationAt, deploymentAt, marked, nodeOf } from './rollout-rows.ts'

/** What the recorder's own requests took. */
const requestTimes = {
  lookUp: milliseconds(4),
  answer: milliseconds(6),
  arrival: milliseconds(14),
  poll: milliseconds(152),
  quietPoll: milliseconds(100),
  back: seconds(1),
  /** Scaling writes three entries, one after the other. */
  scale: milliseconds(16),
}

const beginning = seconds(1_893_456_000)
const settling = seconds(2)

/** Runs a scenario once. */
export function runScript(scenario: JsonObject, seed: number): RolloutOutcome {
  const script = new Script(scenario, seed)
  for (const step of objectsAt(scenario, 'steps') ?? []) script.take(step)
  return script.outcome()
}

class Script {
  readonly #scenario: JsonObject
  readonly #jobId: string
  readonly #world: World
  readonly #recorder: RolloutRecorder
  readonly #start: Micros
  readonly #responses: Json[] = []
  readonly #frozen = new Set<string>()
  readonly #broken: Violation[] = []

  constructor(scenario: JsonObject, seed: number) {
    this.#scenario = scenario
    this.#jobId = `job-${textAt(scenario, 'name')}`
    this.#start = plus(beginning, settling)
    this.#recorder = new RolloutRecorder(this.#start)
    this.#world = new World({
      start: beginning,
      seed: `${textAt(scenario, 'name')}/${seed}`,
      managers: defaultManagers,
      servers: {},
      delays: seed === 0 ? 'usual' : 'varied',
      onEntry: (entry, after, before) => {
        this.#recorder.note(entry, before)
        this.#broken.push(...checkInvariants(before, entry, after, { managed: true, quick: true }))
      },
    })
    this.#world.run(settling)
  }

  take(step: JsonObject): void {
    if ('wait' in step) this.#responses.push(['wait', this.#wait(step)])
    else this.#do(textAt(step, 'do'), step)
  }

  outcome(): RolloutOutcome {
    return {
      responses: this.#responses,
      deployments: this.#recorder.timelines(),
      final: finalRows(this.#world.state, { namespace: 'default', jobId: this.#jobId }),
      broken: this.#broken,
    }
  }

  #wait(step: JsonObject): boolean {
    const span = micros(Math.round(numberAt(step, 'seconds') * 1_000_000))
    switch (textAt(step, 'wait')) {
      case 'sleep':
        this.#world.run(span)
        return true
      case 'quiet':
        return this.#poll(step, requestTimes.quietPoll, () => this.#silence() >= span)
      case 'healthy':
        return this.#poll(step, requestTimes.poll, () => {
          const groups = deploymentAt(this.#world.state, step)?.groups ?? []
          return (groups.find(({ name }) => name === step['group'])?.healthy ?? 0) >= numberAt(step, 'count')
        })
      default:
        return this.#poll(step, requestTimes.poll, () => {
          const status = deploymentAt(this.#world.state, step)?.status
          return status !== undefined && (textsAt(step, 'status') ?? []).includes(status)
        })
    }
  }

  #poll(step: JsonObject, every: Micros, condition: () => boolean): boolean {
    const end = plus(this.#world.now, seconds(numberAt(step, 'timeout')))
    while (this.#world.now < end) {
      if (condition()) return true
      this.#world.run(every)
    }
    return false
  }

  // An event that has not arrived yet says nothing.
  #silence(): number {
    const { now } = this.#world
    const last = this.#recorder.lastEvent(micros(now - requestTimes.arrival))
    const heard = last === undefined ? this.#start : plus(last, requestTimes.arrival)
    return now - (heard > this.#start ? heard : this.#start)
  }

  #do(verb: string, step: JsonObject): void {
    if ('ordinal' in step || verb === 'alloc-stop') this.#world.run(requestTimes.lookUp)
    this.#responses.push([verb, ...this.#answer(verb, step)])
    this.#world.run(
      verb === 'nodes-back' ? requestTimes.back : verb === 'scale' ? requestTimes.scale : requestTimes.answer,
    )
  }

  #answer(verb: string, step: JsonObject): readonly Json[] {
    switch (verb) {
      case 'register':
        return this.#register(numberAt(step, 'version'))
      case 'kill-node':
        return this.#freeze(nodeOf(this.#world.state, step))
      case 'nodes-back':
        return this.#bringBack()
      default: {
        const command = this.#command(verb, step)
        return command ? this.#submit(command, bodyOf(verb)) : [0, 'no alloc']
      }
    }
  }

  #register(version: number): readonly Json[] {
    const document = JSON.stringify(objectsAt(this.#scenario, 'versions')?.[version]).replaceAll('@JOB@', this.#jobId)
    const request = { body: `{"Job":${document}}` }
    const submission = submissionOf(this.#world.state, request, 'global')
    if (!submission.ok) return [submission.status, submission.text]
    const { namespace, registration, warnings } = submission
    return this.#submit({ type: 'SubmitJob', namespace, registration }, ({ evaluationId }) => ({
      EvalID: evaluationId !== undefined,
      Warnings: warnings,
    }))
  }

  #freeze(nodeId: string): readonly Json[] {
    this.#frozen.add(nodeId)
    this.#world.lose(nodeId)
    return [200, null]
  }

  #bringBack(): readonly Json[] {
    for (const nodeId of this.#frozen) this.#world.bringBack(nodeId)
    this.#frozen.clear()
    for (const { id, drain } of [...this.#world.state.tables.nodes]) {
      if (drain)
        this.#world.submit({
          type: 'DrainNode',
          nodeId: id,
          specification: undefined,
          markEligible: true,
          meta: undefined,
        })
      else this.#world.submit({ type: 'MarkEligibility', nodeId: id, eligibility: 'eligible' })
    }
    return [200, null]
  }

  #command(verb: string, step: JsonObject): Command | undefined {
    const { state } = this.#world
    const deploymentId = deploymentAt(state, step)?.id ?? nobody
    const job = { namespace: 'default', jobId: this.#jobId }
    switch (verb) {
      case 'pause':
        return { type: 'PauseDeployment', deploymentId, pause: flagAt(step, 'pause') }
      case 'fail':
        return { type: 'FailDeployment', deploymentId }
      case 'promote': {
        const groups = textsAt(step, 'groups') ?? []
        return { type: 'PromoteCanaries', deploymentId, all: flagAt(step, 'all'), groups, promotedAt: zero }
      }
      case 'health': {
        const [healthy, unhealthy] = [marked(state, step, 'healthy'), marked(state, step, 'unhealthy')]
        return { type: 'MarkAllocations', deploymentId, healthy, unhealthy }
      }
      case 'alloc-stop': {
        const allocationId = allocationAt(state, numberAt(step, 'which'))?.id
        return allocationId === undefined
          ? undefined
          : { type: 'StopAllocation', allocationId, noShutdownDelay: false, reschedule: false }
      }
      default:
        return jobCommand(verb, step, job) ?? nodeCommand(verb, step, nodeOf(state, step))
    }
  }

  #submit(command: Command, body: (reply: Reply) => Json): readonly Json[] {
    const taken = this.#world.submit(command)
    const refusal = isRefusal(taken) ? taken : taken.refusal
    return refusal ? [statusOf(refusal), refusal.text] : [200, isRefusal(taken) ? null : body(taken.reply)]
  }
}

const nobody = '00000000-0000-0000-0000-000000000000'

function jobCommand(
  verb: string,
  step: JsonObject,
  job: { readonly namespace: string; readonly jobId: string },
): Command | undefined {
  switch (verb) {
    case 'stop':
      return { type: 'StopJob', ...job, purge: flagAt(step, 'purge'), noShutdownDelay: false, evaluationPriority: 0 }
    case 'revert': {
      const enforcePriorVersion = 'prior' in step ? numberAt(step, 'prior') : undefined
      return { type: 'RevertJob', ...job, version: numberAt(step, 'to'), enforcePriorVersion }
    }
    case 'stable':
      return { type: 'DeclareJobStable', ...job, version: numberAt(step, 'version'), stable: flagAt(step, 'stable') }
    case 'evaluate':
      return { type: 'EvaluateJob', ...job, forceReschedule: false }
    case 'scale': {
      const message = { message: 'm', error: false, meta: undefined, jobModifyIndex: 0 }
      return { type: 'ScaleJob', ...job, group: textAt(step, 'group'), count: numberAt(step, 'count'), ...message }
    }
    default:
      return undefined
  }
}

function nodeCommand(verb: string, step: JsonObject, nodeId: string): Command | undefined {
  if (verb === 'ineligible') return { type: 'MarkEligibility', nodeId, eligibility: 'ineligible' }
  if (verb !== 'drain') return undefined
  const deadline = flagAt(step, 'force') ? micros(-1) : seconds(numberAt(step, 'deadline'))
  return {
    type: 'DrainNode',
    nodeId,
    specification: { deadline, ignoreSystemJobs: false },
    markEligible: false,
    meta: undefined,
  }
}

/** What an accepted step answers, reduced as the recordings reduce it. */
function bodyOf(verb: string): (reply: Reply) => Json {
  switch (verb) {
    case 'pause':
    case 'fail':
    case 'promote':
    case 'health':
      return ({ evaluationId, revertedJobVersion = null }) => ({
        EvalID: evaluationId !== undefined,
        RevertedJobVersion: revertedJobVersion,
      })
    case 'revert':
    case 'scale':
      return ({ evaluationId }) => ({ EvalID: evaluationId !== undefined, Warnings: '' })
    case 'stable':
      return () => ({})
    case 'drain':
    case 'ineligible':
      return () => null
    default:
      return ({ evaluationId }) => ({ EvalID: evaluationId !== undefined })
  }
}

// Scaling alone answers its refusals as faults of the request (client-surface §2.10).
function statusOf({ code }: Refusal): number {
  return code.startsWith('scale-') ? 400 : 500
}
