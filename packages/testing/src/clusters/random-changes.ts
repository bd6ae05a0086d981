// Changes of everything that the histories leave alone, and what is asked at the doors, right and wrong: one of each kind, with what is left
// open drawn by lot, for whatever rows a state has.

import { type AclToken, type Change, type Command, micros, type Node, type State, seconds, zero } from '@cutover/core'
import { commandFor } from '../histories/command-choice.ts'
import type { Draws } from '../histories/intent.ts'
import { weightedVerbs } from '../histories/random-history.ts'
import { unknownId } from '../histories/row-choice.ts'
import { randomNode } from './random-node.ts'
import { randomRequest } from './random-requests.ts'

/** A command for a state; half of them are what histories are made of. */
export function randomCommand(state: State, draws: Draws): Command {
  const roll = draws.below(100)
  if (roll < 40) return historyCommand(state, draws)
  const maker = roll < 70 ? draws.pick(makers) : undefined
  return maker ? maker(state, draws) : randomRequest(state, draws)
}

function historyCommand(state: State, draws: Draws): Command {
  const [verb] = draws.pick(weightedVerbs) ?? ['register' as const]
  return commandFor(state, { verb, lots: draws.below(0x7fffffff), isWrong: draws.chance(25) }).command
}

type Maker = (state: State, draws: Draws) => Change

const makers: readonly Maker[] = [
  registerNode,
  registerNode,
  setNodeStatus,
  setEligibility,
  drainNodes,
  drainNodes,
  remarkNodes,
  ({ tables }, draws) => ({ type: 'DeregisterNodes', nodeIds: namesOf(tables.nodes, draws, 10) }),
  noteWatch,
  ({ tables }, draws) => {
    const name = draws.pick([...tables.timers])?.name ?? 'other'
    return { type: 'SetTimer', name: draws.from(name, 'other'), due: draws.from(undefined, seconds(draws.below(9))) }
  },
  setScheduler,
  ({ tables }, draws) => {
    const queued = draws.some([...tables.jobs], 50).map(({ namespace, id }) => ({ namespace, jobId: id }))
    const counts = [{ group: draws.from('app', 'ghost', 'cache'), count: draws.below(3) }]
    return {
      type: 'ReconcileSummaries',
      queued: [...queued, { namespace: 'default', jobId: 'ghost' }].map((job) => ({ ...job, queued: counts })),
    }
  },
  upsertNamespaces,
  ({ tables }, draws) => ({ type: 'DeleteNamespaces', names: namesOf(tables.namespaces, draws, 15) }),
  (_state, draws) => {
    const nodePools = draws.some(['gpu', 'default', 'edge'], 40).map((name) => ({ name, document: documentOf(draws) }))
    return { type: 'UpsertNodePools', nodePools }
  },
  ({ tables }, draws) => ({ type: 'DeleteNodePools', names: namesOf(tables.nodePools, draws, 10) }),
  registerServices,
  registerServices,
  ({ tables }, draws) => ({ type: 'DeleteServiceRegistrations', ids: namesOf(tables.services, draws, 30) }),
  writeVariable,
  writeVariable,
  bootstrap,
  (_state, draws) => {
    const names = draws.some(['readers', 'writers', 'nobody'], 40)
    const text = { description: draws.from('', 'all'), rules: draws.from('', 'node { policy = "read" }') }
    return { type: 'UpsertAclPolicies', policies: names.map((name) => ({ name, ...text, jobAcl: undefined })) }
  },
  ({ tables }, draws) => ({ type: 'DeleteAclPolicies', names: namesOf(tables.aclPolicies, draws, 20) }),
  upsertRoles,
  ({ tables }, draws) => ({ type: 'DeleteAclRoles', ids: namesOf(tables.aclRoles, draws, 25) }),
  upsertTokens,
  ({ tables }, draws) => ({ type: 'DeleteAclTokens', accessorIds: namesOf(tables.aclTokens, draws, 25) }),
]

