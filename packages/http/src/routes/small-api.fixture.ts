// An API over a small cluster on a clock that stands still, and how to ask it: for tests of routes, without a socket.

import { type Command, isJsonObject, type Json, type JsonObject, micros, type Node } from '@cutover/core'
import { periodicManagers, searchingWith } from '@cutover/core/periodic'
import { createEngine, fixedSeed, type ManualClock, manualClock, memoryLog } from '@cutover/engine'
import type { Api } from '../api.ts'
import { handle } from '../handle.ts'
import { createPatternSearch } from '../pattern.ts'
import { readQuery } from '../request.ts'

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A cluster to ask. */
export interface SmallApi {
  readonly api: Api
  readonly clock: ManualClock
  /** `ask('PUT /v1/jobs', { Job: … })`; a text is sent as it is. */
  readonly ask: (line: string, body?: JsonObject | string) => Promise<Answer>
  /** Asks and reads the answer's JSON. */
  readonly read: (line: string, body?: JsonObject | string) => Promise<Json>
  /** What an operator or a node would do beside the API. */
  readonly does: (command: Command) => Promise<void>
}

const nodeDocument: JsonObject = {
  Attributes: { 'driver.mock_driver': '1', 'nomad.service_discovery': 'true' },
  Drivers: { mock_driver: { Detected: true, Healthy: true } },
  NodeResources: {
    Cpu: { CpuShares: 4_000 },
    Memory: { MemoryMB: 4_000 },
    Disk: { DiskMB: 10_000 },
    Networks: [{ Mode: 'host', Device: 'eth0', IP: '192.0.2.2', MBits: 1_000 }],
    MinDynamicPort: 20_000,
    MaxDynamicPort: 32_000,
  },
}

const node: Node = {
  id: 'f0000000-0000-4000-8000-000000000001',
  secretId: '',
  name: 'node-1',
  datacenter: 'dc1',
  nodeClass: '',
  nodePool: 'default',
  computedClass: '',
  document: nodeDocument,
  status: 'ready',
  statusDescription: '',
  statusUpdatedAt: 0,
  schedulingEligibility: 'eligible',
  drain: undefined,
  lastDrain: undefined,
  events: [],
  lastMissedHeartbeatIndex: 0,
  lastAllocationUpdateIndex: 0,
  createIndex: 0,
  modifyIndex: 0,
}

/** A cluster with one ready node, whose document may have more fields. */
export async function smallApi(more: Partial<Api> = {}, onNode: JsonObject = {}): Promise<SmallApi> {
  const clock = manualClock(micros(1_700_000_000_000_000))
  const managers = searchingWith(createPatternSearch(), periodicManagers())
  const engine = await createEngine({ log: memoryLog(), clock, seed: fixedSeed('small'), managers })
  const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:4646' }
  const api: Api = { engine, clock, settings, ...more }
  const ask: SmallApi['ask'] = (line, body = '') =>
    answer(api, line, typeof body === 'string' ? body : JSON.stringify(body))
  const does: SmallApi['does'] = async (command) => {
    const done = await engine.submit(command)
    if (done.outcome !== 'accepted') throw new Error(`${command.type}: ${JSON.stringify(done)}`)
  }
  await does({ type: 'RegisterNode', node: { ...node, document: { ...nodeDocument, ...onNode } } })
  return { api, clock, ask, does, read: async (line, body) => JSON.parse((await ask(line, body)).body) }
}

async function answer(api: Api, line: string, body: string): Promise<Answer> {
  const [method = '', target = ''] = line.split(' ')
  const [path = '', query = ''] = target.split('?')
  const request = {
    method,
    path,
    query: readQuery(query),
    headers: new Map(),
    body,
    signal: new AbortController().signal,
  }
  const response = await handle(api, request)
  return { ...response, body: typeof response.body === 'string' ? response.body : '' }
}

/** A job to register: one group with one task. `fields` are the job's own. */
export function jobNamed(id: string, fields: JsonObject = {}): JsonObject {
  const task = { Name: 'app', Driver: 'mock_driver', Config: { run_for: '1h' } }
  return {
    Job: { ID: id, Name: id, Type: 'service', TaskGroups: [{ Name: 'web', Count: 1, Tasks: [task] }], ...fields },
  }
}

/** A field of an answer, however deep: `at(answer, 'Matches', 'jobs')`. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (found, key) =>
      typeof key === 'number'
        ? Array.isArray(found)
          ? found[key]
          : undefined
        : isJsonObject(found)
          ? found[key]
          : undefined,
    value,
  )
}
