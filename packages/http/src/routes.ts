// The table of method, path and handler, and nothing else. Paths with more behind an id come before those with less.

import { aclRoutes } from './acl-routes.ts'
import type { Handler } from './api.ts'
import { clusterRoutes } from './cluster-routes.ts'
import { stream } from './event-stream.ts'
import type { Route } from './match.ts'
import * as absent from './routes/absent.ts'
import * as agent from './routes/agent.ts'
import * as allocations from './routes/allocations.ts'
import * as deployments from './routes/deployments.ts'
import * as evaluations from './routes/evaluations.ts'
import * as jobChildren from './routes/job-children.ts'
import * as jobDetails from './routes/job-details.ts'
import * as jobFiles from './routes/job-files.ts'
import * as jobWrites from './routes/job-writes.ts'
import * as jobs from './routes/jobs.ts'
import * as names from './routes/names.ts'
import * as nodePools from './routes/node-pools.ts'
import * as nodes from './routes/nodes.ts'
import * as registrations from './routes/registrations.ts'
import * as statuses from './routes/statuses.ts'

/** POST and PUT are the same nearly everywhere. */
function written(handler: Handler): Readonly<Record<string, Handler>> {
  return { POST: handler, PUT: handler }
}

// Nomad does not look at the method of these two.
function anyMethod(handler: Handler): Readonly<Record<string, Handler>> {
  return { GET: handler, DELETE: handler, ...written(handler) }
}

