// What every route asks of its caller while access control is on: one page that tells who may do what. A route that is not named
// here is for management alone. Rules: client-surface §2.3, oracle/README-http §5, the recorded stories `acl-*`.

import { isRefusal, type State } from '@cutover/core'
import {
  mayInNamespace,
  mayRead,
  maySeeNamespace,
  maySeeNodePool,
  mayUseVariable,
  type NamespaceCapability,
} from '@cutover/core/access'
import { findNode } from '@cutover/core/lists'
import {
  type Asked,
  anyCaller,
  first,
  inNamespace,
  management,
  type Need,
  nothing,
  reading,
  where,
  writing,
} from './need.ts'
import { queryFlag } from './request.ts'

/** What a route asks of its caller; `PUT` and `POST` are one. */
export function needOf(method: string, path: string): Need {
  const verb = method === 'PUT' || method === 'POST' ? 'WRITE' : method
  return needs.get(`${verb} ${path}`) ?? first(management)
}

const readJob = inNamespace('read-job')
const listJobs = inNamespace('list-jobs')

const agentTexts = 'ACL token not found or invalid workload identity: '

const needs: ReadonlyMap<string, Need> = new Map([
  ['GET /v1/deployments', readJob],
  ['GET /v1/deployment/:id', readJob],
  ['GET /v1/deployment/allocations/:id', readJob],
  ['GET /v1/cutover/blockers/:id', where(deploymentNamespace, 'read-job')],
  ['WRITE /v1/deployment/fail/:id', ofDeployment('fail-deployment')],
  ['WRITE /v1/deployment/pause/:id', ofDeployment('pause-deployment')],
  ['WRITE /v1/deployment/promote/:id', ofDeployment('promote-deployment')],
  ['WRITE /v1/deployment/allocation-health/:id', ofDeployment('set-alloc-health-deployment')],
  ['WRITE /v1/deployment/unblock/:id', ofDeployment('unblock-deployment')],

  ['GET /v1/jobs', listJobs],
  ['WRITE /v1/jobs', { ...ofJob('register-job'), secretInBody: true }],
  ['GET /v1/jobs/statuses', readJob],
  ['WRITE /v1/jobs/statuses', readJob],
  ['WRITE /v1/jobs/parse', { ...inNamespace('parse-job', 'submit-job'), first: true, unreadable: agentTexts }],
  ['WRITE /v1/validate/job', readJob],
  ['GET /v1/job/:id', readJob],
  ['WRITE /v1/job/:id', { ...ofJob('register-job'), secretInBody: true }],
  ['DELETE /v1/job/:id', { allows: mayStop }],
  ['GET /v1/job/:id/allocations', readJob],
  ['GET /v1/job/:id/evaluations', readJob],
  ['GET /v1/job/:id/deployments', readJob],
  ['GET /v1/job/:id/deployment', readJob],
  ['GET /v1/job/:id/versions', readJob],
  ['WRITE /v1/job/:id/versions', readJob],
  ['DELETE /v1/job/:id/versions', readJob],
  ['WRITE /v1/job/:id/summary', readJob],
  ['DELETE /v1/job/:id/summary', readJob],
  ['GET /v1/job/:id/summary', readJob],
  ['GET /v1/job/:id/services', readJob],
  ['GET /v1/job/:id/actions', readJob],
  ['GET /v1/job/:id/submission', readJob],
  ['WRITE /v1/job/:id/submission', readJob],
  ['DELETE /v1/job/:id/submission', readJob],
  ['GET /v1/job/:id/scale', inNamespace('read-job', 'read-job-scaling')],
  ['WRITE /v1/job/:id/scale', ofJob('scale-job')],
  ['WRITE /v1/job/:id/plan', { ...ofJob('plan-job'), secretInBody: true }],
  ['WRITE /v1/job/:id/evaluate', ofJob('evaluate-job')],
  ['WRITE /v1/job/:id/revert', ofJob('revert-job')],
  ['WRITE /v1/job/:id/stable', ofJob('stable-job')],
  ['WRITE /v1/job/:id/versions/:name/tag', ofJob('tag-job-version')],
  ['DELETE /v1/job/:id/versions/:name/tag', ofJob('tag-job-version')],
  ['WRITE /v1/job/:id/dispatch', inNamespace('dispatch-job')],
  ['WRITE /v1/job/:id/periodic/force', ofJob('dispatch-job')],
  ['GET /v1/scaling/policies', scalingPolicies('list-scaling-policies')],
  ['GET /v1/scaling/policy/:id', scalingPolicies('read-scaling-policy')],

  ['GET /v1/allocations', readJob],
  ['GET /v1/allocation/:id', { ...anyCaller, sees: readJob.sees }],
  ['GET /v1/allocation/:id/services', readJob],
  ['WRITE /v1/allocation/:id/stop', where(allocationNamespace, 'alloc-lifecycle')],
  ['GET /v1/evaluations', readJob],
  ['GET /v1/evaluations/count', readJob],
  ['DELETE /v1/evaluations', management],
  ['GET /v1/evaluation/:id', readJob],
  ['GET /v1/evaluation/:id/allocations', readJob],
  ['GET /v1/services', readJob],
  ['GET /v1/service/:name', readJob],
  ['DELETE /v1/service/:name/:id', inNamespace('submit-job')],

  ['GET /v1/nodes', reading('node')],
  ['GET /v1/node/:id', { allows: mayReadNode }],
  ['GET /v1/node/:id/allocations', { ...reading('node'), sees: readJob.sees }],
  ['WRITE /v1/node/:id/drain', writing('node')],
  ['WRITE /v1/node/:id/eligibility', writing('node')],
  ['WRITE /v1/node/:id/evaluate', writing('node')],
  ['WRITE /v1/node/:id/purge', writing('node')],
  ['GET /v1/node/pools', { ...anyCaller, sees: maySeeNodePool }],
  ['GET /v1/node/pool/:name', { allows: ({ permissions, params: [name = ''] }) => maySeeNodePool(permissions, name) }],
  ['WRITE /v1/node/pools', management],
  ['WRITE /v1/node/pool/:name', management],
  ['DELETE /v1/node/pool/:name', management],
  ['GET /v1/node/pool/:name/nodes', reading('node')],
  ['GET /v1/node/pool/:name/jobs', listJobs],

  ['GET /v1/namespaces', { ...anyCaller, sees: maySeeNamespace }],
  ['GET /v1/namespace/:name', { allows: ({ permissions, params: [name = ''] }) => maySeeNamespace(permissions, name) }],
  ['WRITE /v1/namespace', management],
  ['WRITE /v1/namespace/:name', management],
  ['DELETE /v1/namespace/:name', management],

  ['WRITE /v1/search', anyCaller],
  ['WRITE /v1/search/fuzzy', anyCaller],
  ['GET /v1/event/stream', anyCaller],

  ['GET /v1/status/leader', nothing],
  ['GET /v1/status/peers', nothing],
  ['GET /v1/regions', nothing],
  ['GET /v1/metrics', nothing],
  ['GET /.well-known/jwks.json', nothing],
  ['GET /.well-known/openid-configuration', nothing],
  ['GET /v1/agent/health', nothing],
  ['GET /v1/agent/self', { ...first(reading('agent')), unreadable: agentTexts }],
  ['GET /v1/agent/members', first(reading('node'))],
  ['GET /v1/agent/servers', first(reading('agent'))],
  ['GET /v1/agent/schedulers', first(reading('agent'))],
  ['GET /v1/agent/schedulers/config', first(reading('agent'))],

  ['GET /v1/operator/scheduler/configuration', reading('operator')],
  ['WRITE /v1/operator/scheduler/configuration', writing('operator')],
  ['GET /v1/operator/autopilot/configuration', first(reading('operator'))],
  ['GET /v1/operator/autopilot/health', first(reading('operator'))],
  ['GET /v1/operator/license', nothing],
  ['GET /v1/operator/raft/configuration', first(management)],
  ['GET /v1/operator/keyring/keys', first(management)],
  ['WRITE /v1/system/gc', management],
  ['WRITE /v1/system/reconcile/summaries', management],

  ['GET /v1/plugins', nothing],
  ['GET /v1/volumes', nothing],
  ['GET /v1/vars', anyCaller],
  ['GET /v1/var/:path', ofVariable('read')],
  ['WRITE /v1/var/:path', ofVariable('write')],
  ['DELETE /v1/var/:path', ofVariable('destroy')],
  ['GET /v1/client/stats', reading('node')],
  ['GET /v1/client/allocation/:id/stats', readJob],
  ['GET /v1/allocation/:id/checks', readJob],
  ['GET /v1/client/allocation/:id/checks', readJob],
  ['GET /v1/quotas', nothing],
  ['GET /v1/recommendations', nothing],
  ['GET /v1/sentinel/policies', nothing],

  ['GET /v1/cutover/why', first(management)],
  ['GET /v1/cutover/odds', first(management)],
  ['GET /v1/cutover/timeline', first(management)],
  ['GET /v1/cutover/hash', first(management)],
  ['GET /v1/cutover/monitor', first(management)],
  ['WRITE /v1/cutover/what-if', first(management)],

  ['WRITE /v1/acl/bootstrap', nothing],
  ['GET /v1/acl/policies', anyCaller],
  ['GET /v1/acl/policy/:name', anyCaller],
  ['WRITE /v1/acl/policy/:name', management],
  ['DELETE /v1/acl/policy/:name', management],
  ['GET /v1/acl/tokens', management],
  ['WRITE /v1/acl/token', management],
  ['GET /v1/acl/token/self', { ...anyCaller, unreadable: '' }],
  ['GET /v1/acl/token/:id', anyCaller],
  ['WRITE /v1/acl/token/:id', management],
  ['DELETE /v1/acl/token/:id', management],
  ['GET /v1/acl/roles', anyCaller],
  ['WRITE /v1/acl/role', management],
  ['GET /v1/acl/role/name/:name', anyCaller],
  ['GET /v1/acl/role/:id', anyCaller],
  ['WRITE /v1/acl/role/:id', management],
  ['DELETE /v1/acl/role/:id', management],
  ['WRITE /v1/acl/token/onetime', nothing],
  ['WRITE /v1/acl/token/onetime/exchange', nothing],
  ['GET /v1/acl/auth-methods', nothing],
  ['GET /v1/acl/binding-rules', first(management)],
])

