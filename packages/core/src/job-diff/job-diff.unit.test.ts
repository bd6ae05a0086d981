// The worked examples of job diffs, and the rules that are easiest to get wrong: families, string sets, pairs of services.

import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { annotate } from './annotate.ts'
import type { JobDiff, ObjectDiff } from './diff.ts'
import { jobDiff } from './job-diff.ts'

const task = { Name: 't', Driver: 'exec', Env: { A: '1' }, KillTimeout: 5e9 }
const group = { Name: 'g', Count: 2, Tasks: [task] }
const job: JsonObject = { ID: 'p1', Name: 'p1', Datacenters: ['*'], TaskGroups: [group] }

const inGroup = (change: JsonObject): JsonObject => ({ ...job, TaskGroups: [{ ...group, ...change }] })
const inTask = (change: JsonObject): JsonObject => inGroup({ Tasks: [{ ...task, ...change }] })

function groupObjects(before: JsonObject, after: JsonObject, contextual = false): readonly ObjectDiff[] {
  return jobDiff(before, after, contextual).TaskGroups?.[0]?.Objects ?? []
}

function names(diffs: readonly ObjectDiff[] | null | undefined): readonly string[] {
  return (diffs ?? []).map((diff) => `${diff.Type} ${diff.Name}`)
}

function fieldsOf(diff: ObjectDiff | undefined): readonly (string | null)[] {
  return (diff?.Fields ?? []).map((field) => field && `${field.Type} ${field.Name} ${field.Old}>${field.New}`)
}

describe('the recorded example', () => {
  it('lists a changed and an added variable, the forced replacement and the counters of the plan', () => {
    const diff = annotate(jobDiff(job, inTask({ Env: { A: '2', B: '3' } }), true), [
      {
        ...{ group: 'g', ignore: 1, place: 0, migrate: 0, stop: 0, canary: 0 },
        ...{ inPlaceUpdate: 0, destructiveUpdate: 1 },
      },
    ])
    const fields = [
      { Annotations: null, Name: 'Env[A]', New: '2', Old: '1', Type: 'Edited' },
      { Annotations: null, Name: 'Env[B]', New: '3', Old: '', Type: 'Added' },
    ]
    const annotations = ['forces create/destroy update']
    const tasks = [{ Type: 'Edited', Name: 't', Annotations: annotations, Objects: null, Fields: fields }]
    const updates = { 'create/destroy update': 1, ignore: 1 }
    const groups = [{ Type: 'Edited', Name: 'g', Fields: null, Objects: null, Updates: updates, Tasks: tasks }]
    expect(diff).toEqual({ Fields: null, ID: 'p1', Objects: null, Type: 'Edited', TaskGroups: groups })
  })

  it('lists a change of datacenters by old, then new text', () => {
    const [object] = jobDiff(job, { ...job, Datacenters: ['dc1', 'dc2'] }, true).Objects ?? []
    expect(object?.Type).toBe('Edited')
    expect(fieldsOf(object)).toEqual(['Added Datacenters >dc1', 'Added Datacenters >dc2', 'Deleted Datacenters *>'])
  })
})

describe('the type of a job', () => {
  it('is None for equal documents, which still list their groups and tasks', () => {
    const diff = jobDiff(job, job, true)
    expect([diff.Type, diff.Fields, diff.Objects]).toEqual(['None', null, null])
    expect(diff.TaskGroups?.map((one) => [one.Type, one.Tasks?.[0]?.Type])).toEqual([['None', 'None']])
  })

  it('is None when only spreads of the job changed', () => {
    expect(jobDiff(job, { ...job, Spreads: [{ Attribute: 'a' }] }, true).Type).toBe('None')
  })

  it('is Edited when a group changed in something that is not shown', () => {
    const diff = jobDiff(job, inGroup({ Spreads: [{ Attribute: 'a' }] }), true)
    expect([diff.Type, diff.TaskGroups?.[0]?.Type, diff.TaskGroups?.[0]?.Fields]).toEqual(['Edited', 'Edited', null])
  })

  it('is Added or Deleted when one side is missing', () => {
    expect([jobDiff(undefined, job, true).Type, jobDiff(job, undefined, true).Type]).toEqual(['Added', 'Deleted'])
  })
})

