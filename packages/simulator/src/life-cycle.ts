// The order of an allocation's tasks by their life cycle hooks: prestart tasks before main ones, poststart ones once a main one
// runs, sidecars end with the main ones, poststop ones come last. Pure: it says what is due, the runner does it. Rules: semantics/3 §2.2.

import type { Task } from './task.ts'

/** What is to happen now: a task that was started before is not started again, one that is dead is not killed. */
export interface DueTasks {
  readonly start: readonly Task[]
  readonly kill: readonly Task[]
}

/** The tasks that an allocation begins with: its prestart ones, or its main ones when it has none. */
export function firstTasks(tasks: readonly Task[]): readonly Task[] {
  const prestart = tasks.filter((task) => task.hook === 'prestart')
  return prestart.length > 0 ? prestart : tasks.filter((task) => task.hook === 'main')
}

/** What the states of all tasks call for. */
export function dueTasks(tasks: readonly Task[], isStopping: boolean): DueTasks {
  const mains = tasks.filter((task) => task.hook === 'main')
  if (mains.every(isDead)) return { start: lastTasks(tasks), kill: tasks.filter((task) => task.hook !== 'poststop') }
  if (isStopping) return { start: [], kill: [] }
  const poststart = mains.some((task) => task.state === 'running') ? tasks.filter(isPoststart) : []
  return { start: [...(tasks.every(letsMainsStart) ? mains : []), ...poststart], kill: [] }
}

/** It was never started, and nothing has been decided about it. */
export function isFresh(task: Task): boolean {
  return task.state === 'pending' && !task.everRan && !task.starting && !task.killed
}

/** The status of the tasks as their node would report it. */
export type TasksStatus = 'pending' | 'running' | 'complete' | 'failed'

/** All tasks taken together. A poststop task counts once it was started. */
export function statusOf(tasks: readonly Task[]): TasksStatus {
  if (tasks.some((task) => isDead(task) && task.failed)) return 'failed'
  const counted = tasks.filter((task) => task.hook !== 'poststop' || task.starting || task.state !== 'pending')
  if (counted.some((task) => task.state === 'running')) return 'running'
  return counted.some((task) => task.state === 'pending') ? 'pending' : 'complete'
}

function lastTasks(tasks: readonly Task[]): readonly Task[] {
  const areOthersDead = tasks.every((task) => task.hook === 'poststop' || isDead(task))
  return areOthersDead ? tasks.filter((task) => task.hook === 'poststop') : []
}

// A prestart task has to have succeeded, a prestart sidecar to have run.
function letsMainsStart(task: Task): boolean {
  if (task.hook !== 'prestart') return true
  return task.sidecar ? task.everRan : isDead(task) && !task.failed
}

function isPoststart(task: Task): boolean {
  return task.hook === 'poststart'
}

function isDead(task: Task): boolean {
  return task.state === 'dead'
}
