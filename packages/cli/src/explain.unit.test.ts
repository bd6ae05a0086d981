// Questions to a history, as the command line answers them.

import { initialState } from '@cutover/core'
import { beginHistory, extendHistory } from '@cutover/core/explain'
import { ClusterByHand, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'
import { tellBlockers, tellTimeline, tellWhatIf, tellWhy } from './explain.ts'

const canary = { count: 2, maxParallel: 2, deadline: 100 } as const
const cluster = new ClusterByHand().register(handJob([canary])).at(1)
cluster.reportAll(['web.app[0]', 'web.app[1]'], { healthy: true }).at(10)
cluster.register(handJob([{ ...canary, canary: 1, rev: '1' }])).at(15)
cluster.report(cluster.latest().id, { healthy: true }).at(20)

const history = extendHistory(beginHistory(initialState('by hand')), cluster.entries)
const { id } = cluster.deployment()
const text = { json: false } as const

test('why: the field, then its causes, the last of them from outside', () => {
  expect(tellWhy(history, text, `deployments/${id.slice(0, 6)}/groups/app/healthy`)).toEqual([
    `deployments/${id}/groups/app/healthy is 1, was 0`,
    expect.stringMatching(/ReportAllocations by fleet|UpdateAllocations by fleet/),
    '  reported by a node',
  ])
})

test.each([
  ['tables/x/y', 'there is no table "tables"'],
  ['deployments/zzz/status', 'deployments has no row "zzz"'],
  ['allocations//clientStatus', 'allocations has 3 rows that begin with ""'],
])('why %s: says what is wrong with the path', (path, fault) => {
  expect(() => tellWhy(history, text, path)).toThrow(fault)
})

test('blockers: what it waits for, what clears it, and its deadline', () => {
  const [head, wait, deadline] = tellBlockers(history, text, '')
  expect([
    head?.includes('running'),
    wait?.includes('app: promotion; cleared by'),
    deadline?.includes('deadline'),
  ]).toEqual([true, true, true])
})

test('what-if: the story of a command that is taken, the requirement of one that is not, the fault of one that is none', () => {
  const promote = tellWhatIf(history, text, JSON.stringify({ type: 'PromoteCanaries', deploymentId: id }))
  const unknown = tellWhatIf(
    history,
    text,
    '{"type":"FailDeployment","deploymentId":"00000000-0000-4000-8000-000000000000"}',
  )
  expect([promote.some((line) => line.includes('rows would change')), unknown]).toEqual([
    true,
    ['refused: deployment not found', '  A deployment with this id would have to exist.'],
  ])
  expect(() => tellWhatIf(history, text, '{"type":"Explode"}')).toThrow('there is no command "Explode"')
  expect(() => tellWhatIf(history, text, '{"type":"FailDeployment"}')).toThrow('the command lacks deploymentId')
})

test('timeline: every allocation with its stretches, as text, as data, as a drawing', () => {
  const options = { svg: false, json: false } as const
  const names = tellTimeline(history, options).filter((line) => !line.startsWith(' '))
  expect(names).toEqual(['web.app[0] v0', 'web.app[0] v1 canary', 'web.app[1] v0'])
  expect(JSON.parse(tellTimeline(history, { ...options, json: true })[0] ?? '').length).toBe(3)
  expect(tellTimeline(history, { ...options, svg: true })[0]).toMatch(/^<svg/)
})
