// Allocations, nodes and scaling histories: semantics/1 §8, 25 to 30, 34 and 35, semantics/3 I25.

import type { Allocation, EventType } from '@cutover/core'
import { changedKeys, type EntryStep, factsOf, hasFact, keysOf, type Written, written } from './entry-step.ts'
import type { Invariant } from './invariant.ts'

/** Facts that write an allocation without moving its `allocationModifyIndex`. */
const quiet: readonly EventType[] = [
  'AllocationReported',
  'AllocationMarkedHealthy',
  'AllocationMarkedUnhealthy',
  'AllocationReplaced',
]

function factTypesOf({ entry }: EntryStep, id: string): readonly EventType[] {
  return entry.events.flatMap((event) => {
    if ('allocationId' in event && event.allocationId === id) return [event.type]
    return 'allocation' in event && event.allocation.id === id ? [event.type] : []
  })
}

function movesWrongly(step: EntryStep, { key, before, after }: Written<Allocation>): boolean {
  const loud = factTypesOf(step, key).some((type) => !quiet.includes(type))
  return after.allocationModifyIndex !== (loud ? step.entry.index : (before?.allocationModifyIndex ?? -1))
}

/** Whether what servers decide of an allocation is the same in both. */
function sameByServers(before: Allocation, after: Allocation): boolean {
  return (
    before.desiredStatus === after.desiredStatus &&
    before.desiredDescription === after.desiredDescription &&
    before.deploymentId === after.deploymentId &&
    before.previousAllocation === after.previousAllocation &&
    before.createTime === after.createTime &&
    sameWishes(before, after)
  )
}

function sameWishes({ desiredTransition: before }: Allocation, { desiredTransition: after }: Allocation): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after)
}

function isOnlyReported(step: EntryStep, id: string): boolean {
  const types = factTypesOf(step, id)
  return types.length > 0 && types.every((type) => type === 'AllocationReported')
}

function isListed({ state }: EntryStep, { after }: Written<Allocation>): boolean {
  const group = state.tables.deployments.get(after.deploymentId)?.groups.find(({ name }) => name === after.group)
  return !group || (group.placedCanaries ?? []).includes(after.id)
}

export const allocationInvariants: readonly Invariant[] = [
  {
    name: 'reports-leave-the-server-index',
    sources: ['1 A25'],
    about: ['allocations'],
    broken: (step) => keysOf(written(step.allocations), (row) => movesWrongly(step, row)),
  },
  {
    name: 'allocation-indexes-in-order',
    sources: ['1 A26'],
    about: ['allocations'],
    rows: true,
    broken: (step) =>
      keysOf(
        written(step.allocations),
        ({ after }) =>
          !(after.createIndex <= after.allocationModifyIndex && after.allocationModifyIndex <= after.modifyIndex) ||
          (after.health?.modifyIndex ?? 0) > after.modifyIndex,
      ),
  },
  {
    name: 'next-stays',
    sources: ['1 A27'],
    about: ['allocations'],
    rows: true,
    broken: (step) =>
      changedKeys(step.allocations, (before, after) => before.nextAllocation !== '' && after.nextAllocation === ''),
  },
  {
    name: 'reports-keep-to-their-fields',
    sources: ['1 A28'],
    about: ['allocations'],
    broken: (step) =>
      changedKeys(
        step.allocations,
        (before, after) =>
          isOnlyReported(step, after.id) &&
          (!sameByServers(before, after) ||
            before.job !== after.job ||
            (before.health?.healthy !== undefined && after.health?.healthy === undefined)),
      ),
  },
  {
    name: 'an-allocation-has-its-job',
    sources: ['1 A29'],
    about: ['allocations'],
    broken: (step) =>
      keysOf(written(step.allocations), ({ after }) => after.job !== undefined && after.job.id !== after.jobId),
  },
  {
    name: 'nothing-is-placed-for-a-stopped-job',
    sources: ['1 A30'],
    about: ['allocations'],
    broken: (step) =>
      keysOf(written(step.allocations), ({ before, after }) => {
        if (before !== undefined) return false
        const job = step.state.tables.jobs.get(`${after.namespace}\u0000${after.jobId}`)
        return job === undefined || job.stop
      }),
  },
  {
    name: 'histories-are-bounded',
    sources: ['1 A34'],
    about: ['nodes', 'ScalingRecorded'],
    broken: (step) => [
      ...keysOf(written(step.nodes), ({ after }) => after.events.length > 10),
      ...factsOf(step, 'ScalingRecorded').flatMap(({ namespace, jobId, group }) => {
        const history = step.state.tables.scalingEvents.get(`${namespace}\u0000${jobId}`)
        const events = history?.groups.find((one) => one.group === group)?.events ?? []
        const falls = events.every(({ createIndex }, i) => i === 0 || createIndex < (events[i - 1]?.createIndex ?? 0))
        return events.length > 20 || !falls ? [jobId] : []
      }),
    ],
  },
  {
    name: 'a-draining-node-is-ineligible',
    sources: ['1 A35'],
    about: ['nodes'],
    rows: true,
    broken: (step) =>
      keysOf(
        written(step.nodes),
        ({ after }) => after.drain !== undefined && after.schedulingEligibility !== 'ineligible',
      ),
  },
  {
    name: 'a-canary-is-listed',
    sources: ['3 I25', '1 C canaries'],
    about: ['allocations'],
    managed: true,
    broken: (step) =>
      hasFact(step, 'DeploymentReplaced')
        ? []
        : keysOf(written(step.allocations), (row) => row.after.health?.canary === true && !isListed(step, row)),
  },
]
