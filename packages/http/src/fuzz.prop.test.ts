// Whatever is asked of any route, in whatever words, is answered: no failed assertion of ours, no status that Nomad does not know,
// no prototype that has changed. `CUTOVER_FUZZ_RUNS=100000` asks that often.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { handle } from './handle.ts'
import { readQuery } from './request.ts'
import { jobNamed, type SmallApi, smallApi } from './routes/small-api.fixture.ts'
import { routes } from './routes.ts'

const runs = Number(process.env.CUTOVER_FUZZ_RUNS ?? 2_000)

/** Nomad's own, and no others. */
const statuses: ReadonlySet<number> = new Set([200, 204, 307, 400, 403, 404, 405, 500, 501])

async function filled(): Promise<SmallApi> {
  const small = await smallApi()
  for (const id of ['web', 'a/b', '__proto__', 'constructor']) await small.ask('PUT /v1/jobs', jobNamed(id))
  return small
}

const small = await filled()
const { tables } = small.api.engine.read()
const known = [
  'web',
  'a/b',
  ...[...tables.deployments].map(({ id }) => id),
  ...[...tables.allocations].map(({ id }) => id),
  ...[...tables.evaluations].map(({ id }) => id),
  ...[...tables.nodes].map(({ id }) => id),
  'default',
  'all',
]

const oddTexts = [
  '',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '..',
  '.',
  '/',
  '//',
  'a b',
  '\u0000',
  '\ud800',
  '🧭',
  '%',
  '%2e%2e%2f',
  'x'.repeat(5_000),
  '11111111-2222-3333-4444-555555555555',
  '11111111-2222-3333-4444-55555555555z',
  '-1',
  '0',
  '1.5',
  '1e999',
  '18446744073709551616',
  'true',
  '*',
  '$' + '{jndi:x}',
] as const

const word = fc.oneof(
  fc.constantFrom(...known),
  fc.constantFrom(...oddTexts),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const parameters = [
  'namespace',
  'region',
  'index',
  'wait',
  'prefix',
  'filter',
  'per_page',
  'next_token',
  'reverse',
  'stale',
  'pretty',
  'all',
  'meta',
  'diffs',
  'diff_tag',
  'diff_version',
  'version',
  'purge',
  'global',
  'eval_priority',
  'no_shutdown_delay',
  'related',
  'resources',
  'task_states',
  'os',
  'job',
  'status',
  'topic',
  'type',
  'node_id',
  'include_children',
  'format',
] as const

const filters = fc.constantFrom(
  'Status == running',
  'ID matches "(a+)+$"',
  '__proto__ == x',
  'constructor.name == x',
  'any TaskGroups as k, v { v.toString is empty }',
  '('.repeat(3_000),
  'not '.repeat(3_000),
  'Meta["__proto__"] == x',
  '"/a/b/~0" in c',
  'ID matches "["',
)

const query = fc
  .array(fc.tuple(fc.constantFrom(...parameters), fc.oneof(word, filters)), { maxLength: 4 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${escaped(value)}`).join('&'))

function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed?.() ?? text.replace(/[\ud800-\udfff]/g, '\ufffd'))
}

const fields = [
  'Job',
  'ID',
  'Name',
  'Namespace',
  'Region',
  'DeploymentID',
  'Pause',
  'All',
  'Groups',
  'HealthyAllocationIDs',
  'UnhealthyAllocationIDs',
  'JobID',
  'JobVersion',
  'EnforcePriorVersion',
  'Stable',
  'Count',
  'Target',
  'Meta',
  'Message',
  'Error',
  'EvalOptions',
  'Version',
  'Payload',
  'IdPrefixTemplate',
  'DrainSpec',
  'Deadline',
  'MarkEligible',
  'NodeID',
  'Eligibility',
  'Prefix',
  'Text',
  'Context',
  'Jobs',
  'Filter',
  'EvalIDs',
  'Capabilities',
  'SchedulerAlgorithm',
  'TaskGroups',
  'Tasks',
  'Driver',
  'Config',
  'Update',
  'Canary',
  'Constraints',
  'Periodic',
  'ParameterizedJob',
  'JobHCL',
  'Variables',
  '__proto__',
  'constructor',
] as const

const { value: json } = fc.letrec<{ readonly value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    word.map((text) => JSON.stringify(text)),
    fc.constantFrom(
      'null',
      'true',
      'false',
      '0',
      '-1',
      '1.5',
      '1e400',
      '9223372036854775808',
      '12345678901234567890123',
    ),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(fc.constantFrom(...fields), tie('value')), { maxLength: 5 })
      .map((members) => `{${members.map(([key, value]) => `"${key}":${value}`).join(',')}}`),
  ),
}))

const body = fc.oneof(
  json,
  fc.constantFrom(
    '',
    'null',
    '{}',
    '[]',
    '{',
    '"',
    '{"a":}',
    '\u0000',
    '['.repeat(50_000),
    `${'{"Job":'.repeat(20_000)}`,
    `{"Job":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    JSON.stringify(jobNamed('web', { Priority: 60 })),
    '{"__proto__":{"polluted":true},"Job":{"__proto__":{"polluted":true}}}',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

const calls = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'),
  path: fc.tuple(fc.constantFrom(...routes), fc.array(word, { minLength: 3, maxLength: 3 })).map(([route, words]) => {
    let used = 0
    return route.path.replaceAll(/:[a-z]+/g, () => escaped(words[used++] ?? ''))
  }),
  query,
  body,
  token: fc.option(word, { nil: undefined }),
})

test(`${runs} requests over the whole table are answered`, async () => {
  const bugs: unknown[] = []
  const api = { ...small.api, onBug: (error: unknown) => bugs.push(error) }
  // Nobody waits for a caller who is gone, so no query blocks.
  const signal = AbortSignal.abort()
  await fc.assert(
    fc.asyncProperty(calls, async ({ method, path, query: text, body: sent, token }) => {
      const headers = new Map(token === undefined ? [] : [['x-nomad-token', token]])
      const response = await handle(api, { method, path, query: readQuery(text), headers, body: sent, signal })
      expect(bugs).toEqual([])
      expect(statuses).toContain(response.status)
      expect(Object.keys(Object.prototype)).toEqual([])
      expect('polluted' in {}).toBe(false)
    }),
    { numRuns: runs, endOnFailure: true },
  )
}, 600_000)
