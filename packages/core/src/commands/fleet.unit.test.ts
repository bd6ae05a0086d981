// Ladders of the commands about nodes, single allocations and garbage: client-surface §3.9, §3.10, semantics/3 §3.2, §4.2.

import { ladder, smallCluster, smallIds, smallNode, stateAfter } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { OperatorCommand } from '../command.ts'
import { micros } from '../time.ts'

const unknown = 'a0000000-0000-4000-8000-0000000000ff'
const running = smallCluster()

function stop(allocationId: string): OperatorCommand {
  return { type: 'StopAllocation', allocationId, noShutdownDelay: false, reschedule: false }
}

ladder('StopAllocation', [
  ['without an id', running, stop(''), 'allocation-id-missing'],
  ['with an id that is none', running, stop('foo'), 'allocation-lookup'],
  ['of an unknown one', running, stop(unknown), 'allocation-unknown'],
  ['of a running one', running, stop(smallIds.allocation), [['AllocationTransitionAsked', 'EvaluationCreated']]],
])

function status(nodeId: string, next: 'ready' | 'down' | 'disconnected'): OperatorCommand {
  return { type: 'ReportNodeStatus', nodeId, status: next, remark: undefined }
}

const lost = stateAfter(running, status(smallIds.node, 'disconnected'))

ladder('ReportNodeStatus', [
  ['without an id', running, status('', 'down'), 'node-status-id-missing'],
  ['of an unknown node', running, status(unknown, 'down'), 'node-not-found'],
  ['as before: nothing', running, status(smallIds.node, 'ready'), []],
  [
    'as down: its jobs are looked at, one entry later',
    running,
    status(smallIds.node, 'down'),
    [['NodeStatusSet'], ['EvaluationCreated']],
  ],
])

test('a node that comes back is not ready before it has told how its allocations are', () => {
  const back = stateAfter(lost, status(smallIds.node, 'ready'), status(smallIds.node, 'ready'))
  expect(back.tables.nodes.get(smallIds.node)?.status).toBe('initializing')
})

function drain(nodeId: string, deadline: number | undefined, markEligible = false): OperatorCommand {
  const specification = deadline === undefined ? undefined : { deadline: micros(deadline), ignoreSystemJobs: false }
  return { type: 'DrainNode', nodeId, specification, markEligible, meta: undefined }
}

const draining = stateAfter(running, drain(smallIds.node, 0))

ladder('DrainNode', [
  ['without an id', running, drain('', 0), 'drain-node-id-missing'],
  ['of an unknown node', running, drain(unknown, 0), 'node-not-found'],
  ['of a node', running, drain(smallIds.node, 0), [['NodeDrainSet']]],
  ['ended', draining, drain(smallIds.node, undefined), [['NodeDrainSet']]],
  [
    'ended, and eligible again',
    draining,
    drain(smallIds.node, undefined, true),
    [['NodeDrainSet'], ['EvaluationCreated']],
  ],
])

function eligibility(nodeId: string, value: string): OperatorCommand {
  return { type: 'MarkEligibility', nodeId, eligibility: value }
}

ladder('MarkEligibility', [
  ['without an id', running, eligibility('', 'x'), 'eligibility-node-id-missing'],
  ['to something else', running, eligibility(unknown, 'x'), 'eligibility-unknown'],
  ['of an unknown node', running, eligibility(unknown, 'eligible'), 'node-not-found'],
  ['of a draining node', draining, eligibility(smallIds.node, 'eligible'), 'draining-node-eligible'],
  ['as before: nothing', running, eligibility(smallIds.node, 'eligible'), []],
  ['to ineligible', running, eligibility(smallIds.node, 'ineligible'), [['NodeEligibilitySet']]],
])

ladder('JoinNode', [
  ['without an id', running, { type: 'JoinNode', node: smallNode({ id: '' }) }, 'node-registration-id-missing'],
  ['as it was', running, { type: 'JoinNode', node: smallNode() }, [['NodeRegistered']]],
  [
    'in another data centre',
    running,
    { type: 'JoinNode', node: smallNode({ datacenter: 'dc2' }) },
    [['NodeRegistered'], ['EvaluationCreated']],
  ],
])

function report(nodeId: string, clientStatus: 'running' | 'failed' | 'complete'): OperatorCommand {
  const rest = { namespace: '', jobId: '', clientDescription: '', taskStates: undefined, networkStatus: null }
  const health = undefined
  return {
    type: 'ReportAllocations',
    reports: [{ allocationId: smallIds.allocation, nodeId, clientStatus, health, ...rest }],
  }
}

const away = smallCluster({ allocation: { clientStatus: 'unknown' } })

ladder('ReportAllocations', [
  ['of nothing', running, { type: 'ReportAllocations', reports: [] }, 'report-empty'],
  ['without a node', running, report('', 'running'), 'report-node-id-missing'],
  ['of an unknown node', running, report(unknown, 'running'), 'report-node-unknown'],
  ['of a node out of touch', lost, report(smallIds.node, 'running'), 'report-node-out-of-touch'],
  [
    'that an allocation is complete',
    running,
    report(smallIds.node, 'complete'),
    [['AllocationReported', 'AllocationsReported']],
  ],
  [
    'that an allocation is back',
    away,
    report(smallIds.node, 'running'),
    [['AllocationReported', 'EvaluationCreated', 'AllocationsReported']],
  ],
])

const over = smallCluster({
  deployment: { status: 'failed', modifyTime: micros(0) },
  allocation: { clientStatus: 'complete', desiredStatus: 'stop', modifyTime: micros(0) },
})

ladder('CollectGarbage', [
  ['of a running cluster: nothing', running, { type: 'CollectGarbage', what: 'all', force: true }, []],
  [
    'of an old failed deployment',
    over,
    { type: 'CollectGarbage', what: 'all', force: false },
    [['DeploymentDeleted', 'IndexesMoved']],
  ],
])
