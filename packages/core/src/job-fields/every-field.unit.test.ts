// Every field of a job document with several values: what is refused, stored and told as a difference, in digests that files keep, so that a
// change of any rule for any field is seen. `npm test -- --update` prints the files anew. Rules: semantics/4 §1, §4.3; semantics/2 §3.2.

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type FieldPlace, fieldPlaces, tellField } from './every-field.fixture.ts'
import { jobBlock } from './job.ts'

const parts = new Map<string, FieldPlace[]>()
for (const place of fieldPlaces(jobBlock)) {
  const name = partOf(place.path)
  parts.set(name, [...(parts.get(name) ?? []), place])
}

function partOf(path: readonly string[]): string {
  if (path.includes('Connect')) return 'connect'
  if (path.includes('Services')) return path.includes('Tasks') ? 'task-services' : 'services'
  if (path.includes('Tasks')) return 'tasks'
  return path[0] === 'TaskGroups' ? 'groups' : 'jobs'
}

test.each([...parts])('the fields of %s', async (name, places) => {
  const file = new URL(`../../../testing/fixtures/fields/${name}.txt`, import.meta.url)
  const lines = places.map((place) => tellField(place, hash))
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file.pathname)
})

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
