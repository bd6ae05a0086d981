// Of a stream only rows are known, of those only what was shown; and no more is remembered than was asked for.

import type { JsonObject } from '@cutover/core'
import { expect, test } from 'vitest'
import { streamInvariants, watchStream } from './stream-watch.ts'

function shown(index: number, topic: string, ...rows: readonly JsonObject[]): JsonObject {
  const events = rows.map((row) => {
    const { ID = '' } = row
    return {
      Topic: topic,
      Key: ID,
      Namespace: 'default',
      Index: index,
      Payload: { [topic]: { ModifyIndex: index, ...row } },
    }
  })
  return { Index: index, Events: events }
}

const job = { ID: 'web', Namespace: 'default', Status: 'running', CreateIndex: 3, JobModifyIndex: 3, ModifyIndex: 3 }
const active = { JobID: 'web', Namespace: 'default', Status: 'running', JobCreateIndex: 3, CreateIndex: 4 }

test('a job purged and registered again is another one', () => {
  const watch = watchStream()
  const [gone] = [shown(4, 'Job', job)].map(({ Events, ...batch }) => ({
    ...batch,
    Events: [{ Topic: 'Job', Key: 'web', Namespace: 'default', Payload: { Job: job, Deleted: true } }],
  }))
  const again = shown(5, 'Job', { ...job, CreateIndex: 5, JobModifyIndex: 5, ModifyIndex: 5 })
  expect([shown(3, 'Job', job), gone ?? {}, again].flatMap((batch) => watch.check(batch))).toEqual([])
  const broken = watch.check(shown(6, 'Job', { ...job, CreateIndex: 6, JobModifyIndex: 6, ModifyIndex: 6 }))
  expect(broken.map(({ invariant }) => invariant)).toEqual(['create-index-stays'])
})

test('a second active deployment of a job is told; one that takes the place of another is not', () => {
  const watch = watchStream()
  watch.check(shown(4, 'Deployment', { ...active, ID: 'd1' }))
  const replaced = shown(5, 'Deployment', { ...active, ID: 'd1', Status: 'cancelled' }, { ...active, ID: 'd2' })
  expect(watch.check(replaced)).toEqual([])
  const [second] = watch.check(shown(6, 'Deployment', { ...active, ID: 'd3' }))
  expect(second).toMatchObject({ invariant: 'one-active-deployment', place: 'd3', index: 6, quirk: undefined })
})

test('the rows not shown for longest are forgotten', () => {
  const watch = watchStream({ remembered: 1 })
  const promoted = { TaskGroups: { app: { Promoted: true } } }
  watch.check(shown(4, 'Deployment', { ...active, ID: 'd1', ...promoted }))
  watch.check(shown(5, 'Deployment', { ...active, ID: 'd2', JobID: 'api' }))
  expect(watch.check(shown(6, 'Deployment', { ...active, ID: 'd1' }))).toEqual([])
})

test('what a stream cannot tell is said', () => {
  const { formulas, untold } = watchStream().report()
  expect(formulas.map(({ name }) => name)).toEqual(streamInvariants.map(({ name }) => name))
  expect(untold).toContain('counts-one-at-a-time')
})
