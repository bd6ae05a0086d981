// Entries with one thing spoilt about deployments, and the invariant that must notice.

import { zero } from '@cutover/core'
import { entryStep } from '@cutover/invariants'
import { allocations, deployments, events, groups, groupsBefore, healthOf, type SpoiltCase, stepWith } from './spoil.ts'

/** Name, entry, and what is spoilt. */
export const spoiltDeployments: readonly SpoiltCase[] = [
  ['promoted-stays', stepWith('DeploymentPaused'), groupsBefore(() => ({ promoted: true }))],
  ['placed-grows', stepWith('DeploymentPaused'), groups(() => ({ placed: -1 }))],
  ['unhealthy-grows', stepWith('DeploymentPaused'), groups(() => ({ unhealthy: -1 }))],
  [
    'counts-one-at-a-time',
    stepWith('AllocationPlaced'),
    events((all) =>
      all.map((event) =>
        event.type === 'AllocationPlaced' && event.count ? { ...event, count: { ...event.count, healthy: 1 } } : event,
      ),
    ),
  ],
  ['deadline-stays-set', stepWith('DeploymentPaused'), groups(() => ({ requireProgressBy: zero }))],
  ['deadline-comes-no-nearer', stepWith('AllocationReported'), groups(() => ({ requireProgressBy: zero }))],
  ['deployment-create-time-stays', stepWith('DeploymentPaused'), deployments.after(() => ({ createTime: zero }))],
  ['a-new-status-restarts-deadlines', stepWith('DeploymentPaused'), groups(() => ({ requireProgressBy: zero }))],
  ['the-terminal-are-refused', stepWith('DeploymentPaused'), deployments.before(() => ({ status: 'failed' }))],
  ['promotion-promotes-its-groups', stepWith('DeploymentPromoted'), groups(() => ({ promoted: false }))],
  [
    'promotion-frees-its-canaries',
    stepWith('DeploymentPromoted'),
    allocations.after((row) => ({ health: healthOf(row, { canary: true }) })),
  ],
  ['promotion-counts-nothing', stepWith('DeploymentPromoted'), groups(() => ({ healthy: 77 }))],
  ['promotion-needs-healthy-canaries', stepWith('DeploymentPromoted'), groupsBefore(() => ({ desiredCanaries: 7 }))],
  ['only-promotion-promotes', stepWith('DeploymentPaused'), groups(() => ({ promoted: true }))],
  ['healthy-not-negative', stepWith('DeploymentPaused'), groups(() => ({ healthy: -1 }))],
  ['counters-move-with-allocations', stepWith('DeploymentPaused'), groups(() => ({ healthy: 77 }))],
  ['placed-has-a-deadline', stepWith('DeploymentPaused'), groups(() => ({ placed: 1, requireProgressBy: zero }))],
  ['healthy-within-placed', stepWith('DeploymentPaused'), groups(() => ({ healthy: 77 }))],
  ['placed-covers-allocations', stepWith('AllocationPlaced'), groups(() => ({ placed: 0 }))],
  ['canaries-listed-once', stepWith('DeploymentPaused'), groups(() => ({ placedCanaries: ['a', 'a'] }))],
  ['the-ended-stay-ended', stepWith('DeploymentPaused'), deployments.before(() => ({ status: 'failed' }))],
  ['ended-only-by-a-stale-plan', stepWith('DeploymentPaused'), deployments.before(() => ({ status: 'failed' }))],
  [
    'one-active-deployment',
    stepWith('DeploymentCreated'),
    (step) => {
      const [row] = entryStep(step.previous, step.entry, step.state).deployments
      return row?.after ? { ...step, state: deployments.put(step.state, { ...row.after, id: 'twin' }) } : step
    },
  ],
  ['time-runs-forward', stepWith('DeploymentResumed'), deployments.after(() => ({ modifyTime: zero }))],
]
