// What a promotion does to its deployment and its canaries: semantics/1 §8, 23, semantics/3 I5.

import type { Deployment, State } from '@cutover/core'
import { counters, groupsBreak } from './deployment-invariants.ts'
import { type EntryStep, factsOf } from './entry-step.ts'
import type { Invariant } from './invariant.ts'

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

export const promotionInvariants: readonly Invariant[] = [
  {
    name: 'promotion-promotes-its-groups',
    sources: ['1 A23'],
    about: ['DeploymentPromoted'],
    broken: (step) =>
      promotionsBreak(step, (_before, after, names) =>
        after.groups.some(({ name, promoted }) => names.includes(name) && !promoted),
      ),
  },
  {
    name: 'promotion-frees-its-canaries',
    sources: ['1 A23'],
    about: ['DeploymentPromoted'],
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
    about: ['DeploymentPromoted'],
    broken: (step) =>
      promotionsBreak(step, (before, after) =>
        groupsBreak(before, after, (a, b) => counters(a) !== counters(b) || a.placedCanaries !== b.placedCanaries),
      ),
  },
  {
    name: 'promotion-needs-healthy-canaries',
    sources: ['3 I5'],
    about: ['DeploymentPromoted'],
    broken: (step) =>
      promotionsBreak(step, (before, _after, names) =>
        before.groups.some(
          ({ name, desiredCanaries }) =>
            names.includes(name) && healthyCanaries(step.previous, before, [name]).length < desiredCanaries,
        ),
      ),
  },
]
