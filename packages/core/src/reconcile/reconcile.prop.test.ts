// What holds for every result of a pass, over random jobs, allocations, nodes and deployments, reachable or not.
// The numbers are those of semantics/2 §6.

import { arbitraryPass, passNow } from '@cutover/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import { isActive } from '../entities/deployment.ts'
import { plus, seconds } from '../time.ts'
import { reconcile } from './reconcile.ts'
import type { ReconcileInput, Reconciliation } from './reconciliation.ts'

const runs = { numRuns: 500 }
const shift = seconds(86_400)

/** A claim about every pass, or only about those of which `when` holds. */
function always(
  claim: (answer: Reconciliation, given: ReconcileInput) => void,
  when = (_: ReconcileInput) => true,
): void {
  fc.assert(
    fc.property(arbitraryPass, (given) => {
      if (when(given)) claim(reconcile(given), given)
    }),
    runs,
  )
}

function stopped({ job }: ReconcileInput): boolean {
  return job === undefined || job.stop
}

function sorted(ids: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return [...ids].sort()
}

test('the random passes reach every part of an answer', () => {
  const reached = new Set<string>()
  for (const given of fc.sample(arbitraryPass, { numRuns: 1_000, seed: 1 })) {
    for (const [part, value] of Object.entries(reconcile(given))) {
      if (Array.isArray(value) ? value.length > 0 : value !== undefined) reached.add(part)
    }
  }
  expect(reached.size).toBe(14)
})

describe('a stopped or purged job', () => {
  test('2 places, replaces, updates and creates nothing', () => {
    always(({ stop: _, desired: _d, deploymentUpdates: _u, oldDeployment: _o, nameIndexes: _n, ...rest }) => {
      expect(
        Object.values(rest).filter((part) => part !== undefined && (!Array.isArray(part) || part.length > 0)),
      ).toEqual([])
    }, stopped)
  })

  test('3 stops every allocation that is not terminal once, and counts them', () => {
    always((answer, { allocations }) => {
      const alive = allocations.filter((one) => !isTerminalAllocation(one))
      expect(sorted(answer.stop.map((stop) => stop.allocation.id))).toEqual(sorted(alive.map((one) => one.id)))
      expect(answer.desired.reduce((sum, counters) => sum + counters.stop, 0)).toBe(alive.length)
    }, stopped)
  })

  test('4 cancels an active deployment and no other', () => {
    always(({ deploymentUpdates }, { deployment }) => {
      const expected = deployment !== undefined && isActive(deployment) ? ['cancelled'] : []
      expect(deploymentUpdates.map((update) => update.status)).toEqual(expected)
    }, stopped)
  })
})

describe('counts', () => {
  test('1 counters exist for the groups of the job and of the allocations', () => {
    always(({ desired }, { job, allocations }) => {
      const groups = [
        ...(job?.document.TaskGroups ?? []).map((one) => one.Name),
        ...allocations.map((one) => one.group),
      ]
      expect(sorted(desired.map((counters) => counters.group))).toEqual(sorted([...new Set(groups)]))
    })
  })

  test('6, 7, 9 placements and destructive updates stay within the count', () => {
    always(({ place, desired, destructive }, { job, allocations }) => {
      const count = job?.document.TaskGroups[0]?.Count ?? 0
      expect(place.length).toBeLessThanOrEqual(count)
      for (const counters of desired) expect(counters.place).toBeLessThanOrEqual(count)
      expect(destructive.length).toBeLessThanOrEqual(Math.min(count, allocations.length))
    })
  })
})

describe('one allocation', () => {
  test('22, 23 is not stopped and updated at once', () => {
    always(({ stop, inplace, destructive }) => {
      const ids = new Set(stop.map((one) => one.allocation.id))
      expect([...inplace, ...destructive.map((one) => one.stop)].filter((one) => ids.has(one.id))).toEqual([])
    })
  })

  test('30 is stopped as lost with the client status lost', () => {
    always(({ stop }) => {
      const lost = stop.filter((one) => one.description === 'alloc is lost since its node is down')
      expect(lost.every((one) => one.clientStatus === 'lost')).toBe(true)
    })
  })

  test('31 on a disconnected node turns unknown, with a follow-up of the same result', () => {
    always(({ disconnectUpdates, followups }, { allocations }) => {
      const known = new Set(followups.flatMap(({ evaluations }) => evaluations.map((one) => one.id)))
      for (const copy of disconnectUpdates) {
        const before = allocations.find((one) => one.id === copy.id)
        expect(copy.clientStatus).toBe('unknown')
        expect(copy.states?.length).toBe((before?.states?.length ?? 0) + 1)
        expect(known.has(copy.followupEvaluationId)).toBe(true)
      }
    })
  })

  test('32 with an attribute update differs in its follow-up only', () => {
    always(({ attributeUpdates }, { allocations }) => {
      for (const { followupEvaluationId: _, ...copy } of attributeUpdates) {
        expect(allocations.find((one) => one.id === copy.id)).toMatchObject(copy)
      }
    })
  })
})

