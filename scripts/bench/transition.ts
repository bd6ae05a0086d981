// How fast one entry is decided and folded where there is one deployment.

import type { Bench } from './bench.ts'
import { type Prepared, statusChanges, statusFigure } from './steps.ts'

let prepared: Prepared | undefined

export const bench: Bench = {
  name: 'transition',
  bar: '1 M status changes a second at 1 deployment',
  run: async () => {
    prepared ??= statusChanges(1)
    return [statusFigure(1, prepared, 1_000_000)]
  },
}
