// Lessons are checked by the engine: a prediction has a truth among its choices, a goal has a solution and no shorter one.

import { expect, test } from 'vitest'
import { play, type Spoken } from '../run/run.ts'
import { exercises } from './exercises.ts'
import { quizOf } from './quiz.ts'

const predictions = exercises.flatMap((lesson) => (lesson.kind === 'prediction' ? [lesson] : []))
const goals = exercises.flatMap((lesson) => (lesson.kind === 'goal' ? [lesson] : []))

test.each(predictions.map((one) => [one.name, one] as const))(
  '%s: what comes is one of the choices',
  (_name, lesson) => {
    const { choice } = lesson.truth(play(lesson.spoken, lesson.until, lesson.nodes).run)
    expect(lesson.choices).toContain(choice)
  },
)

test('what the exercises come to', () => {
  const truths = predictions.map(({ id, spoken, until, nodes, truth }) => [
    id,
    truth(play(spoken, until, nodes).run).choice,
  ])
  expect(Object.fromEntries(truths)).toEqual({
    'predict-canary': 'running',
    'predict-pause': 'failed',
    'predict-rollback': 'v2',
    'weakest-crash': 'without canaries',
    'weakest-parallel': 'max_parallel 3',
  })
})

const reaches = (lesson: (typeof goals)[number], more: readonly Spoken[]): boolean =>
  lesson.reached(play([...lesson.spoken, ...more], lesson.from + 100, lesson.nodes).state)

test.each(goals.map((one) => [one.name, one] as const))(
  '%s: it has a solution, and none with fewer commands',
  (_name, lesson) => {
    expect([lesson.solution.length, reaches(lesson, lesson.solution)]).toEqual([lesson.fewest, true])
    expect(reaches(lesson, [])).toBe(false)
    if (lesson.fewest === 2)
      for (const one of singles(lesson.from)) expect([one, reaches(lesson, [one])]).toEqual([one, false])
  },
)

// Everything that a button of the page can say here.
const singles = (at: number): readonly Spoken[] =>
  [
    ...[
      'promote d2',
      'pause d2',
      'resume d2',
      'fail d2',
      'evaluate web',
      'revert web to v0',
      'stop web',
      'change web: rev 2',
    ],
    ...['mark web.app[0] healthy', 'mark web.app[1] healthy', 'crash web.app[0]', 'lose client-1', 'drain client-1'],
  ].map((line) => ({ at, line }))

test('quizzes: the same number gives the same, the truth is a choice, and not always the same one', () => {
  const told = new Map<string, number>()
  for (let number = 1; number <= 60; number++) {
    const quiz = quizOf(number)
    expect(quizOf(number).task).toBe(quiz.task)
    const { choice } = quiz.truth(play(quiz.spoken, quiz.until, quiz.nodes).run)
    expect([quiz.task, quiz.choices]).toEqual([quiz.task, expect.arrayContaining([choice])])
    told.set(choice, (told.get(choice) ?? 0) + 1)
  }
  expect(told.size).toBeGreaterThan(6)
  expect(Math.max(...told.values())).toBeLessThan(30)
})
