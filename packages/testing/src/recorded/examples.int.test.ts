// The example documents, registered byte for byte on a simulated cluster of one node, end as they did on a real one
// (semantics/4 §10): the job's status and mark, the deployment with its counters, evaluations that wait.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { isRefusal, type State, seconds } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { World } from '@cutover/simulator'
import { expect, test } from 'vitest'

/** The bodies of registrations, by name. */
const bodies: Readonly<Record<string, string>> = JSON.parse(
  gunzipSync(readFileSync(new URL('../../fixtures/examples.json.gz', import.meta.url))).toString(),
)

/** Job status and mark; the deployment with desired, placed, healthy, unhealthy of each group; its priority; evaluations. */
const endings: Readonly<Record<string, string>> = {
  '01-minimal-service': 'running stable; successful web 1/1/1/0; priority 50; complete complete',
  '02-canary': 'running stable; successful web 4/4/4/0; priority 50; complete complete',
  '03-blue-green': 'running stable; successful web 3/3/3/0; priority 50; complete complete',
  '04-auto-revert': 'running stable; successful api 3/3/3/0; priority 50; complete complete',
  '05-auto-promote': 'running stable; successful web 2/2/2/0, worker 2/2/2/0; priority 50; complete complete',
  '06-manual-health': 'running; running web 3/3/0/0; priority 50; complete',
  '07-multi-group-mixed': 'running stable; successful api 2/2/2/0, web 4/4/4/0; priority 70; complete complete',
  '08-batch': 'dead; none; complete',
  '09-system-with-update': 'running stable; successful agent 1/1/1/0; priority 50; complete complete',
  '10-max-parallel-zero': 'running; none; complete',
  '11-reschedule-disabled': 'running stable; successful web 2/2/2/0; priority 50; complete complete',
  '12-reschedule-limited': 'running stable; successful web 2/2/2/0; priority 50; complete complete',
  '13-periodic': 'running; none; no evaluation',
  '14-parameterized': 'running; none; no evaluation',
  '15-disconnect': 'running stable; successful edge 2/2/2/0, hub 2/2/2/0; priority 50; complete complete',
  '16-scaling': 'running stable; successful web 2/2/2/0; priority 50; complete complete',
  '17-services-with-checks': 'running; running web 2/2/0/0; priority 50; complete',
  '18-connect-sidecar': 'running; running api 1/0/0/0; priority 50; blocked complete',
  '19-sysbatch': 'dead; none; complete',
  '20-register-request-options': 'running stable; successful web 1/1/1/0; priority 80; complete complete',
  '21-failing-task': 'dead; failed web 2/2/0/2; priority 50; complete complete',
  '22-unplaceable': 'running; running web 2/0/0/0; priority 50; blocked complete',
}

function run(name: string): State {
  const world = new World({
    seed: name,
    nodes: 1,
    managers: defaultManagers,
    servers: {},
    shape: { drivers: ['raw_exec', 'mock_driver'] },
  })
  world.run(seconds(2))
  expect(isRefusal(world.registerBody(bodies[name] ?? ''))).toBe(false)
  world.run(seconds(60))
  return world.state
}

function ending({ tables }: State): string {
  const [job] = [...tables.jobs]
  const [deployment] = [...tables.deployments]
  const groups = (deployment?.groups ?? []).map(
    ({ name, desiredTotal, placed, healthy, unhealthy }) => `${name} ${desiredTotal}/${placed}/${healthy}/${unhealthy}`,
  )
  const evaluations = [...tables.evaluations].map(({ status }) => status)
  return [
    `${job?.status} ${job?.stable === true ? 'stable' : ''}`.trim(),
    deployment ? `${deployment.status} ${groups.join(', ')}; priority ${deployment.evaluationPriority}` : 'none',
    evaluations.length === 0 ? 'no evaluation' : evaluations.sort().join(' '),
  ].join('; ')
}

test('every example document has an ending', () => {
  expect(Object.keys(bodies)).toEqual(Object.keys(endings))
})

test.each(Object.keys(endings))('%s', (name) => {
  expect(ending(run(name))).toBe(endings[name])
})

test('the one that fails at once says why', () => {
  const [deployment] = [...run('21-failing-task').tables.deployments]
  expect(deployment?.statusDescription).toBe('Failed due to unhealthy allocations')
})
