// What is stored is canonical: sent back, it is stored as it is, and what nobody knows is gone.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { admitJob } from '../job-document/admit.ts'
import { freshSurroundings } from '../job-document/surroundings.ts'
import type { Json, JsonObject } from '../json.ts'

const count = fc.integer({ min: 0, max: 20 })
const seconds = fc.integer({ min: 15, max: 500 }).map((n) => n * 1_000_000_000)
const meta = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.string({ maxLength: 4 }))
const sometimes = <T extends Json>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null })
const constraint = fc.record({
  LTarget: fc.constant('plain'),
  RTarget: fc.constant('x'),
  Operand: fc.constantFrom('=', '!='),
})

const check = fc.record(
  { Type: fc.constant('tcp'), Interval: seconds, Timeout: seconds, Name: fc.constantFrom('c', '') },
  { requiredKeys: ['Type', 'Interval', 'Timeout'] },
)
const service = fc.record(
  {
    Provider: fc.constant('nomad'),
    PortLabel: fc.constant('http'),
    Checks: fc.array(check, { maxLength: 2 }),
    Tags: fc.array(fc.string()),
  },
  { requiredKeys: ['Provider', 'PortLabel'] },
)
const task = fc.record(
  {
    Name: fc.constant('t'),
    Driver: fc.constant('exec'),
    Env: sometimes(meta),
    Meta: meta,
    KillSignal: fc.constantFrom('', 'SIGINT'),
    ShutdownDelay: seconds,
    Resources: fc.record({ CPU: fc.integer({ min: 1, max: 900 }), IOPS: count }, { requiredKeys: [] }),
    Constraints: fc.array(constraint, { maxLength: 2 }),
    Config: fc.dictionary(fc.constantFrom('command', 'args'), fc.jsonValue()),
  },
  { requiredKeys: ['Name', 'Driver'] },
)
const group = fc.record(
  {
    Name: fc.constant('g'),
    Tasks: task.map((one) => [one]),
    Count: count,
    Meta: sometimes(meta),
    Update: fc.record({ MaxParallel: count, Stagger: seconds }, { requiredKeys: [] }),
    Networks: fc.constantFrom([], [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http' }] }]),
    Services: fc.array(service, { maxLength: 1 }),
    Constraints: fc.array(constraint, { maxLength: 2 }),
    ShutdownDelay: seconds,
  },
  { requiredKeys: ['Name', 'Tasks'] },
)
const job: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      ID: fc.constant('j'),
      TaskGroups: group.map((one) => [one]),
      Meta: sometimes(meta),
      Priority: fc.integer({ min: 0, max: 100 }),
      Datacenters: fc.array(fc.constantFrom('dc1', 'dc2'), { maxLength: 2 }),
      Stop: fc.boolean(),
      Version: count,
    },
    { requiredKeys: ['ID', 'TaskGroups'] },
  )
  .map((sent): JsonObject => JSON.parse(JSON.stringify(sent)))

const admitted = (sent: Json): ReturnType<typeof admitJob> =>
  admitJob({ body: { json: { Job: sent } } }, freshSurroundings)

it('a stored job that is sent back is stored as it is', () => {
  fc.assert(
    fc.property(job, (sent) => {
      const first = admitted(sent)
      if (!first.ok) throw new Error(first.text)
      const second = admitted({ ...first.document, Stop: first.stop, Version: first.version })
      expect(second).toEqual(first)
    }),
    { numRuns: 300 },
  )
})

it('fields that nobody knows change nothing', () => {
  fc.assert(
    fc.property(job, fc.jsonValue(), (sent, extra) => {
      const value: Json = JSON.parse(JSON.stringify(extra))
      expect(admitted({ ...sent, Unknown: value, Status: 'x', ParentID: 'x', Stable: true })).toEqual(admitted(sent))
    }),
  )
})

it('the case of keys changes nothing', () => {
  fc.assert(
    fc.property(job, (sent) => {
      const shouted = Object.fromEntries(Object.entries(sent).map(([key, value]) => [key.toUpperCase(), value]))
      expect(admitted(shouted)).toEqual(admitted(sent))
    }),
  )
})
