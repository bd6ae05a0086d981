// The small languages inside jobs, policies, filters and commands, line by line, and every line with one character less: compared with files
// that people read. `npm test -- --update` prints the files anew.

import { readFileSync } from 'node:fs'
import { readLines } from '@cutover/testing'
import { expect, test } from 'vitest'
import {
  mayInNamespace,
  mayListVariables,
  mayRead,
  maySeeNamespace,
  maySeeNodePool,
  mayUseVariable,
  mayWrite,
  mergePolicies,
} from './acl/permissions.ts'
import { readPolicyRules, singleRules } from './acl/policy-rules.ts'
import { uuidFault, uuidPrefixFault } from './entities/uuid.ts'
import { readCommand } from './explain/read-command.ts'
import { nextOfCron } from './housekeeping/cron.ts'
import { readBody } from './job-document/body-text.ts'
import { parseDuration, printDuration } from './job-document/durations.ts'
import { looksLikeTimeZone } from './job-document/surroundings.ts'
import { cronError } from './job-validation/cron-syntax.ts'
import { regexpError } from './job-validation/regexp-syntax.ts'
import { malformedCondition } from './job-validation/version-syntax.ts'
import type { JsonObject } from './json.ts'
import { instant } from './nomad-rows/fields.ts'
import { type CompiledPattern, readFilter } from './queries/filter.ts'
import { isRefusal } from './refusal.ts'
import { type Micros, micros } from './time.ts'

const full: JsonObject = {
  ...{
    ID: 'd1',
    Status: 'running',
    JobVersion: 2,
    Priority: 50,
    SubmitTime: 1_700_000_000_000_000_000n,
    KillTimeout: 5,
  },
  ...{
    Score: 0.5,
    Stop: false,
    Job: { ID: 'x' },
    Update: { Canary: 0 },
    Tags: ['a', 'b'],
    Datacenters: ['dc1'],
    Constraints: [],
  },
  ...{
    Meta: { owner: 'ops', team: 'core' },
    UpdateTime: '2024-01-01T00:00:00Z',
    FinishedAt: 'x',
    RequireProgressBy: 'y',
  },
  TaskGroups: { app: { DesiredTotal: 3, List: ['x'] }, side: { DesiredTotal: 4, List: [] } },
}
const bare: JsonObject = Object.fromEntries(
  Object.keys(full).map((name) => [name, name === 'Status' ? '' : name === 'Tags' ? [] : null]),
)

// Enough of regular expressions for these lines: their engine is the caller's affair.
function compile(pattern: string): CompiledPattern {
  return pattern === '['
    ? { fault: 'missing closing ]' }
    : { test: (text) => text.includes(pattern.replaceAll(/[^a-z]/g, '').slice(0, 1)) }
}

function filter(text: string): string {
  const read = readFilter(text, compile)
  if (isRefusal(read)) return read.text
  const [passes, other] = [full, bare]
    .map((datum) => read(datum))
    .map((found) => (typeof found === 'boolean' ? found : found.text))
  return passes === other ? `${passes}` : `${passes}, of the bare one ${other}`
}

const places = ['default', 'team-a', 'team-b', 'tmxa', '*'] as const

function policy(text: string): string {
  const rules = readPolicyRules(text)
  if ('fault' in rules) return rules.fault
  const may = mergePolicies([rules])
  const seen = places.filter((name) => maySeeNamespace(may, name))
  const deeds = (['read-job', 'submit-job', 'scale-job', 'list-jobs'] as const).map(
    (deed) => `${deed} in ${places.filter((name) => mayInNamespace(may, name, deed)).join(' ') || 'none'}`,
  )
  const variables = (['read', 'write', 'list', 'destroy'] as const).map(
    (deed) =>
      `${deed} ${['a', 'a/b', 'b'].filter((path) => mayUseVariable(may, { namespace: 'default', path }, deed)).join(' ')}`,
  )
  const lists = places.filter((name) => mayListVariables(may, name))
  const single = singleRules.flatMap((rule) =>
    [mayRead(may, rule) ? [`reads ${rule}`] : [], mayWrite(may, rule) ? [`writes ${rule}`] : []].flat(),
  )
  const pools = ['gpu', 'cpu'].filter((pool) => maySeeNodePool(may, pool))
  const volumes = JSON.stringify(rules.hostVolumes)
  return `sees ${seen}; ${deeds.join(', ')}; variables ${variables.join(', ')}, lists ${lists}; pools ${pools}; volumes ${volumes}; ${single.join(' ')}`
}

const start: Micros = micros(Date.UTC(2024, 1, 28, 23, 0, 0) * 1_000)

function cron(line: string): string {
  const fault = cronError(line)
  if (fault !== undefined) return fault
  const instants: string[] = []
  let after = start
  for (let n = 0; n < 3; n += 1) {
    const next = nextOfCron(line, after, () => 0)
    if (next === undefined) break
    instants.push(new Date(next / 1_000).toISOString().slice(0, 19))
    after = next
  }
  return instants.join(' ') || 'never'
}

function duration(text: string): string {
  const read = parseDuration(text)
  return read.ok ? `${read.nanos} ${printDuration(read.nanos)}` : read.text
}

function body(text: string): string {
  const read = readBody(text)
  return read.ok ? JSON.stringify(read.body) : read.text
}

function command(text: string): string {
  const read = readCommand(text)
  return typeof read === 'string' ? read.replace(/(no JSON): .*/, '$1') : JSON.stringify(read)
}

test.each([
  ['filters', filter],
  ['policies', policy],
  ['crons', cron],
  ['patterns', (text: string): string => regexpError(text) ?? 'compiles'],
  [
    'versions',
    (text: string): string =>
      `${malformedCondition(text, 'version') ?? 'reads'}, ${malformedCondition(text, 'semver') ?? 'reads'}`,
  ],
  ['durations', duration],
  ['bodies', body],
  ['commands', command],
  ['instants', (text: string): string => `${instant(text)}`],
  ['zones', (text: string): string => (looksLikeTimeZone(text) ? 'a zone' : 'none')],
  ['ids', (text: string): string => `${uuidFault(text) ?? 'names a row'}; ${uuidPrefixFault(text) ?? 'begins some'}`],
])('%s are read as written down', async (name, read) => {
  const file = new URL(`../../testing/fixtures/languages/${name}.txt`, import.meta.url)
  await expect(readLines(readFileSync(file, 'utf8'), read)).toMatchFileSnapshot(file.pathname)
})
