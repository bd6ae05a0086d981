// Patterns that keep a backtracking engine busy for ages are answered in the time that their text takes: in constraints of jobs as in
// filters. Without that none of these tests would end.

import { initialState, type Manager } from '@cutover/core'
import { searchingWith } from '@cutover/core/periodic'
import { expect, test } from 'vitest'
import { createPatternSearch } from './pattern.ts'
import { at, jobNamed, smallApi } from './routes/small-api.fixture.ts'

const hopeless = '^(a|a?)+$'
const name = `${'a'.repeat(120)}!`

test.each([
  ['^(web|api)-[0-9]+$', 'web-12', true],
  ['^(web|api)-[0-9]+$', 'db-12', false],
  ['(?i)WEB', 'a web b', true],
  ['(?=a)a', 'a', false],
  ['[', '[', false],
  [hopeless, name, false],
])('%s is searched for in %s as Go does: %s', (pattern, text, found) => {
  const finds = createPatternSearch()
  expect([finds(pattern, text), finds(pattern, text)]).toEqual([found, found])
})

const constrained = jobNamed('hopeless', {
  Constraints: [{ LTarget: `\${meta.name}`, Operand: 'regexp', RTarget: hopeless }],
})

test('a plan is answered whatever the pattern of a constraint', async () => {
  const { ask, read } = await smallApi({}, { Meta: { name } })
  expect((await ask('PUT /v1/jobs', constrained)).status).toBe(200)
  const plan = await read('PUT /v1/job/hopeless/plan', constrained)
  expect(at(plan, 'FailedTGAllocs', 'web', 'ConstraintFiltered')).toEqual({ [`\${meta.name} regexp ${hopeless}`]: 1 })
})

test('managers are given the search with every turn', () => {
  const finds = createPatternSearch()
  let given: unknown
  const curious: Manager = {
    name: 'scheduler',
    react: (_state, trigger) => {
      given = trigger.finds
      return []
    },
    nextWakeup: () => undefined,
  }
  const state = initialState('given')
  for (const manager of searchingWith(finds, [curious])) manager.react(state, { at: state.at, entries: [] })
  expect(given).toBe(finds)
})
