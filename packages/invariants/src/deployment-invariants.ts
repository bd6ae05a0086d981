// Deployments and their counters, deadlines and promotions: semantics/1 §8, 15 to 23 and 42 to 49, semantics/3 §7.1.

import { type Deployment, type DeploymentGroup, plus, type State } from '@cutover/core'
import { changedKeys, type EntryStep, factsOf, hasFact, jobKeyOf, keysOf, type Written, written } from './entry-step.ts'
import type { Invariant } from './invariant.ts'

const terminal = ['successful', 'failed', 'cancelled']

function isOver({ status }: Deployment): boolean {
  return terminal.includes(status)
}

/** Whether the rule is broken between a group and itself after the entry. */
function groupsBreak(
  before: Deployment,
  after: Deployment,
  breaks: (before: DeploymentGroup, after: DeploymentGroup) => boolean,
): boolean {
  return before.groups.some((group) => {
    const now = after.groups.find(({ name }) => name === group.name)
    return now !== undefined && breaks(group, now)
  })
}

function grows(counter: 'placed' | 'unhealthy'): Invariant['broken'] {
  return (step) =>
    changedKeys(step.deployments, (before, after) => groupsBreak(before, after, (a, b) => b[counter] < a[counter]))
}

function counters({ placed, healthy, unhealthy }: DeploymentGroup): string {
  return `${placed} ${healthy} ${unhealthy}`
}

const usualCounts = ['1 0 0', '0 1 0', '0 0 1', '0 -1 1']

function countsOf(step: EntryStep): readonly string[] {
  const unusual = step.state.quirks.countsReports ? usualCounts : [...usualCounts, '0 1 -1']
  return step.entry.events.flatMap((event) => {
    if (!('count' in event) || !event.count) return []
    const { placed, healthy, unhealthy, deploymentId } = event.count
    return unusual.includes(`${placed} ${healthy} ${unhealthy}`) ? [] : [deploymentId]
  })
}

const restarting = ['DeploymentPaused', 'DeploymentResumed', 'DeploymentPromoted', 'DeploymentReplaced'] as const

function healthyCanaries({ tables }: State, { id, groups }: Deployment, names: readonly string[]): readonly string[] {
  const listed = new Set(groups.flatMap(({ placedCanaries }) => placedCanaries ?? []))
  return [...tables.allocations.by('deployment', id)].flatMap((row) =>
    listed.has(row.id) &&
    names.includes(row.group) &&
    row.health?.healthy === true &&
    row.desiredStatus === 'run' &&
    !['complete', 'failed', 'lost'].includes(row.clientStatus)
      ? [row.id]
      : [],
  )
}

function promotionsBreak(
  step: EntryStep,
  breaks: (before: Deployment, after: Deployment, groups: readonly string[]) => boolean,
): readonly string[] {
  return factsOf(step, 'DeploymentPromoted').flatMap(({ deploymentId, groups }) => {
    const before = step.previous.tables.deployments.get(deploymentId)
    const after = step.state.tables.deployments.get(deploymentId)
    return before && after && breaks(before, after, groups) ? [deploymentId] : []
  })
}

function isAlone({ after }: Written<Deployment>, { tables }: State): boolean {
  const active = tables.deployments.by('activeOfJob', jobKeyOf(after.namespace, after.jobId))
  return [...active].filter(({ jobCreateIndex }) => jobCreateIndex === after.jobCreateIndex).length <= 1
}

function placedIn({ tables }: State, id: string, name: string): number {
  return tables.deployments.get(id)?.groups.find((group) => group.name === name)?.placed ?? 0
}

