// How much a pass of the reconciler may do: semantics/2 §6, 1 to 16.

import {
  canariesOf,
  countersOf,
  destroyedIn,
  existing,
  governing,
  ids,
  isCanarying,
  isEmpty,
  isStopped,
  isTerminal,
  ofEachGroup,
  type PassInvariant,
  placedIn,
  wantedGroups,
} from './pass.ts'

export const passCounts: readonly PassInvariant[] = [
  {
    name: 'counters-for-every-group',
    sources: ['2 1'],
    holds: ({ desired }, { job, allocations }) => {
      const wanted = new Set([
        ...(job?.document.TaskGroups ?? []).map(({ Name }) => Name),
        ...allocations.map(({ group }) => group),
      ])
      return desired.length === wanted.size && desired.every(({ group }) => wanted.has(group))
    },
  },
  {
    name: 'a-stopped-job-only-stops',
    sources: ['2 2'],
    holds: (answer, given) =>
      !isStopped(given) ||
      (isEmpty(answer.place, answer.destructive, answer.inplace, answer.followups, answer.attributeUpdates) &&
        isEmpty(answer.disconnectUpdates, answer.reconnectUpdates) &&
        answer.newDeployment === undefined),
  },
  {
    name: 'a-stopped-job-stops-all-once',
    sources: ['2 3'],
    holds: ({ stop }, given) => {
      const alive = given.allocations.filter((row) => !isTerminal(row))
      return !isStopped(given) || (stop.length === alive.length && alive.every(({ id }) => ids(stop).has(id)))
    },
  },
  {
    name: 'a-stopped-job-cancels',
    sources: ['2 4'],
    holds: ({ deploymentUpdates }, given) =>
      !isStopped(given) ||
      (deploymentUpdates.length <= 1 && deploymentUpdates.every(({ status }) => status === 'cancelled')),
  },
  {
    name: 'an-unwanted-group-gets-nothing',
    sources: ['2 5'],
    holds: ({ desired }, given) => {
      const wanted = new Set(wantedGroups(given).map(({ Name }) => Name))
      return desired.every(
        ({ group, place, destructiveUpdate, canary, rescheduleLater }) =>
          wanted.has(group) || place + destructiveUpdate + canary + rescheduleLater === 0,
      )
    },
  },
  {
    name: 'placements-within-the-count',
    sources: ['2 6'],
    holds: ofEachGroup((group, answer) => placedIn(answer, group).length <= group.Count),
  },
  {
    name: 'place-counter-within-the-count',
    sources: ['2 7'],
    holds: ofEachGroup((group, answer) => (countersOf(answer, group)?.place ?? 0) <= group.Count),
  },
  {
    name: 'canaries-as-many-as-asked',
    sources: ['2 8'],
    holds: ofEachGroup((group, answer) => (countersOf(answer, group)?.canary ?? 0) <= canariesOf(group)),
  },
  {
    name: 'replaced-within-the-count',
    sources: ['2 9'],
    holds: ofEachGroup((group, answer, given) => {
      const replaced = countersOf(answer, group)?.destructiveUpdate ?? 0
      return replaced <= Math.max(group.Count, canariesOf(group)) && replaced <= existing(given, group).length
    }),
  },
  {
    // Replacements come on top, other than semantics/2 says: recorded cases r-001371, r-001448.
    name: 'new-ones-within-count-and-canaries',
    sources: ['2 10'],
    holds: ofEachGroup((group, answer) => {
      const fresh = placedIn(answer, group).filter(({ previous }) => previous === undefined).length
      return fresh + (countersOf(answer, group)?.destructiveUpdate ?? 0) <= group.Count + canariesOf(group)
    }),
  },
  {
    name: 'counters-within-what-exists',
    sources: ['2 11'],
    holds: ofEachGroup((group, answer, given) => {
      const found = existing(given, group).length
      const { inPlaceUpdate = 0, migrate = 0, reconnect = 0 } = countersOf(answer, group) ?? {}
      return inPlaceUpdate <= found && migrate <= found && reconnect <= found
    }),
  },
  {
    name: 'replaced-within-max-parallel',
    sources: ['2 12'],
    holds: ofEachGroup(
      (group, answer, given) =>
        governing(answer, given) === undefined ||
        !group.Update ||
        group.Update.MaxParallel === 0 ||
        destroyedIn(answer, group).length <= group.Update.MaxParallel,
    ),
  },
  {
    name: 'an-unhealthy-one-halts-replacing',
    sources: ['2 13'],
    holds: ofEachGroup((group, answer, given) => {
      const deployment = governing(answer, given)
      const sick = existing(given, group).some(
        (row) =>
          row.deploymentId === deployment?.id &&
          row.health?.healthy === false &&
          row.clientStatus === 'running' &&
          row.desiredStatus === 'run' &&
          !Object.values(row.desiredTransition).includes(true) &&
          !given.tainted.has(row.nodeId) &&
          (row.states ?? []).length === 0,
      )
      const stays = sick && !answer.stop.some(({ allocation }) => allocation.health?.healthy === false)
      return !deployment || !group.Update || !stays || destroyedIn(answer, group).length === 0
    }),
  },
  {
    name: 'a-gated-group-replaces-nothing',
    sources: ['2 14'],
    holds: ofEachGroup((group, answer, given) => {
      const status = governing(answer, given)?.status
      const gated = status === 'paused' || status === 'failed' || isCanarying(answer, group)
      return !gated || destroyedIn(answer, group).length === 0
    }),
  },
  {
    name: 'no-fresh-canary-while-gated',
    sources: ['2 15'],
    holds: (answer, given) => {
      const status = governing(answer, given)?.status
      const fresh = answer.place.some(({ canary, previous }) => canary && previous === undefined)
      return !(status === 'paused' || status === 'failed') || !fresh
    },
  },
  {
    name: 'a-failed-deployment-begins-nothing',
    sources: ['2 16'],
    holds: (answer, given) => {
      const deployment = governing(answer, given)
      if (deployment?.status !== 'failed') return true
      const own = answer.place.some(
        ({ reschedule, previous }) =>
          reschedule &&
          previous?.deploymentId === deployment.id &&
          !answer.place.some((other) => other.lost) &&
          !answer.stop.some(({ clientStatus }) => clientStatus === 'lost'),
      )
      return answer.newDeployment === undefined && !own
    },
  },
]