// The names or ids of some rows; now and then of one that is not there too.
function namesOf(
  rows: Iterable<{ readonly id: string } | { readonly name: string } | { readonly accessorId: string }>,
  draws: Draws,
  percent: number,
): readonly string[] {
  const names = [...rows].map((row) => ('id' in row ? row.id : 'accessorId' in row ? row.accessorId : row.name))
  return [...draws.some(names, percent), ...(draws.chance(15) ? [unknownId] : [])]
}

function documentOf(draws: Draws): { readonly Description: string } {
  return { Description: draws.from('', 'one', 'two') }
}

function nodeOf({ tables }: State, draws: Draws): Node | undefined {
  return draws.chance(92) ? draws.pick([...tables.nodes]) : undefined
}

function remarkOf({ at }: State, draws: Draws): Extract<Change, { readonly type: 'SetNodeStatus' }>['remark'] {
  if (draws.chance(40)) return undefined
  return { message: 'seen', subsystem: 'Cluster', details: draws.from(undefined, { by: 'them' }), timestamp: at }
}

function registerNode(state: State, draws: Draws): Change<'RegisterNode'> {
  const fresh = randomNode(draws, 1 + draws.below(9))
  const [lastMissedHeartbeatIndex, lastAllocationUpdateIndex] = [draws.from(0, 3, 900), draws.from(0, 5, 900)]
  const status = draws.from<Node['status']>('ready', 'ready', 'down', 'disconnected', 'initializing')
  const row = {
    ...fresh,
    status,
    lastMissedHeartbeatIndex,
    lastAllocationUpdateIndex,
    statusUpdatedAt: draws.below(99),
  }
  const known = nodeOf(state, draws)
  const { NodeResources, ...poor } = row.document
  const document = draws.chance(15)
    ? poor
    : { ...poor, NodeResources: draws.from(NodeResources ?? null, { Processors: {} }) }
  return { type: 'RegisterNode', node: { ...row, id: known && draws.chance(70) ? known.id : row.id, document } }
}

function setNodeStatus(state: State, draws: Draws): Change<'SetNodeStatus'> {
  const status = draws.from<Node['status']>('ready', 'down', 'disconnected', 'initializing')
  const nodeId = nodeOf(state, draws)?.id ?? unknownId
  return { type: 'SetNodeStatus', nodeId, status, updatedAt: draws.below(99), remark: remarkOf(state, draws) }
}

function setEligibility(state: State, draws: Draws): Change<'SetNodeEligibility'> {
  const eligibility = draws.from<Node['schedulingEligibility']>('eligible', 'ineligible')
  const nodeId = nodeOf(state, draws)?.id ?? unknownId
  return { type: 'SetNodeEligibility', nodeId, eligibility, updatedAt: draws.below(99), remark: remarkOf(state, draws) }
}

function drainNodes(state: State, draws: Draws): Change<'DrainNodes'> {
  const nodes = draws.some([...state.tables.nodes], 40).map(({ id }) => id)
  const orders = (draws.chance(10) ? [...nodes, unknownId] : nodes).map((nodeId) => {
    const deadline = seconds(draws.from(-1, 0, 60))
    const forceDeadline = deadline > 0 ? micros(state.at + deadline) : zero
    const drain = { deadline, ignoreSystemJobs: draws.chance(30), forceDeadline, startedAt: state.at }
    const meta = draws.from(undefined, { why: 'because' })
    const accessorId = draws.from('', 'somebody', 'another')
    const order = { nodeId, markEligible: draws.chance(50), remark: remarkOf(state, draws), meta, accessorId }
    return { ...order, drain: draws.chance(55) ? drain : undefined }
  })
  return { type: 'DrainNodes', orders, updatedAt: draws.below(99), byDrainer: draws.chance(50) }
}

function remarkNodes(state: State, draws: Draws): Change<'AppendNodeEvents'> {
  const remark = { message: 'a line', subsystem: 'Driver', details: undefined, timestamp: state.at }
  const nodes = draws.some([...state.tables.nodes], 30).map(({ id }) => id)
  const remarks = Array.from({ length: draws.below(5) }, () => remark)
  return {
    type: 'AppendNodeEvents',
    nodes: (draws.chance(10) ? [...nodes, unknownId] : nodes).map((nodeId) => ({ nodeId, remarks })),
  }
}

