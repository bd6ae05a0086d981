// What of the current job stays in a new version, for every way to ask. Rules: semantics/1 §3.1 step g.

import { smallDocument, smallJob } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { preserve } from './preserve.ts'

function task(Name: string, CPU: number): JsonObject {
  return { Name, Driver: 'exec', Resources: { CPU } }
}

const current = smallJob(
  smallDocument({
    TaskGroups: [
      { Name: 'gone', Count: 9, Tasks: [task('a', 900)] },
      { Name: 'kept', Count: 7, Tasks: [task('b', 800), task('a', 700)] },
    ],
  }),
)
const next = smallJob(
  smallDocument({
    TaskGroups: [
      { Name: 'kept', Count: 2, Tasks: [task('a', 200), task('new', 300)] },
      { Name: 'fresh', Count: 3, Tasks: [task('a', 400)] },
    ],
  }),
)

test.each([
  [undefined, undefined, 'kept 2 a 200 new 300, fresh 3 a 400'],
  [true, false, 'kept 7 a 200 new 300, fresh 3 a 400'],
  [false, true, 'kept 2 a 700 new 300, fresh 3 a 400'],
  [true, true, 'kept 7 a 700 new 300, fresh 3 a 400'],
])('counts %s, resources %s: %s', (preserveCounts, preserveResources, wanted) => {
  const what = {
    ...(preserveCounts !== undefined && { preserveCounts }),
    ...(preserveResources && { preserveResources }),
  }
  const { document } = preserve(next, current, what)
  const told = document.TaskGroups.map(({ Name, Count, Tasks }) =>
    [Name, Count, ...Tasks.map((one) => `${one.Name} ${one.Resources.CPU}`)].join(' '),
  )
  expect(told.join(', ')).toBe(wanted)
})
