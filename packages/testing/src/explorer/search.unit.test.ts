// A small world holds every rule; a rule that is broken is found, by a shortest way; states of one form have the same moves.

import type { Command, Manager } from '@cutover/core'
import { expect, test } from 'vitest'
import { movesFrom, type Position } from './moves.ts'
import { firstPosition, keyOf, search } from './search.ts'
import { rolloutManagers, type SmallScope, smallScopes } from './small-scope.ts'

// A crash is final here, so that everything that can happen is soon over.
const certain = { ...smallScopes.small.group, attempts: 0 }
const one: SmallScope = { ...smallScopes.small, name: 'one', allocations: 1, canaries: 0, versions: 1, group: certain }

test('a world of one allocation and one version is searched whole, and holds every rule', () => {
  const result = search({ scope: one, managers: rolloutManagers }, { statesMax: 2_000 })
  expect(result).toMatchObject({ isWhole: true, counterexample: undefined })
  expect(result.states).toBeGreaterThan(10)
})

test('the first states of a world with canaries and rollbacks hold every rule', () => {
  const result = search({ scope: smallScopes.small, managers: rolloutManagers }, { statesMax: 500 })
  expect(result.counterexample).toBeUndefined()
  expect(result.states).toBeGreaterThanOrEqual(500)
  expect([...result.pairs]).toEqual(
    expect.arrayContaining(['start → register', 'crash → register', 'register → promote', 'pause → resume']),
  )
})

test('a watcher that fails no deployment leaves one that cannot end', () => {
  const managers = rolloutManagers.map((manager) =>
    manager.name === 'watcher' ? without(manager, ({ type }) => type === 'UpdateDeploymentStatus') : manager,
  )
  const { counterexample } = search({ scope: one, managers }, { statesMax: 100 })
  expect(counterexample?.broken).toEqual(['every rollout that goes on can end'])
  expect(counterexample?.transcript.filter((line) => line.startsWith('>'))).toMatchInlineSnapshot(`
    [
      "> register revision 0",
      "> unhealthy web.app[0] of v0",
    ]
  `)
})

test('a watcher that calls everything successful is found at the registration', () => {
  const { counterexample } = search({ scope: one, managers: [hasty, ...rolloutManagers] }, { statesMax: 100 })
  expect(counterexample).toMatchInlineSnapshot(`
    {
      "broken": [
        "the-watcher-ends-nothing-well (entry)",
      ],
      "transcript": [
        "> register revision 0",
        "  v0 successful (app 0 healthy, 0 unhealthy, 1 placed of 1)",
      ],
    }
  `)
})

test('positions of one form have moves to the same forms', () => {
  const searched = { scope: smallScopes.small, managers: rolloutManagers }
  const seen = new Map<string, Position>()
  let open: readonly Position[] = [firstPosition(searched)]
  let twins = 0
  for (let depth = 0; depth < 4; depth++) {
    const next: Position[] = []
    for (const position of open) {
      const key = keyOf(position)
      const twin = seen.get(key)
      if (twin === undefined) next.push(...movesFrom(position, searched).map((move) => move.happen().position))
      else if (twin.state !== position.state) {
        expect(formsAfter(position)).toEqual(formsAfter(twin))
        twins += 1
      }
      seen.set(key, position)
    }
    open = next
  }
  expect(twins).toBeGreaterThan(5)

  function formsAfter(position: Position): ReadonlySet<string> {
    return new Set(movesFrom(position, searched).map((move) => keyOf(move.happen().position)))
  }
})

function without(manager: Manager, isDropped: (command: Command) => boolean): Manager {
  return {
    ...manager,
    react: (state, trigger) => manager.react(state, trigger).filter((command) => !isDropped(command)),
  }
}

const hasty: Manager = {
  name: 'watcher',
  react: (state, { at }) =>
    [...state.tables.deployments.by('active', '')].map(({ id }) => ({
      type: 'UpdateDeploymentStatus',
      deploymentId: id,
      status: 'successful',
      description: 'Deployment completed successfully',
      updatedAt: at,
      job: undefined,
      evaluation: undefined,
    })),
  nextWakeup: () => undefined,
}
