// Every formula over a pass holds of random passes, and can fail: of passes with one thing spoilt in the answer some break it.

import { type ReconcileInput, type Reconciliation, reconcile } from '@cutover/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryPass } from './arbitrary-pass.ts'
import { checkPass, passInvariants } from './invariants/pass-invariants.ts'

const passes = fc
  .sample(arbitraryPass, { numRuns: 4_000, seed: 7 })
  .map((given) => ({ given, answer: reconcile(given) }))

type Spoil = (answer: Reconciliation, given: ReconcileInput) => Partial<Reconciliation>

const counters =
  (fields: Partial<Reconciliation['desired'][number]>): Spoil =>
  ({ desired }) => ({ desired: desired.map((row) => ({ ...row, ...fields })) })

const placements =
  (fields: Partial<Reconciliation['place'][number]>): Spoil =>
  ({ place }) => ({ place: place.map((row) => ({ ...row, ...fields })) })

const replaceAll: Spoil = (_answer, { allocations }) => ({
  destructive: allocations.map((stop) => ({ group: stop.group, name: stop.name, stop, description: '' })),
})

const placeReplacements =
  (fields: Partial<Reconciliation['place'][number]>): Spoil =>
  (_answer, { allocations }) => ({
    place: allocations.map((previous) => ({
      group: previous.group,
      name: previous.name,
      canary: false,
      previous,
      reschedule: true,
      lost: false,
      downgrade: false,
      minJobVersion: 0,
      ...fields,
    })),
  })

const stopAll: Spoil = (_answer, { allocations }) => ({
  stop: allocations.map((allocation) => ({
    allocation,
    clientStatus: '',
    description: 'alloc not needed due to job update',
    followupEvaluationId: '',
  })),
})

const endTwice: Spoil = (_answer, { deployment }) => ({
  deploymentUpdates: ['successful', 'successful'].map(() => ({
    deploymentId: deployment?.id ?? '',
    status: 'successful',
    description: '',
  })),
})

const again: Spoil = (_answer, { deployment }) => ({ newDeployment: deployment && { ...deployment, id: 'another' } })

const spoils: Readonly<Record<string, Spoil>> = {
  'counters-for-every-group': () => ({ desired: [] }),
  'a-stopped-job-only-stops': placeReplacements({}),
  'a-stopped-job-stops-all-once': () => ({ stop: [] }),
  'a-stopped-job-cancels': endTwice,
  'an-unwanted-group-gets-nothing': counters({ place: 1 }),
  'placements-within-the-count': placeReplacements({}),
  'place-counter-within-the-count': counters({ place: 99 }),
  'canaries-as-many-as-asked': counters({ canary: 99 }),
  'replaced-within-the-count': counters({ destructiveUpdate: 99 }),
  'new-ones-within-count-and-canaries': counters({ destructiveUpdate: 99 }),
  'counters-within-what-exists': counters({ migrate: 99 }),
  'replaced-within-max-parallel': replaceAll,
  'an-unhealthy-one-halts-replacing': replaceAll,
  'a-gated-group-replaces-nothing': replaceAll,
  'no-fresh-canary-while-gated': placeReplacements({ canary: true, previous: undefined }),
  'a-failed-deployment-begins-nothing': again,
  'a-new-deployment-has-an-update-block': again,
  'one-deployment-governs': (answer, given) => ({ ...again(answer, given), oldDeployment: undefined }),
  'a-new-deployment-is-not-updated': (answer, given) => ({
    ...endTwice(answer, given),
    newDeployment: given.deployment,
  }),
  'one-update-of-a-kind': endTwice,
  'successful-means-done': (answer, given) => ({ ...endTwice(answer, given), ...replaceAll(answer, given) }),
  'not-stopped-and-updated': (answer, given) => ({ ...stopAll(answer, given), inplace: given.allocations }),
  'not-stopped-and-replaced': (answer, given) => ({ ...stopAll(answer, given), ...replaceAll(answer, given) }),
  'a-replacement-keeps-the-name': ({ destructive }) => ({
    destructive: destructive.map((pair) => ({ ...pair, name: 'another' })),
  }),
  'replaced-in-the-order-of-names': ({ destructive }) => ({ destructive: [...destructive].reverse() }),
  'a-replacement-replaces-something': placements({ reschedule: true, lost: true }),
  'a-downgrade-is-no-canary': placements({ downgrade: true, canary: true }),
  'fresh-canaries-come-first': ({ place }) => ({ place: [...place].reverse() }),
  'fresh-canaries-differ': placements({ canary: true, previous: undefined, name: 'one' }),
  'lost-ones-are-stopped-as-lost': ({ stop }) => ({ stop: stop.map((row) => ({ ...row, clientStatus: '' })) }),
  'a-disconnected-one-waits-for-its-follow-up': () => ({ followups: [] }),
  'attributes-differ-in-the-follow-up': ({ attributeUpdates }) => ({
    attributeUpdates: attributeUpdates.map((row) => ({ ...row, id: 'another' })),
  }),
  'follow-ups-are-apart': ({ followups }) => ({
    followups: followups.map((row) => ({
      ...row,
      evaluations: [...row.evaluations].reverse().map((one) => ({ ...one, statusDescription: '' })),
    })),
  }),
  'waiting-canaries-stay': stopAll,
  'a-finished-batch-stays-finished': placeReplacements({}),
  'what-was-replaced-is-not-placed-again': placeReplacements({}),
}

test('no random pass breaks any formula', () => {
  expect(passes.flatMap(({ given, answer }) => checkPass(given, answer))).toEqual([])
})

test.each(passInvariants.map(({ name, holds }) => [name, holds] as const))('%s can fail', (name, holds) => {
  const spoil = spoils[name]
  const broken = passes.some(({ given, answer }) => spoil && !holds({ ...answer, ...spoil(answer, given) }, given))
  expect(broken).toBe(true)
})