describe('a block', () => {
  it('of the plain family is Added when one empty text of it is filled', () => {
    const before = inGroup({ Consul: { Namespace: '', Cluster: 'default', Partition: '' } })
    const after = inGroup({ Consul: { Namespace: '', Cluster: 'default', Partition: 'p' } })
    expect(names(groupObjects(before, after))).toEqual(['Added Consul'])
  })

  it('of the structured family is Edited even when no member shows it', () => {
    const before = inTask({ Resources: { CPU: 1, Devices: [{ Name: 'gpu', Count: 1, Constraints: null }] } })
    const after = inTask({ Resources: { CPU: 1, Devices: [{ Name: 'gpu', Count: 1, Constraints: [{}] }] } })
    const resources = jobDiff(before, after, false).TaskGroups?.[0]?.Tasks?.[0]?.Objects?.[0]
    expect([names(resources?.Objects), resources?.Objects?.[0]?.Fields]).toEqual([['Edited Device'], null])
  })

  it('shows unchanged members only in a contextual diff', () => {
    const before = inGroup({ EphemeralDisk: { Sticky: false, SizeMB: 300, Migrate: false } })
    const after = inGroup({ EphemeralDisk: { Sticky: false, SizeMB: 400, Migrate: false } })
    expect(fieldsOf(groupObjects(before, after)[0])).toEqual(['Edited SizeMB 300>400'])
    expect(fieldsOf(groupObjects(before, after, true)[0])).toEqual([
      'None Migrate false>false',
      'Edited SizeMB 300>400',
      'None Sticky false>false',
    ])
  })

  it('prints absent optional members of a disconnect block as nil', () => {
    const before = inGroup({ Disconnect: { LostAfter: 1, Replace: null, StopOnClientAfter: null, Reconcile: '' } })
    const after = inGroup({ Disconnect: { LostAfter: 1, Replace: false, StopOnClientAfter: null, Reconcile: '' } })
    expect(fieldsOf(groupObjects(before, after)[0])).toEqual(['Edited Replace nil>false'])
  })

  it('of networks goes and comes again when it is edited', () => {
    const before = inGroup({ Networks: [{ Mode: 'host' }] })
    expect(names(groupObjects(before, inGroup({ Networks: [{ Mode: 'bridge' }] })))).toEqual([
      'Added Network',
      'Deleted Network',
    ])
  })

  it('flattens an opaque map to any depth and prints large numbers as a double', () => {
    const after = inTask({ Config: { a: { b: [1, 2.5] }, big: 1e21, small: 0.00001, none: null } })
    const config = jobDiff(job, after, false).TaskGroups?.[0]?.Tasks?.[0]?.Objects?.[0]
    expect(fieldsOf(config)).toEqual([
      'Added a[b][0] >1',
      'Added a[b][1] >2.5',
      'Added big >1e+21',
      'Added none >nil',
      'Added small >1e-05',
    ])
  })
})

describe('a set of texts', () => {
  const service = (tags: readonly string[]): JsonObject => inGroup({ Services: [{ Name: 's', Tags: tags }] })
  const tagsOf = (before: readonly string[], after: readonly string[], contextual: boolean): ObjectDiff | undefined =>
    groupObjects(service(before), service(after), contextual)[0]?.Objects?.[0]

  it('lists null for an empty text that came, and None in a contextual diff', () => {
    expect(fieldsOf(tagsOf(['a'], ['a', ''], false))).toEqual([null])
    expect(fieldsOf(tagsOf(['a'], ['a', ''], true))).toEqual(['None Tags >', 'None Tags a>a'])
  })

  it('does not see the order or repetitions', () => {
    expect(tagsOf(['a', 'b'], ['b', 'a', 'a'], false)).toBeUndefined()
  })
})

describe('services', () => {
  const services = (...list: readonly JsonObject[]): JsonObject => inGroup({ Services: list })

  it('are compared directly when there is one on both sides', () => {
    const [diff] = groupObjects(services({ Name: 'a', PortLabel: 'x' }), services({ Name: 'b', PortLabel: 'y' }))
    expect([diff?.Type, fieldsOf(diff)]).toEqual(['Edited', ['Edited Name a>b', 'Edited PortLabel x>y']])
  })

  it('find the partner that has most in common, and need more than a port', () => {
    const before = services({ Name: 'a', PortLabel: 'x' }, { Name: 'b', PortLabel: 'y' })
    const swapped = services({ Name: 'b', PortLabel: 'y' }, { Name: 'a', PortLabel: 'x' })
    expect(groupObjects(before, swapped)).toEqual([])
    const renamed = services({ Name: 'c', PortLabel: 'x' }, { Name: 'b', PortLabel: 'y' })
    expect(names(groupObjects(before, renamed))).toEqual(['Edited Service'])
    const moved = services({ Name: 'b', PortLabel: 'y' }, { Name: 'c', PortLabel: 'x' })
    expect(names(groupObjects(before, moved))).toEqual(['Added Service', 'Deleted Service'])
  })
})

describe('annotations', () => {
  const taskNote = (diff: JobDiff): unknown => annotate(diff).TaskGroups?.[0]?.Tasks?.[0]?.Annotations

  it.each<[annotation: string, after: JsonObject]>([
    ['forces in-place update', inTask({ KillTimeout: 6e9 })],
    ['forces in-place update', inTask({ Services: [{ Name: 's' }] })],
    ['forces in-place update', inTask({ RestartPolicy: { Attempts: 3 } })],
    ['forces create/destroy update', inTask({ Driver: 'docker' })],
    ['forces create/destroy update', inTask({ Resources: { CPU: 5 } })],
    ['forces create/destroy update', inTask({ LogConfig: { MaxFiles: 3 } })],
  ])('guess %s', (annotation, after) => {
    expect(taskNote(jobDiff(job, after, true))).toEqual([annotation])
  })

  it('follow the count of a group', () => {
    const countNote = (count: number): unknown =>
      annotate(jobDiff(job, inGroup({ Count: count }), true)).TaskGroups?.[0]?.Fields?.[0]?.Annotations
    expect([countNote(3), countNote(1)]).toEqual([['forces create'], ['forces destroy']])
  })

  it('say that all of a group comes or goes', () => {
    expect(taskNote(jobDiff(undefined, job, true))).toEqual(['forces create'])
    expect(taskNote(jobDiff(job, undefined, true))).toEqual(['forces destroy'])
  })
})
