// A watch counts what entries break, names the section, and remembers whose word an allocation's health is.

import { initialState, replay } from '@cutover/core'
import { ClusterByHand, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'
import { type WatchedChange, type WatchReport, watchInvariants } from './watch.ts'

/** The entries of a rollout, between their states. */
function changes(play: (cluster: ClusterByHand) => void): readonly WatchedChange[] {
  const cluster = new ClusterByHand()
  cluster.register(handJob([{ count: 1, attempts: 3 }]))
  play(cluster)
  let state = initialState(cluster.state.seed, cluster.state.quirks)
  return cluster.entries.map((entry) => {
    const before = state
    state = replay(before, entry)
    return { entry, before, after: state }
  })
}

function seen(shown: readonly WatchedChange[]): { readonly lines: readonly string[]; readonly report: WatchReport } {
  const watch = watchInvariants({ managed: true, quick: true })
  return { lines: shown.flatMap((change) => watch.check(change)), report: watch.report() }
}

const name = 'web.app[0]'

test('a node that takes its word back is named, with the section and the place', () => {
  const shown = changes((cluster) => cluster.report(name, { healthy: true }).at(5).report(name, { healthy: false }))
  const { lines, report } = seen(shown)
  expect(lines).toEqual([expect.stringMatching(/^entry \d+ breaks health-is-decided-once \(semantics\/3 I23\) at /)])
  expect(report).toMatchObject({ entries: shown.length, violations: 1 })
  expect(report.formulas.find(({ violations }) => violations > 0)?.name).toBe('health-is-decided-once')
  expect(report.recent).toHaveLength(1)
})

test('a node may differ from an operator', () => {
  const shown = changes((cluster) => cluster.mark([name]).at(5).report(name, { healthy: false }))
  expect(seen(shown).lines).toEqual([])
})

const inPlace = handJob([{ count: 1, attempts: 3, maxParallel: 2 }])

test('what a node had said of the deployment before counts for none after it, whichever arrives first', () => {
  const late = changes((cluster) => {
    cluster.at(5).register(inPlace).at(6)
    cluster.report(name, { healthy: true, seen: 4 }).at(8).report(name, { healthy: false })
  })
  expect(seen(late).lines).toEqual([])
  const later = changes((cluster) => {
    cluster.at(5).register(inPlace).at(6)
    cluster.report(name, { healthy: false }).at(8).report(name, { healthy: true, seen: 4 })
  })
  expect(seen(later).lines).toEqual([])
})

test('in the deployment that an allocation has moved to a node may not take its word back either', () => {
  const shown = changes((cluster) => {
    cluster.at(5).register(inPlace).at(6)
    cluster.report(name, { healthy: true }).at(8).report(name, { healthy: false })
  })
  expect(seen(shown).lines).toEqual([expect.stringMatching(/ breaks health-is-decided-once /)])
})

test('what was decided before the watch began may have been decided by an operator', () => {
  const shown = changes((cluster) => cluster.mark([name]).at(5).report(name, { healthy: false }))
  const marked = shown.findIndex(({ entry }) => entry.events.some(({ type }) => type === 'AllocationMarkedHealthy'))
  expect(seen(shown.slice(marked + 1)).lines).toEqual([])
})

test('formulas that the oddities of the profile break are not claimed, and costly ones not when it has to be quick', () => {
  const names = seen(changes((cluster) => cluster.at(1))).report.formulas.map((formula) => formula.name)
  expect(names).not.toContain('healthy-not-negative')
  expect(names).not.toContain('replays-to-the-same')
  expect(names).toContain('one-active-deployment')
})
