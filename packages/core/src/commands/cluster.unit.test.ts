// Ladders of the commands about the cluster as a whole: nodes to forget, evaluations to delete, the scheduler's configuration,
// namespaces. Rules: semantics/1 §3.10, §3.14, §3.15.

import {
  emptyCluster,
  ladder,
  registration,
  smallCluster,
  smallDocument,
  smallIds,
  smallJob,
  stateAfter,
} from '@cutover/testing'
import { expect, test } from 'vitest'
import type { OperatorCommand } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { surroundingsOf } from './surroundings.ts'

const unknown = 'a0000000-0000-4000-8000-0000000000ff'
const running = smallCluster()

function purge(nodeId: string): OperatorCommand {
  return { type: 'PurgeNode', nodeId }
}

ladder('PurgeNode', [
  ['without an id', running, purge(''), 'purge-node-id-missing'],
  ['with an id that is none', running, purge('foo'), 'node-lookup'],
  ['of an unknown node', running, purge(unknown), 'node-not-found'],
  ['of a node that runs something', running, purge(smallIds.node), [['NodeDeregistered'], ['EvaluationCreated']]],
])

function evaluate(nodeId: string): OperatorCommand {
  return { type: 'EvaluateNode', nodeId }
}

const idle = smallCluster({ allocation: { desiredStatus: 'stop', clientStatus: 'complete' } })

ladder('EvaluateNode', [
  ['without an id', running, evaluate(''), 'evaluate-node-id-missing'],
  ['with an id that is none', running, evaluate('foo'), 'node-lookup'],
  ['of an unknown node', running, evaluate(unknown), 'node-not-found'],
  ['of an idle node: nothing', idle, evaluate(smallIds.node), []],
  ['of a node that runs something', running, evaluate(smallIds.node.toUpperCase()), [['EvaluationCreated']]],
])

function configure(fields: JsonObject, expectedIndex?: number): OperatorCommand {
  return { type: 'ConfigureScheduler', document: { SchedulerAlgorithm: 'binpack', ...fields }, expectedIndex }
}

const paused = stateAfter(running, configure({ PauseEvalBroker: true }))
const pausedAt = paused.schedulerConfiguration?.modifyIndex ?? 0

ladder('ConfigureScheduler', [
  ['with an unknown algorithm', running, configure({ SchedulerAlgorithm: 'dice' }), 'scheduler-algorithm'],
  ['with an index that is not the current one', paused, configure({}, pausedAt - 1), [[]]],
  ['with the current index', paused, configure({}, pausedAt), [['SchedulerConfigurationSet']]],
])

const asked = stateAfter(paused, evaluate(smallIds.node))
const [pending] = asked.tables.evaluations
const unpaused = stateAfter(asked, configure({}))

function remove(...evaluationIds: readonly string[]): OperatorCommand {
  return { type: 'RemoveEvaluations', evaluationIds }
}

ladder('RemoveEvaluations', [
  ['while evaluations run', unpaused, remove(pending?.id ?? ''), 'eval-broker-enabled'],
  ['with an id that is none', asked, remove('foo'), 'evaluation-list-lookup'],
  ['of an unknown one', asked, remove(unknown), 'evaluation-missing'],
  ['of a known one', asked, remove(pending?.id ?? ''), [['EvaluationDeleted']]],
])

const inOther = { Namespace: 'other' }
const withOther = stateAfter(emptyCluster(), {
  type: 'UpsertNamespaces',
  namespaces: [{ name: 'other', document: {} }],
})
const inUse = stateAfter(withOther, registration(smallJob({ ...smallDocument(), ...inOther })))

function removeNamespaces(...names: readonly string[]): OperatorCommand {
  return { type: 'RemoveNamespaces', names, region: 'global' }
}

ladder('RemoveNamespaces', [
  ['without a name', withOther, removeNamespaces(), 'namespaces-missing'],
  ['of the default one', withOther, removeNamespaces('other', 'default'), 'default-namespace'],
  ['of one in use', inUse, removeNamespaces('other'), 'namespace-alive'],
  ['of an empty one', withOther, removeNamespaces('other'), [['NamespaceDeleted']]],
])

const closed = stateAfter(running, configure({ RejectJobRegistration: true }))
const web = { namespace: 'default', jobId: 'web' }
const scale = { group: 'app', count: 1, message: '', error: false, meta: undefined, jobModifyIndex: 0 }

ladder('a scheduler that refuses jobs', [
  ['scaled', closed, { type: 'ScaleJob', ...web, ...scale }, 'registration-disabled'],
  [
    'dispatched',
    closed,
    { type: 'DispatchJob', ...web, payload: '', meta: {}, idempotencyToken: '', idPrefixTemplate: '', priority: 0 },
    'registration-disabled',
  ],
])

test('memory may be oversubscribed once the configuration says so', () => {
  const oversubscribed = stateAfter(running, configure({ MemoryOversubscriptionEnabled: true }))
  expect([running, oversubscribed].map((state) => surroundingsOf(state).memoryOversubscription)).toEqual([false, true])
})
