// Reads the JSON body of a recorded answer, which is kept as text.

import type { JsonObject } from '@cutover/core'
import { textAt } from './read.ts'

/** The body as an object. */
export function readBody(answer: JsonObject): JsonObject {
  const body: JsonObject = JSON.parse(textAt(answer, 'body'))
  return body
}
