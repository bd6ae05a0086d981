// Which scheduler takes which evaluation, and what makes a node unlike others of its class. Rules: semantics/2 §4.1, §5.4, §5.5.

import { expect, test } from 'vitest'
import { newEvaluation } from '../entities/evaluation.ts'
import { isAnyUnique } from './class-eligibility.ts'
import { attemptsMax, handlesTrigger, isSystemType } from './triggers.ts'

const types = ['service', 'batch', 'system', 'sysbatch']

test('types of jobs by how they are scheduled', () => {
  expect(types.map((type) => [type, isSystemType(type), attemptsMax(type)])).toEqual([
    ['service', false, 5],
    ['batch', false, 2],
    ['system', true, 5],
    ['sysbatch', true, 2],
  ])
})

test('triggers that only some of them know', () => {
  const about = { id: 'e', namespace: 'default', priority: 50, jobId: 'web' }
  const knows = (triggeredBy: string): string =>
    types.filter((type) => handlesTrigger(newEvaluation({ ...about, type, triggeredBy }))).join(' ')
  const [all, others] = [types.join(' '), 'service batch']
  const triggers = ['job-register', 'reconnect', 'alloc-failure', 'max-plan-attempts', 'periodic-job', 'nonsense', '']
  expect(triggers.map(knows)).toEqual([all, all, others, others, 'service batch sysbatch', '', ''])
})

test.each([
  [`\${node.unique.id}`, true],
  [`\${attr.unique.hostname}`, true],
  [`\${meta.unique.a}`, true],
  [`\${node.class}`, false],
  [`\${attr.unique}`, false],
  [`\${env.unique.a}`, false],
  [`x\${node.unique.id}`, false],
  [`node.unique.id`, false],
  [``, false],
])('%s tells nodes of one class apart: %s', (target, isUnique) => {
  const plain = { LTarget: '', RTarget: '', Operand: '=' }
  const found = [
    { ...plain, LTarget: target },
    { ...plain, RTarget: target },
  ].map((each) => isAnyUnique([plain, each]))
  expect([...found, isAnyUnique([]), isAnyUnique(null)]).toEqual([isUnique, isUnique, false, false])
})
