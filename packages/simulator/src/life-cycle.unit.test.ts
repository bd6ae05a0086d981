// The order of tasks by their hooks: what is due for every stage of an allocation's life.

import { expect, test } from 'vitest'
import { dueTasks, firstTasks, isFresh, statusOf } from './life-cycle.ts'
import { createTask, type Task } from './task.ts'

type Stage = 'fresh' | 'running' | 'done' | 'failed'

// Each word is a task: `init` prestart, `proxy` a prestart sidecar, `app` and `db` main, `warm` poststart, `clean` poststop.
const hooks = {
  init: 'prestart',
  proxy: 'prestart',
  app: undefined,
  db: undefined,
  warm: 'poststart',
  clean: 'poststop',
}

type Name = keyof typeof hooks

function tasksIn(stages: Readonly<Partial<Record<Name, Stage>>>): readonly Task[] {
  return (['init', 'proxy', 'app', 'db', 'warm', 'clean'] as const).flatMap((name) => {
    const stage = stages[name]
    if (stage === undefined) return []
    const lifecycle = hooks[name] === undefined ? {} : { Lifecycle: { Hook: hooks[name], Sidecar: name === 'proxy' } }
    const task = createTask({ Name: name, Driver: 'mock_driver', ...lifecycle }, {}, 'service')
    task.state = stage === 'fresh' ? 'pending' : stage === 'running' ? 'running' : 'dead'
    task.everRan = stage !== 'fresh'
    task.failed = stage === 'failed'
    return [task]
  })
}

function due(stages: Readonly<Partial<Record<Name, Stage>>>, isStopping = false): readonly [string, string] {
  const { start, kill } = dueTasks(tasksIn(stages), isStopping)
  const alive = kill.filter(({ state }) => state !== 'dead')
  return [names(start.filter(isFresh)), names(alive)]
}

function names(tasks: readonly Task[]): string {
  return tasks.map(({ name }) => name).join(' ')
}

test('an allocation begins with its prestart tasks, or with its main ones when it has none', () => {
  expect(names(firstTasks(tasksIn({ init: 'fresh', proxy: 'fresh', app: 'fresh' })))).toBe('init proxy')
  expect(names(firstTasks(tasksIn({ app: 'fresh', db: 'fresh', warm: 'fresh' })))).toBe('app db')
})

test.each<[stage: string, stages: Parameters<typeof due>[0], start: string, kill: string]>([
  ['a prestart task still runs', { init: 'running', app: 'fresh' }, '', ''],
  ['it has succeeded', { init: 'done', app: 'fresh', db: 'fresh' }, 'app db', ''],
  ['it has failed', { init: 'failed', app: 'fresh' }, '', ''],
  ['a sidecar has not run yet', { init: 'done', proxy: 'fresh', app: 'fresh' }, '', ''],
  ['the sidecar runs', { init: 'done', proxy: 'running', app: 'fresh' }, 'app', ''],
  ['a main task runs', { app: 'running', db: 'fresh', warm: 'fresh' }, 'db warm', ''],
  ['all main tasks are dead', { proxy: 'running', app: 'done', db: 'done', clean: 'fresh' }, '', 'proxy'],
  ['the sidecar is dead too', { proxy: 'done', app: 'done', clean: 'fresh' }, 'clean', ''],
])('%s', (_stage, stages, start, kill) => {
  expect(due(stages)).toEqual([start, kill])
})

test('nothing is started while an allocation is being stopped, but poststop tasks come at the end', () => {
  expect(due({ init: 'done', app: 'fresh' }, true)).toEqual(['', ''])
  expect(due({ app: 'done', clean: 'fresh' }, true)).toEqual(['clean', ''])
})

test.each<[stages: Parameters<typeof due>[0], status: string]>([
  [{ app: 'fresh' }, 'pending'],
  [{ app: 'running', db: 'fresh' }, 'running'],
  [{ app: 'done', db: 'done' }, 'complete'],
  [{ app: 'failed', db: 'running' }, 'failed'],
  [{ app: 'done', clean: 'fresh' }, 'complete'],
  [{ app: 'done', clean: 'running' }, 'running'],
])('the tasks %o taken together are %s', (stages, status) => {
  expect(statusOf(tasksIn(stages))).toBe(status)
})
