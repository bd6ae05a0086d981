// One allocation on one simulated node, from the moment its node has it until it is gone: waits for its predecessor, runs the tasks
// by their life cycle, watches the health, and tells what to report. Rules: semantics/3 §2.2, §2.3.

import { type Allocation, type JsonObject, type Micros, micros, plus, zero } from '@cutover/core'
import { type Item, type Planner, rank } from './agenda.ts'
import { explainUnhealthy, type HealthRule, HealthTracker, healthRule } from './health-tracker.ts'
import { dueTasks, firstTasks, isFresh, statusOf, type TasksStatus } from './life-cycle.ts'
import { restartSpread, startSpread, type Vary } from './spread.ts'
import { addEvent, afterEnd, asObject, createTask, noRestarts, type Task } from './task.ts'
import { stretched, type Timing } from './timing.ts'

/** What the runner needs of its surroundings. */
export interface RunnerHost {
  readonly agenda: Planner
  readonly timing: Timing
  /** Something about the allocation has changed and may have to be reported. */
  readonly changed: (runner: Runner, now: Micros) => void
  readonly vary: Vary
}

/** Runs one allocation. */
export class Runner {
  allocation: Allocation
  readonly tasks: readonly Task[]
  /** Undefined: not decided. */
  healthy: boolean | undefined
  healthTimestamp: Micros = zero
  /** Reports are held back until this instant (a task that never ran is reported late). */
  heldUntil: Micros = zero
  waiting = true
  stopping = false
  readonly #host: RunnerHost
  readonly #group: JsonObject
  #tracker: HealthTracker | undefined
  readonly #planned = new Map<Task, Item>()

