// What the parts of a pass's answer owe each other: semantics/2 §6, 17 to 45.

import {
  destroyedIn,
  governing,
  ids,
  isCanarying,
  isEmpty,
  isTerminal,
  notNeeded,
  ofEachGroup,
  type PassInvariant,
  placedIn,
} from './pass.ts'

export const passParts: readonly PassInvariant[] = [
  {
    name: 'a-new-deployment-has-an-update-block',
    sources: ['2 17'],
    holds: ({ newDeployment }, { job }) =>
      newDeployment === undefined ||
      newDeployment.status === 'initializing' ||
      (job?.document.TaskGroups ?? []).some(({ Update }) => Update && Update.MaxParallel > 0),
  },
  {
    name: 'one-deployment-governs',
    sources: ['2 18'],
    holds: (answer, { deployment }) =>
      answer.newDeployment === undefined ||
      deployment === undefined ||
      answer.newDeployment.id === deployment.id ||
      answer.oldDeployment === deployment,
  },
  {
    name: 'a-new-deployment-is-not-updated',
    sources: ['2 19'],
    holds: ({ newDeployment, deploymentUpdates }) =>
      newDeployment === undefined ||
      newDeployment.status === 'initializing' ||
      deploymentUpdates.every(({ deploymentId }) => deploymentId !== newDeployment.id),
  },
  {
    name: 'one-update-of-a-kind',
    sources: ['2 20'],
    holds: ({ deploymentUpdates }) =>
      new Set(deploymentUpdates.map(({ status }) => status)).size === deploymentUpdates.length,
  },
  {
    name: 'successful-means-done',
    sources: ['2 21'],
    holds: ({ deploymentUpdates, place, destructive, inplace }) =>
      !deploymentUpdates.some(({ status }) => status === 'successful') || isEmpty(place, destructive, inplace),
  },
  {
    name: 'not-stopped-and-updated',
    sources: ['2 22'],
    holds: ({ stop, inplace }) => inplace.every(({ id }) => !ids(stop).has(id)),
  },
  {
    name: 'not-stopped-and-replaced',
    sources: ['2 23'],
    holds: ({ stop, destructive }) => destructive.every((pair) => !ids(stop).has(pair.stop.id)),
  },
  {
    name: 'a-replacement-keeps-the-name',
    sources: ['2 24'],
    holds: ({ destructive }, { allocations }) =>
      destructive.every((pair) => pair.name === pair.stop.name && allocations.some(({ id }) => id === pair.stop.id)),
  },
  {
    name: 'replaced-in-the-order-of-names',
    sources: ['2 25'],
    holds: ofEachGroup((group, answer) => {
      const indexes = destroyedIn(answer, group).map(({ name }) => Number(/\[(\d+)\]$/.exec(name)?.[1]))
      return indexes.every((index, i) => i === 0 || index >= (indexes[i - 1] ?? 0))
    }),
  },
  {
    name: 'a-replacement-replaces-something',
    sources: ['2 26'],
    holds: ({ place }) =>
      place.every(({ reschedule, lost, previous }) => !(reschedule && lost) && (!(reschedule || lost) || previous)),
  },
  {
    name: 'a-downgrade-is-no-canary',
    sources: ['2 27'],
    holds: ({ place }) =>
      place.every(
        ({ downgrade, canary, minJobVersion, previous }) =>
          !downgrade || (!canary && minJobVersion === (previous?.job?.version ?? 0)),
      ),
  },
  {
    name: 'fresh-canaries-come-first',
    sources: ['2 28'],
    holds: ofEachGroup((group, answer) => {
      const fresh = placedIn(answer, group).map(({ canary, previous }) => canary && previous === undefined)
      return fresh.lastIndexOf(true) === fresh.filter(Boolean).length - 1
    }),
  },
  {
    name: 'fresh-canaries-differ',
    sources: ['2 29'],
    holds: ({ place }) => {
      const names = place.filter(({ canary, previous }) => canary && !previous).map(({ name }) => name)
      return new Set(names).size === names.length
    },
  },
  {
    name: 'lost-ones-are-stopped-as-lost',
    sources: ['2 30'],
    holds: ({ stop }) =>
      stop.every(
        ({ description, clientStatus }) =>
          description !== 'alloc is lost since its node is down' || clientStatus === 'lost',
      ),
  },
  {
    name: 'a-disconnected-one-waits-for-its-follow-up',
    sources: ['2 31'],
    holds: ({ disconnectUpdates, followups }) => {
      const made = new Set(followups.flatMap(({ evaluations }) => evaluations.map(({ id }) => id)))
      return disconnectUpdates.every((row) => row.clientStatus === 'unknown' && made.has(row.followupEvaluationId))
    },
  },
  {
    name: 'attributes-differ-in-the-follow-up',
    sources: ['2 32'],
    holds: ({ attributeUpdates }, { allocations }) =>
      attributeUpdates.every((copy) => {
        const row = allocations.find(({ id }) => id === copy.id)
        return row !== undefined && row.clientStatus === copy.clientStatus && row.desiredStatus === copy.desiredStatus
      }),
  },
  {
    name: 'follow-ups-are-apart',
    sources: ['2 33'],
    holds: ({ followups }) =>
      followups.every(({ evaluations }) =>
        evaluations.every((row, i) => {
          const last = evaluations[i - 1]
          const starts = row.statusDescription !== '' && row.triggeredBy !== last?.triggeredBy
          return last === undefined || starts || row.waitUntil >= last.waitUntil
        }),
      ),
  },
  {
    name: 'waiting-canaries-stay',
    sources: ['2 39'],
    holds: ofEachGroup((group, answer, given) => {
      const deployment = governing(answer, given)
      if (!deployment || deployment.status === 'failed' || !isCanarying(answer, group)) return true
      const part = deployment.groups.find(({ name }) => name === group.Name)
      const canaries = new Set(part && part.desiredCanaries > 0 ? part.placedCanaries : [])
      return answer.stop.every(
        ({ allocation, description }) =>
          description !== notNeeded || !canaries.has(allocation.id) || (allocation.states ?? []).length > 0,
      )
    }),
  },
  {
    name: 'a-finished-batch-stays-finished',
    sources: ['2 43'],
    holds: ({ place }, { isBatch }) =>
      !isBatch ||
      place.every(
        ({ previous, reschedule }) =>
          !reschedule || previous?.clientStatus !== 'complete' || previous.desiredTransition.reschedule === true,
      ),
  },
  {
    name: 'what-was-replaced-is-not-placed-again',
    sources: ['2 45'],
    holds: ({ place }) =>
      place.every(
        ({ previous, reschedule }) =>
          !reschedule || !previous || previous.nextAllocation === '' || !isTerminal(previous),
      ),
  },
]
