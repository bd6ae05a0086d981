// What a job plan answers for changes to a running job. Source: the observed table of semantics/4 §4.1.

import { describe, expect, test } from 'vitest'
import { admit } from '../commands/admission.ts'
import { completeDocument } from '../job-document/complete.ts'
import type { GroupDocument, JobDocument } from '../job-document/document.ts'
import type { JsonObject } from '../json.ts'
import { isRefusal } from '../refusal.ts'
import { Cluster, group, job, revised, task, update } from './cluster.fixture.ts'
import { type JobPlan, planJob } from './plan-job.ts'
import { asObject } from './resources.ts'

const one: GroupDocument = group({ Name: 'g' })
const running: JobDocument = job({ TaskGroups: [one] })

function cluster(): Cluster {
  const result = new Cluster(2)
  result.register(planned(running, result).document)
  result.heal()
  result.look('web')
  return result
}

function planned(document: JobDocument, on: Cluster = cluster(), stop = false): JobPlan {
  const admission = admit(on.state, { document: completeDocument(document), stop, version: 0, versionTag: undefined })
  if (isRefusal(admission)) throw new Error(admission.text)
  return planJob(on.state, { document: admission.document, stop, versionTag: undefined }, on.at)
}

/** The counters that are not zero, by group. */
function counters({ annotations }: JobPlan): JsonObject {
  return Object.fromEntries(
    Object.entries(asObject(annotations['DesiredTGUpdates'])).map(([name, counts]) => [
      name,
      Object.fromEntries(Object.entries(asObject(counts)).filter(([, count]) => count !== 0)),
    ]),
  )
}

function withGroup(changes: Partial<GroupDocument>): JobDocument {
  return job({ TaskGroups: [group({ ...one, ...changes })] })
}

describe('a plan of a job with two healthy allocations', () => {
  test.each<[string, JobDocument, JsonObject]>([
    ['no change', running, { g: { Ignore: 2 } }],
    ['Count 3', withGroup({ Count: 3 }), { g: { InPlaceUpdate: 2, Place: 1 } }],
    ['Count 1', withGroup({ Count: 1 }), { g: { InPlaceUpdate: 1, Stop: 1 } }],
    ['a task environment', revised(running, 'b'), { g: { DestructiveUpdate: 1, Ignore: 1 } }],
    ['KillTimeout', withGroup({ Tasks: [task({ KillTimeout: 6_000_000_000 })] }), { g: { InPlaceUpdate: 2 } }],
    [
      'an environment and a canary',
      revised(withGroup({ Update: update({ Canary: 1 }) }), 'b'),
      { g: { Canary: 1, Ignore: 2 } },
    ],
    ['a renamed group', withGroup({ Name: 'h' }), { g: { Stop: 2 }, h: { Place: 2 } }],
  ])('with %s', (_, document, expected) => {
    expect(counters(planned(document))).toEqual(expected)
  })

  test('with a constraint that no node meets tells why', () => {
    const nowhere = { LTarget: `\${attr.kernel.name}`, RTarget: 'plan9', Operand: '=' }
    const outcome = planned(job({ TaskGroups: [one], Constraints: [nowhere] }))
    expect(counters(outcome)).toEqual({ g: { DestructiveUpdate: 1, Ignore: 1 } })
    expect(outcome.failedGroups).toMatchObject([{ group: 'g', metric: { NodesFiltered: 2 } }])
    expect(outcome.createdEvaluations).toMatchObject([
      { status: 'blocked', statusDescription: 'created to place remaining allocations' },
    ])
  })

  test('that is to be stopped', () => {
    expect(counters(planned(running, cluster(), true))).toEqual({ g: { Stop: 2 } })
  })
})

test('a plan of a new job places its count, at index 0', () => {
  const outcome = planned(running, new Cluster(2))
  expect(counters(outcome)).toEqual({ g: { Place: 2 } })
  expect(outcome).toMatchObject({
    jobModifyIndex: 0,
    current: undefined,
    failedGroups: undefined,
    createdEvaluations: [],
  })
})

test('a plan of a system job places one on each node that suits it', () => {
  const agents = job({ Type: 'system', TaskGroups: [group({ Name: 'g', Count: 1, ReschedulePolicy: null })] })
  expect(counters(planned(agents, new Cluster(3)))).toEqual({ g: { Place: 3 } })
})

test('a plan changes nothing', () => {
  const before = cluster()
  const { state } = before
  const snapshot = structuredClone([...state.tables.jobs])
  planned(revised(running, 'b'), before)
  expect([...state.tables.jobs]).toEqual(snapshot)
})