describe('placements', () => {
  test('26 rescheduled and lost ones replace something, and none is both', () => {
    always(({ place }) => {
      expect(place.filter((one) => (one.reschedule || one.lost) && one.previous === undefined)).toEqual([])
      expect(place.filter((one) => one.reschedule && one.lost)).toEqual([])
    })
  })

  test('27 a downgraded one is not a canary and names the version it replaces', () => {
    always(({ place }) => {
      for (const one of place.filter((each) => each.downgrade)) {
        expect([one.canary, one.minJobVersion]).toEqual([false, one.previous?.job?.version ?? 0])
      }
    })
  })

  test('28 fresh canaries come first', () => {
    always(({ place }) => {
      const fresh = place.map((one) => one.canary && one.previous === undefined)
      expect(fresh.lastIndexOf(true)).toBe(fresh.filter(Boolean).length - 1)
    })
  })

  test('14, 25 gated groups replace nothing; the others lowest name first', () => {
    always(({ destructive, currentDeployment }) => {
      const status = currentDeployment?.status
      if (status === 'paused' || status === 'failed') expect(destructive).toEqual([])
      const names = destructive.map((one) => Number(one.name.slice('job.web['.length, -1)))
      expect(names).toEqual([...names].sort((a, b) => a - b))
    })
  })
})

describe('deployments', () => {
  test('18, 19 a new one is not updated, and replaces no governing one', () => {
    always(({ newDeployment, deploymentUpdates, oldDeployment }, { deployment }) => {
      if (newDeployment === undefined) return
      expect(oldDeployment).toBe(deployment)
      expect(deploymentUpdates.filter((one) => one.deploymentId === newDeployment.id)).toEqual([])
    })
  })

  test('20, 21 at most one is cancelled and one completed, and nothing is completed while there is work', () => {
    always(({ deploymentUpdates, ...answer }) => {
      const statuses = deploymentUpdates.map((one) => one.status)
      expect(new Set(statuses).size).toBe(statuses.length)
      if (statuses.includes('successful'))
        expect([...answer.place, ...answer.destructive, ...answer.inplace]).toEqual([])
    })
  })
})

describe('a pass', () => {
  test('33 waits at least five seconds between the follow-ups of a series', () => {
    always(({ followups }) => {
      for (const { evaluations } of followups) {
        for (const trigger of ['max-disconnect-timeout', 'alloc-failure']) {
          const times = evaluations.filter((one) => one.triggeredBy === trigger && one.statusDescription !== '')
          for (const [i, one] of times.slice(1).entries()) {
            expect(one.waitUntil - (times[i]?.waitUntil ?? 0)).toBeGreaterThanOrEqual(seconds(5))
          }
        }
      }
    })
  })

  test('41 does not depend on the order of the allocations', () => {
    always((answer, given) => {
      let ids = 0
      const newId = (): string => `new-${++ids}`
      expect(reconcile({ ...given, allocations: [...given.allocations].reverse(), newId })).toEqual(answer)
    })
  })

  test('42 moves its instants with the clock', () => {
    always(({ followups, place }, given) => {
      const later = reconcile({ ...given, now: plus(passNow, shift), allocations: given.allocations.map(shifted) })
      const waits = (answer: Pick<Reconciliation, 'followups'>): readonly number[] =>
        answer.followups.flatMap(({ evaluations }) => evaluations.map((one) => one.waitUntil))
      expect(waits(later)).toEqual(waits({ followups }).map((wait) => wait + shift))
      expect(later.place.map((one) => one.name)).toEqual(place.map((one) => one.name))
    })
  })
})

function shifted(allocation: Allocation): Allocation {
  return {
    ...allocation,
    modifyTime: plus(allocation.modifyTime, shift),
    states: allocation.states?.map((entry) => ({ ...entry, time: plus(entry.time, shift) })),
    taskStates: allocation.taskStates?.map((task) => ({ ...task, finishedAt: plus(task.finishedAt, shift) })),
    rescheduleTracker: allocation.rescheduleTracker && {
      ...allocation.rescheduleTracker,
      events: allocation.rescheduleTracker.events.map((event) => ({
        ...event,
        rescheduleTime: plus(event.rescheduleTime, shift),
      })),
    },
  }
}
