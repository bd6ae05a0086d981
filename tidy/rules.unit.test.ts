// Proves our own tidy rules the same way as the guards: each accepts a good file and refuses a bad one.
// The bad words are put together here, so that this file is not found by the rules it proves.
import { expect, it } from 'vitest'
import type { ProjectFile } from './project.ts'
import {
  fileNames,
  headerSentence,
  noLeftovers,
  noMachineNames,
  noPlannedTests,
  oneName,
  type Rule,
} from './text-rules.ts'
import {
  coreDependsOnNothing,
  dependenciesFollowArrows,
  layoutIsTold,
  linksLead,
  referencesFollowDependencies,
  versionsArePinned,
} from './workspace-rules.ts'

const file = (path: string, text: string): ProjectFile => ({ path, text })
const manifest = (name: string, dependencies: Readonly<Record<string, string>>): ProjectFile =>
  file(`packages/${name}/package.json`, JSON.stringify({ dependencies }))
const header = '// Says in a sentence what this file is for.\n'
const core = 'packages/core/src'

type Proof = readonly [name: string, rule: Rule, good: readonly ProjectFile[], bad: readonly ProjectFile[]]

const proofs: readonly Proof[] = [
  ['no header', headerSentence, [file(`${core}/a.ts`, header)], [file(`${core}/a.ts`, 'export const a = 1\n')]],
  ['a header of one word', headerSentence, [file(`${core}/a.ts`, header)], [file(`${core}/a.ts`, '// Helpers.\n')]],
  ['a leftover', noLeftovers, [file('a.ts', '// TODO later')], [file('a.ts', ['TODO', '!'].join(''))]],
  [
    'a planned test',
    noPlannedTests,
    [file('a.unit.test.ts', 'it(1)')],
    [file('a.unit.test.ts', ['it', 'todo(1)'].join('.'))],
  ],
  [
    'a machine path',
    noMachineNames,
    [file('a.md', 'see /v1/jobs')],
    [file('a.md', `see ${['', 'tmp', 'x'].join('/')}`)],
  ],
  [
    'a download address in the lock file',
    noMachineNames,
    [file('pnpm-lock.yaml', 'resolution: {integrity: x}')],
    [file('pnpm-lock.yaml', 'resolution: {tarball: x}')],
  ],
  [
    'a second name',
    oneName,
    [file(`${core}/a.ts`, 'const evaluationId = 1')],
    [file(`${core}/a.ts`, 'const evalId = 1')],
  ],
  [
    'a second name in prose',
    oneName,
    [file(`${core}/a.ts`, "const a = 'alloc' // eval")],
    [file(`${core}/a.ts`, 'f(alloc)')],
  ],
  ['a nameless file', fileNames, [file(`${core}/order.ts`, '')], [file(`${core}/job-utils.ts`, '')]],
  ['a test of no kind', fileNames, [file(`${core}/a.unit.test.ts`, '')], [file(`${core}/a.test.ts`, '')]],
  ['a deep folder', fileNames, [file(`${core}/watch/a.ts`, '')], [file(`${core}/watch/deep/a.ts`, '')]],
  [
    'a dependency against an arrow',
    dependenciesFollowArrows,
    [manifest('http', { '@cutover/engine': 'workspace:*' })],
    [manifest('engine', { '@cutover/http': 'workspace:*' })],
  ],
  ['a package without arrows', dependenciesFollowArrows, [manifest('cli', {})], [manifest('stranger', {})]],
  ['a dependency of the core', coreDependsOnNothing, [manifest('core', {})], [manifest('core', { a: '1.0.0' })]],
  ['a version range', versionsArePinned, [manifest('core', { a: '1.0.0' })], [manifest('core', { a: '^1.0.0' })]],
  [
    'a missing project reference',
    referencesFollowDependencies,
    [
      manifest('engine', { '@cutover/core': 'workspace:*' }),
      file('packages/engine/tsconfig.json', JSON.stringify({ references: [{ path: '../core' }] })),
    ],
    [manifest('engine', { '@cutover/core': 'workspace:*' }), file('packages/engine/tsconfig.json', '{}')],
  ],
  [
    'a broken link',
    linksLead,
    [file('docs/a.md', '[b](b.md#part) [out](https://example.org) [self](#part)'), file('docs/b.md', '')],
    [file('docs/a.md', '[b](c.md)'), file('docs/b.md', '')],
  ],
  [
    'a file absent from the layout',
    layoutIsTold,
    [
      file('docs/layout.md', '### core\n| `order.ts` | … |\n| `watch/` | … |\n'),
      file(`${core}/order.ts`, ''),
      file(`${core}/watch/a.ts`, ''),
    ],
    [
      file('docs/layout.md', '### core\n| `id.ts` | … |\n### engine\n| `order.ts` | … |\n'),
      file(`${core}/order.ts`, ''),
    ],
  ],
]

it.each(proofs)('tidy refuses %s', (_, rule, good, bad) => {
  expect(rule(good)).toEqual([])
  expect(rule(bad)).not.toEqual([])
})