/** What joined a deployment in this entry without being counted as placed: so nothing ever has, when it held before. */
function joinedUncounted({ previous, state, allocations }: EntryStep): readonly string[] {
  const joined = new Map<string, { readonly id: string; readonly group: string; readonly count: number }>()
  for (const { before, after } of allocations) {
    if (!after?.deploymentId || before?.deploymentId === after.deploymentId) continue
    const key = `${after.deploymentId} ${after.group}`
    const count = (joined.get(key)?.count ?? 0) + 1
    joined.set(key, { id: after.deploymentId, group: after.group, count })
  }
  return [...joined.values()].flatMap(({ id, group, count }) =>
    state.tables.deployments.has(id) && placedIn(state, id, group) - placedIn(previous, id, group) < count ? [id] : [],
  )
}

export const deploymentInvariants: readonly Invariant[] = [
  {
    name: 'promoted-stays',
    sources: ['1 A15', '3 I4', '2 50'],
    broken: (step) =>
      changedKeys(step.deployments, (before, after) => groupsBreak(before, after, (a, b) => a.promoted && !b.promoted)),
  },
  { name: 'placed-grows', sources: ['1 A16', '3 I6'], broken: grows('placed') },
  {
    name: 'unhealthy-grows',
    sources: ['1 A16', '3 I7'],
    broken: (step) => (step.state.quirks.countsReports ? grows('unhealthy')(step) : []),
  },
  { name: 'counts-one-at-a-time', sources: ['1 A17', '3 I8'], broken: countsOf },
  {
    name: 'deadline-stays-set',
    sources: ['1 A18'],
    broken: (step) =>
      changedKeys(step.deployments, (before, after) =>
        groupsBreak(before, after, (a, b) => a.requireProgressBy !== 0 && b.requireProgressBy === 0),
      ),
  },
  {
    name: 'deadline-comes-no-nearer',
    sources: ['1 A19', '3 I13'],
    broken: (step) =>
      hasFact(step, ...restarting)
        ? []
        : changedKeys(step.deployments, (before, after) =>
            groupsBreak(before, after, (a, b) => b.requireProgressBy < a.requireProgressBy),
          ),
  },
  {
    name: 'deployment-create-time-stays',
    sources: ['1 A20'],
    managed: true,
    broken: (step) => changedKeys(step.deployments, (before, after) => before.createTime !== after.createTime),
  },
  {
    name: 'a-new-status-restarts-deadlines',
    sources: ['1 A21'],
    broken: (step) =>
      step.entry.cause.change !== 'UpdateDeploymentStatus'
        ? []
        : [...factsOf(step, 'DeploymentPaused'), ...factsOf(step, 'DeploymentResumed')].flatMap((fact) => {
            const row = step.state.tables.deployments.get(fact.deploymentId)
            const kept = row?.groups.some(
              ({ progressDeadline, requireProgressBy }) =>
                progressDeadline !== 0 && requireProgressBy !== plus(fact.updatedAt, progressDeadline),
            )
            return kept ? [fact.deploymentId] : []
          }),
  },
  {
    name: 'the-terminal-are-refused',
    sources: ['1 A22'],
    broken: (step) =>
      ['UpdateDeploymentStatus', 'PromoteDeployment', 'SetAllocationHealth'].includes(step.entry.cause.change)
        ? changedKeys(step.deployments, (before) => isOver(before))
        : [],
  },
  {
    name: 'promotion-promotes-its-groups',
    sources: ['1 A23'],
    broken: (step) =>
      promotionsBreak(step, (_before, after, names) =>
        after.groups.some(({ name, promoted }) => names.includes(name) && !promoted),
      ),
  },
  {
    name: 'promotion-frees-its-canaries',
    sources: ['1 A23'],
    broken: (step) =>
      promotionsBreak(step, (before, _after, names) =>
        healthyCanaries(step.previous, before, names).some(
          (id) => step.state.tables.allocations.get(id)?.health?.canary === true,
        ),
      ),
  },
  {
    name: 'promotion-counts-nothing',
    sources: ['1 A23'],
    broken: (step) =>
      promotionsBreak(step, (before, after) =>
        groupsBreak(before, after, (a, b) => counters(a) !== counters(b) || a.placedCanaries !== b.placedCanaries),
      ),
  },
  {
    name: 'promotion-needs-healthy-canaries',
    sources: ['3 I5'],
    broken: (step) =>
      promotionsBreak(step, (before, _after, names) =>
        before.groups.some(
          ({ name, desiredCanaries }) =>
            names.includes(name) && healthyCanaries(step.previous, before, [name]).length < desiredCanaries,
        ),
      ),
  },
  {
    name: 'only-promotion-promotes',
    sources: ['3 I5'],
    managed: true,
    broken: (step) =>
      hasFact(step, 'DeploymentPromoted')
        ? []
        : changedKeys(step.deployments, (before, after) =>
            groupsBreak(before, after, (a, b) => !a.promoted && b.promoted),
          ),
  },
  {
    name: 'healthy-not-negative',
    sources: ['3 I10', '1 C HealthyAllocs'],
    quirk: 'countsReports',
    broken: (step) => keysOf(written(step.deployments), ({ after }) => after.groups.some(({ healthy }) => healthy < 0)),
  },
  {
    name: 'counters-move-with-allocations',
    sources: ['3 I11'],
    broken: (step) =>
      changedKeys(
        step.deployments,
        (before, after) =>
          groupsBreak(before, after, (a, b) => counters(a) !== counters(b)) &&
          !step.allocations.some(
            ({ before: old, after: row }) => row?.deploymentId === after.id || old?.deploymentId === after.id,
          ),
      ),
  },
  {
    name: 'placed-has-a-deadline',
    sources: ['3 I12'],
    managed: true,
    broken: (step) =>
      keysOf(written(step.deployments), ({ after }) =>
        after.groups.some(
          ({ placed, progressDeadline, requireProgressBy }) =>
            (progressDeadline === 0 && requireProgressBy !== 0) ||
            (progressDeadline !== 0 && placed > 0 && requireProgressBy === 0),
        ),
      ),
  },
  {
    name: 'healthy-within-placed',
    sources: ['1 B42', '3 I9'],
    quirk: 'countsReports',
    managed: true,
    broken: (step) =>
      keysOf(written(step.deployments), ({ after }) =>
        after.groups.some(({ placed, healthy, unhealthy }) => healthy > placed || healthy + unhealthy > placed),
      ),
  },
  {
    name: 'placed-covers-allocations',
    sources: ['1 B44'],
    managed: true,
    broken: joinedUncounted,
  },
  {
    name: 'canaries-listed-once',
    sources: ['1 B45'],
    managed: true,
    broken: (step) =>
      keysOf(written(step.deployments), ({ after }) =>
        after.groups.some(({ placedCanaries = [] }) => new Set(placedCanaries).size !== placedCanaries.length),
      ),
  },
  {
    name: 'the-ended-stay-ended',
    sources: ['1 B46', '3 I1', '1 C terminal'],
    quirk: 'revivesByStalePlan',
    broken: (step) =>
      changedKeys(
        step.deployments,
        (before, after) =>
          isOver(before) && (before.status !== after.status || before.statusDescription !== after.statusDescription),
      ),
  },
  {
    name: 'ended-only-by-a-stale-plan',
    sources: ['1 B46', '3 I1'],
    broken: (step) =>
      hasFact(step, 'DeploymentReplaced')
        ? []
        : changedKeys(step.deployments, (before, after) => isOver(before) && before.status !== after.status),
  },
  {
    name: 'one-active-deployment',
    sources: ['1 B49', '3 I2', '1 C one active'],
    managed: true,
    broken: (step) =>
      hasFact(step, 'DeploymentCreated') ? keysOf(written(step.deployments), (row) => !isAlone(row, step.state)) : [],
  },
  {
    name: 'time-runs-forward',
    sources: ['1 C ModifyTime'],
    quirk: 'clearsTimeOnPromotion',
    managed: true,
    broken: (step) => changedKeys(step.deployments, (before, after) => after.modifyTime < before.modifyTime),
  },
]
