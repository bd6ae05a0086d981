// Every invariant can fail: each is given an entry of a real rollout with one thing spoilt, and must name it. Unspoilt, none fails.

import { assertInvariants, checkInvariants, entryStep, invariants, subjectsOf } from '@cutover/invariants'
import { expect, test } from 'vitest'
import { deployments, steps, stepWith } from './invariants/spoil.ts'
import { spoiltAnswers } from './invariants/spoilt-answers.ts'
import { spoiltDeployments } from './invariants/spoilt-deployments.ts'
import { spoiltJobs } from './invariants/spoilt-jobs.ts'

const cases = [...spoiltJobs, ...spoiltDeployments, ...spoiltAnswers]

test('no entry of the play breaks any invariant', () => {
  const violations = steps.flatMap(({ previous, entry, state }) =>
    checkInvariants(previous, entry, state, { managed: true }),
  )
  expect(violations).toEqual([])
  expect(steps.length).toBeGreaterThan(50)
})

test.each(cases)('%s notices', (name, step, spoil) => {
  const quirk = invariants.find((one) => one.name === name)?.quirk
  const { previous, entry, state } = spoil(step)
  const judged = quirk === undefined ? state : { ...state, quirks: { ...state.quirks, [quirk]: false } }
  const violations = checkInvariants(previous, entry, judged, { managed: true })
  expect(violations.map(({ invariant }) => invariant)).toContain(name)
})

test('an entry with nothing of what a formula is about cannot break it', () => {
  for (const { previous, entry, state } of steps) {
    const spoilt = cases.map(([, , spoil]) => spoil({ previous, entry, state }))
    for (const one of spoilt) {
      const step = entryStep(one.previous, one.entry, one.state)
      const subjects: ReadonlySet<string> = subjectsOf(step)
      const apart = invariants.filter(({ about }) => about && !about.some((subject) => subjects.has(subject)))
      expect(apart.filter(({ broken }) => broken(step).length > 0).map(({ name }) => name)).toEqual([])
    }
  }
})

test('every invariant has a case in which it fails', () => {
  const shown = cases.map(([name]) => name)
  expect(invariants.map(({ name }) => name).filter((name) => !shown.includes(name))).toEqual([])
  expect(new Set(invariants.map(({ name }) => name)).size).toBe(invariants.length)
})

test('a broken entry is named with what it breaks', () => {
  const { previous, entry, state } = deployments.after(() => ({ createIndex: 1 }))(stepWith('DeploymentPaused'))
  expect(() => assertInvariants(previous, entry, state)).toThrow(/UpdateDeploymentStatus, breaks .*create-index-stays/)
})
