// What recorded answers tell of a server's own entries: those between the writes of a story, and those that reads show first.

import { expect, test } from 'vitest'
import { progressByStep } from './progress.ts'
import type { Step, Story } from './story.ts'

const sent = (step: number, method: string): Step => ({
  step,
  op: 'req',
  request: { method, path: '/v1/jobs', headers: [] },
})

const story = (steps: readonly Step[], shown: readonly (readonly [index: number, step: number])[]): Story => ({
  story: 's',
  needs: 'cluster',
  cluster: 'S0',
  gen: {},
  recorded: {},
  consts: {},
  exchanges: steps,
  vars: Object.fromEntries(shown.map(([index, step], at) => [`I${at}`, [index, step, '/Index']])),
})

test.each([
  [
    'writes right after each other show none',
    ['PUT', 'PUT'],
    [
      [7, 1],
      [8, 2],
    ],
    [],
  ],
  [
    'a gap before a write holds entries of the server',
    ['PUT', 'PUT'],
    [
      [7, 1],
      [10, 2],
    ],
    [[2, 2]],
  ],
  [
    'a write of several entries makes no gap by itself',
    ['PUT', 'PUT'],
    [
      [7, 1],
      [9, 2],
      [8, 2],
    ],
    [],
  ],
  [
    'what a read shows first is of the server',
    ['PUT', 'GET', 'GET'],
    [
      [7, 1],
      [8, 2],
      [10, 3],
    ],
    [
      [2, 1],
      [3, 2],
    ],
  ],
  [
    'older indexes show nothing',
    ['PUT', 'GET'],
    [
      [7, 1],
      [3, 2],
    ],
    [],
  ],
] as const)('%s', (_claim, methods, shown, expected) => {
  const steps = methods.map((method, at) => sent(at + 1, method))
  // The first index of a story says nothing: who wrote what lies before it is unknown.
  const progress = [...progressByStep(story(steps, shown))].filter(([step]) => step > 1)
  expect(progress).toEqual(expected)
})