  constructor(allocation: Allocation, host: RunnerHost) {
    this.allocation = allocation
    this.#host = host
    const document = allocation.job?.document
    this.#group = asObject(document?.TaskGroups.find((group) => group.Name === allocation.group))
    const tasks = this.#group['Tasks']
    this.tasks = Array.isArray(tasks)
      ? tasks.map((task) => createTask(asObject(task), this.#group, document?.Type ?? 'service'))
      : []
    this.healthy = allocation.health?.healthy
  }

  /** The predecessor is out of the way: the health deadline starts, and the first tasks. */
  begin(now: Micros): void {
    this.waiting = false
    for (const task of this.tasks) addEvent(task, now, 'Received')
    this.#watch(now)
    for (const task of firstTasks(this.tasks)) this.#start(task, now)
  }

  /** Its node has it again after a restart: running tasks go on where they were. */
  resume(now: Micros): void {
    this.waiting = false
    for (const task of this.tasks) this.#resumeTask(task, now)
    this.#watch(now)
    this.#afterChange(now)
  }

  /** First seen when it was already to be stopped: complete, without ever having started (semantics/3 §2.2). */
  neverStarted(now: Micros): void {
    this.stopping = true
    this.#host.changed(this, now)
  }

  /** All tasks are dead, or none will ever start. */
  isOver(): boolean {
    const status = this.status()
    return (
      (status === 'complete' || status === 'failed') &&
      this.tasks.every((task) => this.waiting || task.state === 'dead' || task.hook === 'poststop')
    )
  }

  /** The server's copy has changed (its allocation modify index rose). */
  update(allocation: Allocation, now: Micros): void {
    const moved = allocation.deploymentId !== this.allocation.deploymentId
    this.allocation = allocation
    if (allocation.desiredStatus !== 'run') {
      this.stop(now)
      return
    }
    if (moved) {
      this.healthy = undefined
      this.healthTimestamp = zero
    }
    if (!this.waiting) this.#watch(now)
    this.#host.changed(this, now)
  }

  /** Kills what runs. A health that is not decided is decided by the end of the killed task. */
  stop(now: Micros): void {
    if (this.stopping) return
    this.stopping = true
    if (this.waiting) return
    for (const task of this.tasks) if (task.hook !== 'poststop') this.#kill(task, now)
    this.#afterChange(now)
  }

  /** A fault from outside: the task's process dies with this code. */
  crash(now: Micros, exitCode = 1): void {
    for (const task of this.tasks) if (task.state === 'running') this.#ended(task, now, { exitCode, message: '' })
  }

  /** The node is gone or the allocation was removed: nothing more happens. */
  discard(): void {
    this.#tracker?.stop()
    for (const item of this.#planned.values()) item.cancelled = true
  }

  /** The tasks taken together. */
  status(): TasksStatus {
    if (this.waiting) return this.stopping ? 'complete' : 'pending'
    return statusOf(this.tasks)
  }

  #watch(now: Micros): void {
    this.#tracker?.stop()
    this.#tracker = undefined
    if (this.healthy !== undefined) return
    const jobType = this.allocation.job?.document.Type ?? 'service'
    const rule = healthRule(this.#group, { jobType, deploymentId: this.allocation.deploymentId })
    if (!rule) return
    const { agenda, timing } = this.#host
    this.#tracker = new HealthTracker(
      {
        agenda,
        timing,
        rule,
        tasks: () => this.tasks,
        checksPass: () => this.tasks.every((task) => task.state !== 'running' || task.behaviour.listens),
        decide: (healthy, at) => this.#decided(healthy, at, rule),
      },
      now,
    )
  }

  #resumeTask(task: Task, now: Micros): void {
    const before = this.allocation.taskStates?.find((state) => state.task === task.name)
    if (!before || before.state === 'pending') return
    task.everRan = true
    task.startedAt = before.startedAt
    task.finishedAt = before.finishedAt
    task.restarts = before.restarts
    task.failed = before.failed
    task.state = before.state === 'dead' ? 'dead' : 'running'
    task.events.push(...(before.events ?? []))
    const { runFor } = task.behaviour
    if (task.state !== 'running' || runFor === undefined) return
    const end = plus(before.startedAt, runFor)
    this.#plan(task, end > now ? end : now, (at) => this.#ended(task, at, this.#ownEnd(task)))
  }

  // The decision is told at once, and with it whatever was held back.
  #decided(healthy: boolean, now: Micros, rule: HealthRule): void {
    this.healthy = healthy
    if (!healthy && this.allocation.deploymentId !== '') explainUnhealthy(this.tasks, rule, now)
    this.healthTimestamp = now
    this.heldUntil = zero
    this.#host.changed(this, now)
  }

