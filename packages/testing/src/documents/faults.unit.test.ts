// Every field of a job document with values on both sides of each of its rules: the texts of the errors and what is stored, compared with
// files that people read. Rules: semantics/4 §1. `npm test -- --update` prints the files anew.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { playDocuments } from './faults.ts'

test.each(['job', 'group', 'task', 'services'])(
  'the fields of a %s are refused and stored as written down',
  async (name) => {
    const file = new URL(`../../fixtures/documents/${name}.txt`, import.meta.url)
    await expect(playDocuments(readFileSync(file, 'utf8'))).toMatchFileSnapshot(file.pathname)
  },
)
