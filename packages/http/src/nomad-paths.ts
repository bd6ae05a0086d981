// The paths of Nomad's API that this server does not answer, so that they are told from paths that are nobody's.
// Rules: client-surface §1.4.

/** Whole paths. */
const exact: ReadonlySet<string> = new Set([
  '/v1/agent/force-leave',
  '/v1/agent/join',
  '/v1/agent/keyring',
  '/v1/agent/monitor',
  '/v1/agent/pprof',
  '/v1/agent/schedulers',
  '/v1/agent/schedulers/config',
  '/v1/client/gc',
  '/v1/client/metadata',
  '/v1/jobs/parse',
  '/v1/metrics',
  '/v1/operator/autopilot/configuration',
  '/v1/operator/autopilot/health',
  '/v1/operator/raft/configuration',
  '/v1/operator/raft/peer',
  '/v1/operator/raft/transfer-leadership',
  '/v1/operator/snapshot',
  '/v1/plugins',
  '/v1/quotas',
  '/v1/recommendations',
  '/v1/scaling/policies',
  '/v1/sentinel/policies',
  '/v1/system/reconcile/summaries',
  '/v1/volumes',
])

/** Beginnings of paths. */
const prefixes: readonly string[] = [
  '/v1/acl/',
  '/v1/client/allocation/',
  '/v1/client/fs/',
  '/v1/job/',
  '/v1/node/',
  '/v1/operator/keyring/',
  '/v1/operator/root/',
  '/v1/plugin/',
  '/v1/quota/',
  '/v1/recommendation/',
  '/v1/scaling/policy/',
  '/v1/sentinel/policy/',
  '/v1/service/',
  '/v1/services',
  '/v1/volume/',
  '/v1/volumes/',
]

/** Whether a path is one that Nomad answers. */
export function isNomads(path: string): boolean {
  return exact.has(path) || prefixes.some((prefix) => path.startsWith(prefix) && path.length > prefix.length)
}
