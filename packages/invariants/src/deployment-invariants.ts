// Deployments and their counters, deadlines and promotions: semantics/1 §8, 15 to 23 and 42 to 49, semantics/3 §7.1.

import { type Deployment, type DeploymentGroup, plus, type State } from '@cutover/core'
import { changedKeys, type EntryStep, factsOf, hasFact, jobKeyOf, keysOf, type Written, written } from './entry-step.ts'
import type { Invariant } from './invariant.ts'

const terminal = ['successful', 'failed', 'cancelled']

function isOver({ status }: Deployment): boolean {
  return terminal.includes(status)
}

/** Whether the rule is broken between a group and itself after the entry. */
export function groupsBreak(
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

/** The counters of a group, to compare. */
export function counters({ placed, healthy, unhealthy }: DeploymentGroup): string {
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

function isAlone({ after }: Written<Deployment>, { tables }: State): boolean {
  const active = tables.deployments.by('activeOfJob', jobKeyOf(after.namespace, after.jobId))
  return [...active].filter(({ jobCreateIndex }) => jobCreateIndex === after.jobCreateIndex).length <= 1
}

function placedIn({ tables }: State, id: string, name: string): number | undefined {
  return tables.deployments.get(id)?.groups.find((group) => group.name === name)?.placed
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
  return [...joined.values()].flatMap(({ id, group, count }) => {
    const placed = placedIn(state, id, group)
    return placed !== undefined && placed - (placedIn(previous, id, group) ?? 0) < count ? [id] : []
  })
}

export const deploymentInvariants: readonly Invariant[] = [
  {
    name: 'promoted-stays',
    sources: ['1 A15', '3 I4', '2 50'],
    about: ['deployments'],
    rows: true,
    broken: (step) =>
      changedKeys(step.deployments, (before, after) => groupsBreak(before, after, (a, b) => a.promoted && !b.promoted)),
  },
  { name: 'placed-grows', sources: ['1 A16', '3 I6'], about: ['deployments'], rows: true, broken: grows('placed') },
  {
    name: 'unhealthy-grows',
    sources: ['1 A16', '3 I7'],
    about: ['deployments'],
    rows: true,
    broken: (step) => (step.state.quirks.countsReports ? grows('unhealthy')(step) : []),
  },
  { name: 'counts-one-at-a-time', sources: ['1 A17', '3 I8'], broken: countsOf },
  {
    name: 'deadline-stays-set',
    sources: ['1 A18'],
    about: ['deployments'],
    rows: true,
    broken: (step) =>
      changedKeys(step.deployments, (before, after) =>
        groupsBreak(before, after, (a, b) => a.requireProgressBy !== 0 && b.requireProgressBy === 0),
      ),
  },
  {
    name: 'deadline-comes-no-nearer',
    sources: ['1 A19', '3 I13'],
    about: ['deployments'],
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
    about: ['deployments'],
    rows: true,
    managed: true,
    broken: (step) => changedKeys(step.deployments, (before, after) => before.createTime !== after.createTime),
  },
  {
    name: 'a-new-status-restarts-deadlines',
    sources: ['1 A21'],
    about: ['DeploymentPaused', 'DeploymentResumed'],
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
    about: ['deployments'],
    broken: (step) =>
      ['UpdateDeploymentStatus', 'PromoteDeployment', 'SetAllocationHealth'].includes(step.entry.cause.change)
        ? changedKeys(step.deployments, (before) => isOver(before))
        : [],
  },
  {
    name: 'only-promotion-promotes',
    sources: ['3 I5'],
    about: ['deployments'],
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
    about: ['deployments'],
    rows: true,
    quirk: 'countsReports',
    broken: (step) => keysOf(written(step.deployments), ({ after }) => after.groups.some(({ healthy }) => healthy < 0)),
  },
  {
    name: 'counters-move-with-allocations',
    sources: ['3 I11'],
    about: ['deployments'],
    managed: true,
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
    about: ['deployments'],
    rows: true,
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
    about: ['deployments'],
    rows: true,
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
    about: ['allocations'],
    managed: true,
    broken: joinedUncounted,
  },
  {
    name: 'canaries-listed-once',
    sources: ['1 B45'],
    about: ['deployments'],
    rows: true,
    managed: true,
    broken: (step) =>
      keysOf(written(step.deployments), ({ after }) =>
        after.groups.some(({ placedCanaries = [] }) => new Set(placedCanaries).size !== placedCanaries.length),
      ),
  },
  {
    name: 'the-ended-stay-ended',
    sources: ['1 B46', '3 I1', '1 C terminal'],
    about: ['deployments'],
    rows: true,
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
    about: ['deployments'],
    broken: (step) =>
      hasFact(step, 'DeploymentReplaced')
        ? []
        : changedKeys(step.deployments, (before, after) => isOver(before) && before.status !== after.status),
  },
  {
    name: 'one-active-deployment',
    sources: ['1 B49', '3 I2', '1 C one active'],
    about: ['deployments'],
    rows: true,
    managed: true,
    broken: (step) =>
      keysOf(
        written(step.deployments),
        (row) => row.before === undefined && !isOver(row.after) && !isAlone(row, step.state),
      ),
  },
  {
    name: 'time-runs-forward',
    sources: ['1 C ModifyTime'],
    about: ['deployments'],
    rows: true,
    quirk: 'clearsTimeOnPromotion',
    managed: true,
    broken: (step) => changedKeys(step.deployments, (before, after) => after.modifyTime < before.modifyTime),
  },
]
