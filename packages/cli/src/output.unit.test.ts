// What is printed of the log and the state never holds a secret that somebody could show as his own.

import { initialState, micros, replay, transition } from '@cutover/core'
import { expect, test } from 'vitest'
import { entryJson, stateJson, toJson } from './output.ts'

const secretId = 'c0000000-0000-4000-8000-00000000000c'
const accessorId = 'b0000000-0000-4000-8000-00000000000b'

test('the secret of a token is in neither, its accessor in both', () => {
  const before = initialState('seed')
  const made = transition(
    before,
    { type: 'BootstrapAcl', accessorId, secretId },
    { at: micros(1), term: 1, by: 'operator' },
  )
  if (!('entries' in made)) throw new Error(made.text)
  const [entry] = made.entries
  if (!entry) throw new Error('nothing was written')
  for (const text of [toJson(entryJson(entry)), toJson(stateJson(replay(before, entry)))]) {
    expect([text.includes(secretId), text.includes(accessorId)]).toEqual([false, true])
  }
})
