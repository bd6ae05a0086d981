import type { Attempt } from './attempt.ts'
import type { Outcome } from './outcome.ts'

export function attemptSystem(_: Attempt): Outcome {
  throw new Error('later')
}