/** All that the table names, for the test that compares it with the routes. */
export const namedNeeds: readonly string[] = [...needs.keys()]

/** A change of jobs: `submit-job`, or the one capability for this change. */
function ofJob(capability: NamespaceCapability): Need {
  return inNamespace('submit-job', capability)
}

/** A change of a deployment, judged in the deployment's own namespace. */
function ofDeployment(capability: NamespaceCapability): Need {
  return where(deploymentNamespace, 'submit-job', capability)
}

function deploymentNamespace({ tables }: State, id: string): string | undefined {
  return tables.deployments.get(id)?.namespace
}

function allocationNamespace({ tables }: State, id: string): string | undefined {
  return tables.allocations.get(id)?.namespace
}

/** A variable, judged by its namespace and path. */
function ofVariable(capability: 'read' | 'write' | 'destroy'): Need {
  return {
    allows: ({ permissions, namespace, params: [path = ''] }) =>
      mayUseVariable(permissions, { namespace, path }, capability),
  }
}

// Whether the id is one at all comes first, unlike everywhere else.
function mayReadNode({ permissions, state, params: [id = ''] }: Asked): boolean {
  return isRefusal(findNode(state, id)) || mayRead(permissions, 'node')
}

function mayStop({ permissions, namespace, request }: Asked): boolean {
  return mayInNamespace(
    permissions,
    namespace,
    'submit-job',
    queryFlag(request, 'purge') ? 'purge-job' : 'deregister-job',
  )
}

/** Policies for scaling are part of jobs: who may list and read jobs may see them too. */
function scalingPolicies(capability: NamespaceCapability): Need {
  const sees: Need['sees'] = (permissions, namespace) =>
    mayInNamespace(permissions, namespace, capability) ||
    (mayInNamespace(permissions, namespace, 'list-jobs') && mayInNamespace(permissions, namespace, 'read-job'))
  return { allows: ({ permissions, namespace }) => sees(permissions, namespace), sees }
}