/** Every route of this server. */
export const routes: readonly Route[] = [
  { path: '/v1/deployments', methods: { GET: deployments.listAll }, summary: 'Lists deployments.' },
  {
    path: '/v1/deployment/fail/:id',
    methods: written(deployments.fail),
    summary: 'Fails a deployment, with rollback.',
  },
  { path: '/v1/deployment/pause/:id', methods: written(deployments.pause), summary: 'Pauses or resumes a deployment.' },
  { path: '/v1/deployment/promote/:id', methods: written(deployments.promote), summary: 'Promotes canaries.' },
  {
    path: '/v1/deployment/allocation-health/:id',
    methods: written(deployments.setHealth),
    summary: 'Marks allocations healthy or unhealthy.',
  },
  {
    path: '/v1/deployment/unblock/:id',
    methods: written(deployments.unblock),
    summary: 'Accepted and does nothing here.',
  },
  {
    path: '/v1/deployment/allocations/:id',
    methods: { GET: deployments.getAllocations },
    summary: 'Lists the allocations of a deployment.',
  },
  { path: '/v1/deployment/:id', methods: { GET: deployments.getOne }, summary: 'Reads a deployment.' },

  {
    path: '/v1/jobs',
    methods: { GET: jobs.listAll, ...written(jobWrites.register) },
    summary: 'Lists jobs; registers one.',
  },
  { path: '/v1/jobs/parse', methods: written(jobFiles.parse), summary: 'Reads a job file in HCL.' },
  {
    path: '/v1/jobs/statuses',
    methods: { GET: statuses.listAll, POST: statuses.listNamed },
    summary: 'Lists jobs with allocations, children and latest deployment.',
  },
  {
    path: '/v1/validate/job',
    methods: written(jobWrites.validate),
    summary: 'Validates a job without registering it.',
  },
  {
    path: '/v1/job/:id/evaluate',
    methods: written(jobWrites.evaluate),
    summary: 'Has the scheduler look at a job again.',
  },
  {
    path: '/v1/job/:id/allocations',
    methods: { GET: jobs.getAllocations },
    summary: 'Lists the allocations of a job.',
  },
  {
    path: '/v1/job/:id/evaluations',
    methods: { GET: jobs.getEvaluations },
    summary: 'Lists the evaluations of a job.',
  },
  {
    path: '/v1/job/:id/periodic/force',
    methods: written(jobChildren.force),
    summary: 'Launches a periodic job at once.',
  },
  {
    path: '/v1/job/:id/dispatch',
    methods: written(jobChildren.dispatch),
    summary: 'Launches a parameterized job with a payload.',
  },
  {
    path: '/v1/job/:id/submission',
    methods: {
      GET: jobDetails.getSubmission,
      DELETE: jobDetails.getSubmission,
      ...written(jobDetails.getSubmission),
    },
    summary: 'Reads the source of a version.',
  },
  { path: '/v1/job/:id/services', methods: { GET: registrations.ofJob }, summary: 'Lists the services of a job.' },
  { path: '/v1/job/:id/actions', methods: { GET: jobDetails.getActions }, summary: 'Lists what tasks offer to run.' },
  { path: '/v1/job/:id/plan', methods: written(jobWrites.plan), summary: 'Shows what a registration would change.' },
  { path: '/v1/job/:id/summary', methods: anyMethod(jobs.getSummary), summary: 'Counts the allocations of a job.' },
  {
    path: '/v1/job/:id/versions/:name/tag',
    methods: { ...written(jobWrites.tag), DELETE: jobWrites.untag },
    summary: 'Tags a version.',
  },
  { path: '/v1/job/:id/versions', methods: anyMethod(jobs.getVersions), summary: 'Lists the versions of a job.' },
  { path: '/v1/job/:id/revert', methods: written(jobWrites.revert), summary: 'Registers an older version anew.' },
  {
    path: '/v1/job/:id/deployments',
    methods: { GET: jobs.getDeployments },
    summary: 'Lists the deployments of a job.',
  },
  {
    path: '/v1/job/:id/deployment',
    methods: { GET: jobs.getLatestDeployment },
    summary: 'Reads the newest deployment of a job.',
  },
  { path: '/v1/job/:id/stable', methods: written(jobWrites.stable), summary: 'Marks a version stable or not.' },
  {
    path: '/v1/job/:id/scale',
    methods: { GET: jobs.getScale, ...written(jobWrites.scale) },
    summary: 'Scales a group.',
  },
  {
    path: '/v1/job/:id',
    methods: { GET: jobs.getOne, DELETE: jobWrites.stop, ...written(jobWrites.registerNamed) },
    summary: 'Reads, registers or stops a job.',
  },

  { path: '/v1/allocations', methods: { GET: allocations.listAll }, summary: 'Lists allocations.' },
  {
    path: '/v1/allocation/:id/services',
    methods: { GET: registrations.ofAllocation },
    summary: 'Lists the services of an allocation.',
  },
  {
    path: '/v1/allocation/:id/checks',
    methods: { GET: absent.allocationStatistics },
    summary: 'Nodes are not asked.',
  },
  {
    path: '/v1/allocation/:id/stop',
    methods: written(allocations.stop),
    summary: 'Stops an allocation; it is replaced.',
  },
  { path: '/v1/allocation/:id', methods: { GET: allocations.getOne }, summary: 'Reads an allocation.' },
  {
    path: '/v1/evaluations',
    methods: { GET: evaluations.listAll, DELETE: evaluations.remove },
    summary: 'Lists evaluations; deletes some while the broker is paused.',
  },
  { path: '/v1/evaluations/count', methods: { GET: evaluations.count }, summary: 'Counts evaluations.' },
  {
    path: '/v1/evaluation/:id/allocations',
    methods: { GET: evaluations.getAllocations },
    summary: 'Lists what an evaluation placed.',
  },
  { path: '/v1/evaluation/:id', methods: { GET: evaluations.getOne }, summary: 'Reads an evaluation.' },
  { path: '/v1/nodes', methods: { GET: nodes.listAll }, summary: 'Lists nodes.' },
  {
    path: '/v1/node/pools',
    methods: { GET: names.listNodePools, ...written(nodePools.put) },
    summary: 'Lists node pools; creates or changes one.',
  },
  { path: '/v1/node/pool/:name/nodes', methods: { GET: names.getNodesOfPool }, summary: 'Lists the nodes of a pool.' },
  { path: '/v1/node/pool/:name/jobs', methods: { GET: names.getJobsOfPool }, summary: 'Lists the jobs of a pool.' },
  {
    path: '/v1/node/pool/:name',
    methods: { GET: names.getNodePool, DELETE: nodePools.remove, ...written(nodePools.put) },
    summary: 'Reads, changes or deletes a node pool.',
  },
  { path: '/v1/node/:id/allocations', methods: { GET: nodes.getAllocations }, summary: 'Lists what runs on a node.' },
  { path: '/v1/node/:id/drain', methods: written(nodes.drain), summary: 'Drains a node, or cancels a drain.' },
  {
    path: '/v1/node/:id/eligibility',
    methods: written(nodes.eligibility),
    summary: 'Lets a node take new allocations or not.',
  },
  { path: '/v1/node/:id/purge', methods: written(nodes.purge), summary: 'Forgets a node.' },
  { path: '/v1/node/:id/evaluate', methods: written(nodes.evaluate), summary: 'Has the scheduler look at a node.' },
  { path: '/v1/node/:id', methods: { GET: nodes.getOne }, summary: 'Reads a node.' },

  { path: '/v1/namespaces', methods: { GET: names.listNamespaces }, summary: 'Lists namespaces.' },
  { path: '/v1/namespace', methods: written(names.putNamespace), summary: 'Creates or changes a namespace.' },
  {
    path: '/v1/namespace/:name',
    methods: { GET: names.getNamespace, DELETE: names.deleteNamespace, ...written(names.putNamespace) },
    summary: 'Reads, changes or deletes a namespace.',
  },

  { path: '/v1/status/leader', methods: { GET: agent.leader }, summary: 'Names the leader.' },
  { path: '/v1/status/peers', methods: { GET: agent.peers }, summary: 'Names all servers.' },
  { path: '/v1/regions', methods: { GET: agent.regions }, summary: 'Names the regions.' },
  { path: '/v1/agent/health', methods: { GET: agent.health }, summary: 'Tells whether the server is well.' },
  { path: '/v1/agent/self', methods: { GET: agent.self }, summary: 'Describes the server.' },
  { path: '/v1/agent/members', methods: { GET: agent.members }, summary: 'Lists the servers.' },
  { path: '/v1/event/stream', methods: { GET: stream }, summary: 'Streams events as lines of JSON.' },
  ...aclRoutes,
  ...clusterRoutes,
]