function noteWatch(state: State, draws: Draws): Change<'NoteWatch'> {
  const deploymentId = draws.chance(10) ? unknownId : (draws.pick([...state.tables.deployments])?.id ?? unknownId)
  const own = [...state.tables.allocations.by('deployment', deploymentId)].map(({ id }) => id)
  const window = { due: micros(state.at + 1_000_000), evaluation: draws.chance(50), grants: draws.some(own, 40) }
  return {
    type: 'NoteWatch',
    deploymentId,
    ...(draws.chance(40) ? { skipped: state.at } : {}),
    ...draws.from({}, { window }, { window: null }),
  }
}

function setScheduler({ schedulerConfiguration }: State, draws: Draws): Change<'SetSchedulerConfiguration'> {
  const configuration = {
    pauseEvaluationBroker: draws.chance(50),
    document: { SchedulerAlgorithm: draws.from('a', 'b') },
  }
  const expectedIndex = draws.from(undefined, 0, schedulerConfiguration?.modifyIndex ?? 0)
  return { type: 'SetSchedulerConfiguration', configuration, expectedIndex }
}

function upsertNamespaces(_state: State, draws: Draws): Change<'UpsertNamespaces'> {
  const names = draws.some(['default', 'other', 'third'], 40)
  return { type: 'UpsertNamespaces', namespaces: names.map((name) => ({ name, document: documentOf(draws) })) }
}

function registerServices({ tables }: State, draws: Draws): Change<'UpsertServiceRegistrations'> {
  const services = draws.some([...tables.allocations], 20).map(({ id, namespace, jobId, nodeId }) => ({
    id: `_nomad-task-${id}-${draws.from('http', 'rpc')}`,
    namespace,
    serviceName: draws.from('http', 'rpc', 'api'),
    nodeId,
    datacenter: 'dc1',
    jobId,
    allocationId: id,
    tags: draws.from(null, ['a']),
    address: '10.0.0.1',
    port: draws.from(0, 8_080),
  }))
  return { type: 'UpsertServiceRegistrations', services }
}

function writeVariable({ tables }: State, draws: Draws): Change<'WriteVariable'> {
  const [namespace, path] = [draws.from('default', 'default', 'other', 'nowhere'), draws.from('a', 'a/b', 'c')]
  const known = [...tables.variables].find((row) => row.namespace === namespace && row.path === path)
  const checkIndex = draws.from(undefined, undefined, 0, known?.modifyIndex ?? 3)
  return { type: 'WriteVariable', namespace, path, items: draws.from(undefined, {}, { k: 'v' }), checkIndex }
}

function bootstrap(_state: State, draws: Draws): Change<'BootstrapAcl'> {
  const secretId = draws.from('0f0e0d0c-0000-4000-8000-000000000001', 'short')
  return { type: 'BootstrapAcl', accessorId: 'abababab-0000-4000-8000-000000000001', secretId }
}

function upsertRoles({ tables }: State, draws: Draws): Change<'UpsertAclRoles'> {
  const roles = draws.some(['r1', 'r2', 'r3'], 50).map((id) => ({
    id,
    name: `role ${id}`,
    description: draws.from('', 'told'),
    policies: draws.some(['readers', 'writers'], 60),
    exists: draws.chance(20) || tables.aclRoles.has(id),
  }))
  return { type: 'UpsertAclRoles', roles }
}

function upsertTokens({ tables, at }: State, draws: Draws): Change<'UpsertAclTokens'> {
  const tokens = draws.some(['t1', 't2', 't3'], 50).map((accessorId) => ({
    accessorId,
    secretId: `secret ${accessorId}`,
    name: draws.from('', 'mine'),
    type: draws.from<AclToken['type']>('client', 'management'),
    policies: draws.from(undefined, ['readers']),
    roles: draws.from(undefined, [{ id: 'r1', name: 'role r1' }]),
    global: draws.chance(50),
    expirationTime: draws.from(zero, micros(at + 9_000_000)),
    expirationTtl: draws.from(zero, seconds(30)),
    exists: draws.chance(20) || tables.aclTokens.has(accessorId),
  }))
  return { type: 'UpsertAclTokens', tokens }
}
