// A small world holds every rule; a rule that is broken is found, by a shortest way; states of one form have the same moves.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command, Manager, State } from '@cutover/core'
import { expect, onTestFinished, test } from 'vitest'
import { formOf } from './expand.ts'
import { firstPosition } from './first-position.ts'
import { movesFrom } from './moves.ts'
import type { Position } from './position.ts'
import { search } from './search.ts'
import { rolloutManagers, type SmallScope, smallScopes } from './small-scope.ts'

// A crash is final here, so that everything that can happen is soon over.
const certain = { ...smallScopes.small.group, attempts: 0 }
const one: SmallScope = { ...smallScopes.small, name: 'one', allocations: 1, canaries: 0, versions: 1, group: certain }

test('a world of one allocation and one version is searched whole, and holds every rule', async () => {
  const result = await search({ scope: one, managers: rolloutManagers }, { statesMax: 2_000 })
  expect(result).toMatchObject({ isWhole: true, counterexample: undefined })
  expect(result.states).toBeGreaterThan(10)
})

test('the first states of a world with canaries and rollbacks hold every rule', async () => {
  const result = await search({ scope: smallScopes.small, managers: rolloutManagers }, { statesMax: 500 })
  expect(result.counterexample).toBeUndefined()
  expect(result.states).toBeGreaterThanOrEqual(500)
  expect([...result.pairs]).toEqual(
    expect.arrayContaining(['start → register', 'crash → register', 'register → promote', 'pause → resume']),
  )
})

test('a watcher that fails no deployment leaves one that cannot end', async () => {
  const managers = rolloutManagers.map((manager) =>
    manager.name === 'watcher' ? without(manager, ({ type }) => type === 'UpdateDeploymentStatus') : manager,
  )
  const { counterexample } = await search({ scope: one, managers }, { statesMax: 100 })
  expect(counterexample?.broken).toEqual(['every rollout that goes on can end'])
  expect(counterexample?.transcript.filter((line) => line.startsWith('>'))).toMatchInlineSnapshot(`
    [
      "> register revision 0",
      "> unhealthy web.app[0] of v0",
    ]
  `)
})

test('a watcher that calls everything successful is found at the registration', async () => {
  const { counterexample } = await search({ scope: one, managers: [hasty, ...rolloutManagers] }, { statesMax: 100 })
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

test('a watcher that rolls back to what is there already is found by the measure', async () => {
  const managers = rolloutManagers.map((manager) => (manager.name === 'watcher' ? again(manager) : manager))
  const { counterexample } = await search({ scope: { ...one, versions: 2 }, managers }, { statesMax: 200 })
  expect(counterexample?.broken).toContain(
    'every rollback lowers the rollbacks that are left, and only operators raise them',
  )
  expect(counterexample?.transcript.filter((line) => line.startsWith('>'))).toEqual([
    '> register revision 0',
    '> unhealthy web.app[0] of v0',
  ])
})

test('a search that is put down and taken up again comes to the same', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cutover-search-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const searched = { scope: smallScopes.small, managers: rolloutManagers }
  await search(searched, { statesMax: 60, checkpoint: directory })
  const resumed = await search(searched, { statesMax: 200, checkpoint: directory })
  const took = { seconds: expect.any(Number), processorSeconds: expect.any(Number) }
  expect(resumed).toEqual({ ...(await search(searched, { statesMax: 200 })), ...took })
  await expect(search({ ...searched, scope: one }, { checkpoint: directory })).rejects.toThrow('of another world')
})

test('positions of one form have moves to the same forms', () => {
  const searched = { scope: smallScopes.small, managers: rolloutManagers }
  const seen = new Map<string, Position>()
  let open: readonly Position[] = [firstPosition(searched)]
  let twins = 0
  for (let depth = 0; depth < 4; depth++) {
    const next: Position[] = []
    for (const position of open) {
      const key = formOf(position)
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
    return new Set(movesFrom(position, searched).map((move) => formOf(move.happen().position)))
  }
})

function without(manager: Manager, isDropped: (command: Command) => boolean): Manager {
  return {
    ...manager,
    react: (state, trigger) => manager.react(state, trigger).filter((command) => !isDropped(command)),
  }
}

function again(manager: Manager): Manager {
  const react: Manager['react'] = (state, trigger) =>
    manager.react(state, trigger).map((command) => back(state, command))
  return { ...manager, react }
}

function back({ tables }: State, command: Command): Command {
  const [job] = tables.jobs
  return command.type === 'UpdateDeploymentStatus' && command.status === 'failed' ? { ...command, job } : command
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