  #start(task: Task, now: Micros): void {
    const { timing, vary } = this.#host
    task.starting = true
    if (task.restarts === 0) addEvent(task, now, 'Task Setup', { Message: 'Building Task Directory' })
    const ready = plus(now, micros(vary(timing.taskStart, startSpread)))
    this.#plan(task, plus(ready, task.behaviour.startBlock), (at) => this.#started(task, at))
  }

  #started(task: Task, now: Micros): void {
    task.starting = false
    if (task.killed) {
      addEvent(task, now, 'Killed')
      this.#die(task, now, false)
      return
    }
    const { startError, startErrorRecoverable } = task.behaviour
    if (startError !== undefined) {
      addEvent(task, now, 'Driver Failure', { DriverError: startError })
      this.#host.changed(this, now)
      if (startErrorRecoverable) this.#restartOrEnd(task, now, false)
      else this.#giveUp(task, now)
      return
    }
    task.state = 'running'
    task.everRan = true
    task.startedAt = now
    addEvent(task, now, 'Started')
    const { runFor } = task.behaviour
    if (runFor !== undefined) this.#plan(task, plus(now, runFor), (at) => this.#ended(task, at, this.#ownEnd(task)))
    this.#afterChange(now)
  }

  #giveUp(task: Task, now: Micros): void {
    const { attempts } = task.policy
    const reason = attempts === 0 ? noRestarts : 'Error was unrecoverable'
    addEvent(task, now, 'Not Restarting', { FailsTask: true, RestartReason: reason })
    this.#die(task, now, true)
  }

  #ownEnd(task: Task): { readonly exitCode: number; readonly message: string } {
    return { exitCode: task.behaviour.exitCode, message: task.behaviour.exitMessage }
  }

  #ended(task: Task, now: Micros, end: { readonly exitCode: number; readonly message: string }): void {
    this.#unplan(task)
    addEvent(task, now, 'Terminated', { ExitCode: end.exitCode, Message: end.message })
    this.#restartOrEnd(task, now, end.exitCode === 0 && task.behaviour.exitSignal === 0 && end.message === '')
  }

  #restartOrEnd(task: Task, now: Micros, ok: boolean): void {
    const { timing, vary } = this.#host
    const delay = stretched(task.policy.delay, vary(timing.restartJitter, restartSpread))
    const next = afterEnd(task, { ok, now, delay })
    if ('dead' in next) {
      if (next.failed) addEvent(task, now, 'Not Restarting', { FailsTask: true, RestartReason: next.reason })
      this.#die(task, now, next.failed)
      return
    }
    task.state = 'pending'
    task.restarts += 1
    task.lastRestart = now
    addEvent(task, now, 'Restarting', { RestartReason: next.reason, StartDelay: next.restartAt - now })
    this.#plan(task, next.restartAt, (at) => this.#start(task, at))
    this.#afterChange(now)
  }

  #kill(task: Task, now: Micros): void {
    if (task.state === 'dead' || task.killed) return
    task.killed = true
    addEvent(task, now, 'Killing', { KillTimeout: task.killTimeout })
    if (task.starting && task.behaviour.startBlock !== zero) return
    this.#unplan(task)
    const wait = task.behaviour.killAfter < task.killTimeout ? task.behaviour.killAfter : task.killTimeout
    this.#plan(task, plus(plus(now, this.#host.timing.kill), task.state === 'running' ? wait : zero), (at) => {
      if (task.state === 'running') addEvent(task, at, 'Terminated', { ExitCode: 0, Message: '' })
      addEvent(task, at, 'Killed')
      this.#die(task, at, false)
    })
  }

  #die(task: Task, now: Micros, failed: boolean): void {
    this.#unplan(task)
    task.starting = false
    task.state = 'dead'
    task.failed = failed
    task.finishedAt = now
    if (!task.everRan) {
      const until = plus(now, this.#host.timing.lateReport)
      if (until > this.heldUntil) this.heldUntil = until
      task.unannounced = true
      this.#host.agenda.add(until, rank.task, (at) => this.#afterDeath(task, at))
    } else this.#afterDeath(task, now)
  }

  #afterDeath(task: Task, now: Micros): void {
    task.unannounced = false
    if (task.failed || task.leader)
      for (const other of this.tasks) if (other.hook !== 'poststop') this.#kill(other, now)
    this.#advance(now)
    this.#afterChange(now)
  }

  #advance(now: Micros): void {
    const { start, kill } = dueTasks(this.tasks, this.stopping)
    for (const task of start) this.#startOnce(task, now)
    for (const task of kill) this.#kill(task, now)
  }

  #startOnce(task: Task, now: Micros): void {
    if (isFresh(task) && !this.#planned.has(task)) this.#start(task, now)
  }

  #afterChange(now: Micros): void {
    this.#advance(now)
    this.#tracker?.look(now)
    this.#host.changed(this, now)
  }

  #plan(task: Task, at: Micros, run: (now: Micros) => void): void {
    this.#unplan(task)
    const item = this.#host.agenda.add(at, rank.task, (now) => {
      this.#planned.delete(task)
      run(now)
    })
    this.#planned.set(task, item)
  }

  #unplan(task: Task): void {
    const item = this.#planned.get(task)
    if (item) item.cancelled = true
    this.#planned.delete(task)
  }
}
