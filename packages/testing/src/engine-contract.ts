// What every door to an engine must do, as a suite over a factory: the same calls through any of them leave the same log, byte for byte.

import { createHash } from 'node:crypto'
import type { Client, Deployment, Deployments, JobDocument } from '@cutover/client'
import { hashState, plus, seconds } from '@cutover/core'
import type { Engine, Log, ManualClock } from '@cutover/engine'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rounds } from './small-engines.ts'

/** An engine on a clock of its own with a fleet attached, and a client behind some door to it. */
export interface EnginePlace {
  readonly client: Client
  readonly engine: Engine
  readonly log: Log
  readonly clock: ManualClock
  readonly close: () => Promise<void>
}

/** What a script heard and left behind. */
export interface Played {
  /** One line for each call. */
  readonly heard: readonly string[]
  /** Over every entry of the log. */
  readonly logHash: string
  readonly stateHash: string
}

/** The suite. `open` makes a new place with the same seed each time. */
export function engineContract(name: string, open: () => Promise<EnginePlace>): void {
  describe(`engine contract: ${name}`, () => {
    let place: EnginePlace
    beforeEach(async () => {
      place = await open()
    })
    afterEach(() => place.close())
    storyCases(() => place, open)
    watchCases(() => place)
  })
}

function storyCases(place: () => EnginePlace, open: () => Promise<EnginePlace>): void {
  test('a whole story of rollouts is heard as it should be', async () => {
    expect((await playRollouts(place())).heard).toEqual(story)
  })

  test('the same story again leaves the same log', async () => {
    const again = await open()
    try {
      expect(await playRollouts(place())).toEqual(await playRollouts(again))
    } finally {
      await again.close()
    }
  })
}

function watchCases(place: () => EnginePlace): void {
  test('a watch tells every state until the end', async () => {
    const { deployments, jobs } = place().client
    await jobs.register(document('watched', { count: 1 }))
    const { data } = await jobs.latestDeployment('watched')
    const seen: string[] = []
    const watching = (async () => {
      for await (const read of deployments.watch(data?.ID ?? '')) seen.push(read.data.Status)
    })()
    await advance(place(), 30)
    await watching
    expect([seen[0], seen.at(-1)]).toEqual(['running', 'successful'])
  })

  test('a watch that is given up leaves nobody waiting', async () => {
    const { client, engine } = place()
    const end = new AbortController()
    const list = client.deployments.watchList({ signal: end.signal })
    await client.jobs.register(document('given-up', { unplaceable: true }))
    await list.next()
    const waiting = list.next()
    while (engine.status().blocked === 0) await rounds()
    end.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })
    while (engine.status().blocked > 0) await rounds()
    expect(engine.status().blocked).toBe(0)
  })
}

const story: readonly string[] = [
  'first: successful, Deployment completed successfully',
  'list: 1',
  'allocations: 2',
  'promoted too early: 500 1 error occurred:\\n\\t* Task group "web" has 0/1 healthy allocations',
  'paused: true',
  'resumed: true',
  'canary: running, Deployment is running',
  'promoted: true',
  'second: successful, Deployment completed successfully',
  'marked: failed, Failed due to unhealthy allocations - rolling back to job version 1',
  'rolled back: successful, Deployment completed successfully',
  'unblocked: {"DeploymentModifyIndex":0,"EvalCreateIndex":0,"EvalID":"","Index":0,"RevertedJobVersion":null}',
  "failed twice: 500 can't fail terminal deployment",
  'unknown: 404 deployment not found',
]

/** Registers, promotes, fails and rolls back through the client; time passes only between the calls. */
export async function playRollouts(place: EnginePlace): Promise<Played> {
  const { jobs, deployments } = place.client
  const heard: string[] = []
  const say = (what: string, text: unknown): void => void heard.push(`${what}: ${String(text)}`)
  const newest = async (): Promise<Deployment | null> => (await jobs.latestDeployment('web')).data
  const told = (row: Deployment | null): string => `${row?.Status}, ${row?.StatusDescription}`

  await jobs.register(document('web', { count: 2 }))
  await advance(place, 30)
  const first = await newest()
  say('first', told(first))
  say('list', (await deployments.list()).data.length)
  say('allocations', (await deployments.allocations(first?.ID ?? '')).data.length)

  await jobs.register(document('web', { count: 2, version: 1 }))
  const second = (await newest())?.ID ?? ''
  say('promoted too early', await refusal(deployments.promote(second)))
  say('paused', (await deployments.pause(second)).EvalID === '')
  say('resumed', (await deployments.resume(second)).EvalID !== '')
  await advance(place, 30)
  say('canary', told(await newest()))
  say('promoted', (await deployments.promote(second)).EvalID !== '')
  await advance(place, 60)
  say('second', told(await newest()))

  await jobs.register(document('web', { count: 2, version: 2 }))
  await advance(place, 30)
  await markAll(deployments, (await newest())?.ID ?? '')
  const third = (await jobs.deployments('web')).data.find((row) => row.JobVersion === 2) ?? null
  say('marked', told(third))
  await advance(place, 60)
  say('rolled back', told(await newest()))

  await jobs.register(document('other', { unplaceable: true }))
  const other = (await jobs.latestDeployment('other')).data?.ID ?? ''
  say('unblocked', JSON.stringify(await deployments.unblock(other)))
  await deployments.fail(other)
  say('failed twice', await refusal(deployments.fail(other)))
  say('unknown', await refusal(deployments.get('deadbeef-0000-4000-8000-000000000000')))
  return { heard, ...(await hashesOf(place)) }
}

async function markAll(deployments: Deployments, id: string): Promise<void> {
  const { data } = await deployments.allocations(id)
  await deployments.setAllocationHealth(id, { unhealthy: data.map((row) => row.ID) })
}

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await call)
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replaceAll('\n', '\\n').replaceAll('\t', '\\t')
  }
}

/** Lets time pass, timer by timer: everyone has done what they had to before the next one. */
async function advance({ clock }: EnginePlace, lasting: number): Promise<void> {
  await rounds()
  const end = plus(clock.now(), seconds(lasting))
  for (let next = clock.next(); next !== undefined && next <= end; next = clock.next()) {
    clock.advanceTo(next)
    await rounds()
  }
  clock.advanceTo(end)
  await rounds()
}

async function hashesOf({ engine, log }: EnginePlace): Promise<{ logHash: string; stateHash: string }> {
  const entries = await log.read(1, await log.lastIndex())
  const text = JSON.stringify(entries, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
  return { logHash: createHash('sha256').update(text).digest('hex'), stateHash: hashState(engine.read()) }
}

interface Wish {
  readonly count?: number
  readonly version?: number
  readonly unplaceable?: boolean
}

const second = 1_000_000_000

function document(id: string, { count = 1, version = 0, unplaceable = false }: Wish): JobDocument {
  return {
    ID: id,
    Datacenters: [unplaceable ? 'nowhere' : '*'],
    TaskGroups: [
      {
        Name: 'web',
        Count: count,
        Update: { Canary: 1, AutoRevert: true, HealthCheck: 'task_states', MinHealthyTime: second },
        Tasks: [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' }, Env: { VERSION: String(version) } }],
      },
    ],
  }
}
