// The second half of the table: what is about the cluster rather than about one job's rollout.

import type { Handler } from './api.ts'
import type { Route } from './match.ts'
import * as absent from './routes/absent.ts'
import * as agent from './routes/agent.ts'
import * as explain from './routes/explain.ts'
import * as keyring from './routes/keyring.ts'
import * as monitor from './routes/monitor.ts'
import * as operator from './routes/operator.ts'
import * as registrations from './routes/registrations.ts'
import * as scaling from './routes/scaling-policies.ts'
import * as search from './routes/search.ts'
import * as variables from './routes/variables.ts'

function written(handler: Handler): Readonly<Record<string, Handler>> {
  return { POST: handler, PUT: handler }
}

/** Routes without anything behind an id. */
export const clusterRoutes: readonly Route[] = [
  {
    path: '/v1/cutover/blockers/:id',
    methods: { GET: explain.waitsFor },
    summary: 'Tells what a deployment waits for, and what would clear it.',
  },
  { path: '/v1/cutover/why', methods: { GET: explain.explain }, summary: 'Tells why a field is what it is.' },
  { path: '/v1/cutover/what-if', methods: written(explain.tryOut), summary: 'Tells what a command would do.' },
  {
    path: '/v1/cutover/odds',
    methods: { GET: explain.tellOdds },
    summary: 'Tells what active rollouts are likely to come to, with drawn health.',
  },
  {
    path: '/v1/cutover/timeline',
    methods: { GET: explain.drawOut },
    summary: 'Tells what became of allocations over time.',
  },
  {
    path: '/v1/cutover/hash',
    methods: { GET: explain.hash },
    summary: 'The hash of the state, equal on servers with equal states.',
  },
  {
    path: '/v1/cutover/monitor',
    methods: { GET: monitor.found },
    summary: 'Tells which formulas watch the entries, and what broke them.',
  },
  { path: '/v1/search', methods: written(search.prefix), summary: 'Finds ids by their beginnings.' },
  { path: '/v1/search/fuzzy', methods: written(search.fuzzy), summary: 'Finds names by what they contain.' },
  { path: '/v1/vars', methods: { GET: variables.listAll }, summary: 'Lists variables without their items.' },
  {
    path: '/v1/var/:path',
    methods: { GET: variables.getOne, DELETE: variables.remove, ...written(variables.put) },
    summary: 'Reads, writes or deletes a variable; writes may name the index that it was last changed at.',
  },
  { path: '/v1/client/stats', methods: { GET: absent.nodeStatistics }, summary: 'Nodes are not asked.' },
  {
    path: '/v1/client/allocation/:id/stats',
    methods: { GET: absent.allocationStatistics },
    summary: 'Nodes are not asked.',
  },
  {
    path: '/v1/client/allocation/:id/checks',
    methods: { GET: absent.allocationStatistics },
    summary: 'Nodes are not asked.',
  },
  { path: '/v1/services', methods: { GET: registrations.listAll }, summary: 'Lists what running allocations offer.' },
  {
    path: '/v1/service/:name/:id',
    methods: { DELETE: registrations.remove },
    summary: 'Takes one instance of a service away.',
  },
  { path: '/v1/service/:name', methods: { GET: registrations.getOne }, summary: 'Lists the instances of a service.' },
  { path: '/v1/scaling/policies', methods: { GET: scaling.listAll }, summary: 'Lists scaling policies.' },
  { path: '/v1/scaling/policy/:id', methods: { GET: scaling.getOne }, summary: 'Reads a scaling policy.' },

  { path: '/v1/agent/schedulers', methods: { GET: agent.schedulers }, summary: 'Lists the workers that schedule.' },
  {
    path: '/v1/agent/schedulers/config',
    methods: { GET: agent.schedulerSettings },
    summary: 'Tells what kinds of jobs are scheduled.',
  },
  { path: '/v1/metrics', methods: { GET: agent.metrics }, summary: 'Measures the server, in JSON or for Prometheus.' },

  {
    path: '/v1/operator/scheduler/configuration',
    methods: { GET: operator.getScheduler, ...written(operator.setScheduler) },
    summary: 'Reads or sets what holds for all scheduling.',
  },
  { path: '/v1/operator/license', methods: { GET: operator.license }, summary: 'There is no licence.' },
  {
    path: '/v1/operator/raft/configuration',
    methods: { GET: operator.raftConfiguration },
    summary: 'Names the servers that vote.',
  },
  {
    path: '/v1/operator/autopilot/configuration',
    methods: { GET: operator.autopilotConfiguration },
    summary: 'Reads how dead servers are dealt with.',
  },
  {
    path: '/v1/operator/autopilot/health',
    methods: { GET: operator.autopilotHealth },
    summary: 'Tells how well the servers are.',
  },
  { path: '/v1/operator/keyring/keys', methods: { GET: keyring.list }, summary: "Lists the server's keys." },
  { path: '/.well-known/jwks.json', methods: { GET: keyring.publicKeys }, summary: "The server's public keys." },
  {
    path: '/.well-known/openid-configuration',
    methods: { GET: keyring.discovery },
    summary: 'Says that there is no issuer.',
  },
  { path: '/v1/system/gc', methods: { PUT: operator.collectGarbage }, summary: 'Collects garbage at once.' },

  { path: '/v1/plugins', methods: { GET: absent.noPlugins }, summary: 'Lists storage plug-ins: none.' },
  { path: '/v1/volumes', methods: { GET: absent.noVolumes }, summary: 'Lists volumes: none.' },
  { path: '/v1/quotas', methods: { GET: absent.enterpriseOnly }, summary: 'Says that quotas need a licence.' },
  {
    path: '/v1/recommendations',
    methods: { GET: absent.enterpriseOnly },
    summary: 'Says that recommendations need a licence.',
  },
  {
    path: '/v1/sentinel/policies',
    methods: { GET: absent.enterpriseOnly },
    summary: 'Says that policies need a licence.',
  },
]
