// What a server fills into documents that no client's library has filled, by type: compared with a file that people read.
// `npm test -- --update` prints the file anew. Rules: semantics/4 §1.1, semantics/1 §1.3.

import { expect, test } from 'vitest'
import { group, store } from '../job-canonical/stored.fixture.ts'
import { completeDocument } from './complete.ts'
import { serverForm } from './server-form.ts'
import { splitJob } from './split.ts'

const empties = { Meta: {}, Constraints: [], Affinities: [], Spreads: [] }

test('every type has its defaults', async () => {
  const told = ['service', 'batch', 'system', 'sysbatch'].map((Type) => {
    const bare = {
      ID: 'j',
      Type,
      TaskGroups: [{ Name: 'g', Count: 2, ...empties, Tasks: [{ Name: 't', Driver: 'exec' }] }],
    }
    const document = completeDocument({ ...bare, ...empties })
    const nulled = { ...document, TaskGroups: document.TaskGroups.map((one) => ({ ...one, RestartPolicy: null })) }
    return [
      serverForm(document),
      serverForm(nulled),
      serverForm(completeDocument({ ...bare, Meta: { a: 'b' } }), 'gpu'),
    ]
  })
  const file = new URL('../../../testing/fixtures/fields/server-form.txt', import.meta.url)
  await expect(
    `${told
      .flat()
      .map((form) => JSON.stringify(form))
      .join('\n')}\n`,
  ).toMatchFileSnapshot(file.pathname)
})

test('a canonical document stays as it is', () => {
  for (const Type of ['service', 'batch', 'system', 'sysbatch']) {
    const { document } = splitJob(store({ Type, Datacenters: ['dc1'], Priority: 70, TaskGroups: [{ ...group({}) }] }))
    expect(serverForm(document)).toEqual(document)
  }
})
