// What a step made cannot be changed in place.

import { expect, test } from 'vitest'
import { ClusterByHand } from './cluster-by-hand.ts'
import { handJob } from './hand-job.ts'

test('rows and entries of a cluster played by hand are frozen to the bottom', () => {
  const cluster = new ClusterByHand().register(handJob([{}]))
  const values = [
    cluster.deployment(),
    cluster.deployment().groups[0],
    cluster.job().document,
    cluster.entries.at(-1)?.events,
  ]
  expect(values.map((value) => Object.isFrozen(value))).toEqual([true, true, true, true])
})
