// Writes the page on equivalence: what was replayed, what differs, every oddity with its verdict, and what is not modelled.

import { writeFileSync } from 'node:fs'
import { type QuirkNote, quirkList } from '@cutover/core/quirks'
import type { Outcome } from './replay-sets.ts'

/** Writes the page. */
export function writeEquivalence(path: string, outcomes: readonly Outcome[]): void {
  writeFileSync(path, equivalencePage(outcomes))
}

/** The page as text. */
export function equivalencePage(outcomes: readonly Outcome[]): string {
  return `${[...setsPart(outcomes), ...quirksPart(), ...limitsPart].join('\n')}\n`
}

function setsPart(outcomes: readonly Outcome[]): readonly string[] {
  return [
    '# Equivalence',
    '',
    'Written by `npm run oracle -- --write docs/equivalence.md`; do not edit. Cutover is compared with recordings of Nomad 2.0.6-dev, case by',
    'case. `npm run oracle` repeats the comparison, `npm run oracle -- --mutate` shows that it notices mistakes, and the samples in',
    '`packages/testing/fixtures` are replayed by `npm test`.',
    '',
    '## Recorded sets',
    '',
    'In excused cases the original crashed or dropped the connection; there ours refuses cleanly.',
    '',
    '| set | cases | divergences | excused |',
    '| --- | ---: | ---: | ---: |',
    ...outcomes.map(({ set, report }) =>
      report
        ? `| ${set} | ${report.cases} | ${report.divergences} | ${report.excused} |`
        : `| ${set} | not replayed | – | – |`,
    ),
    '',
  ]
}

function quirksPart(): readonly string[] {
  const switched = quirkList.filter((note) => note.switch !== undefined)
  const others = quirkList.filter((note) => note.switch === undefined)
  return [
    '## Oddities of Nomad',
    '',
    'Behaviour that looks accidental and that somebody can see. The profile `nomad`, the default, reproduces every one that has a switch; the',
    'profile `safe` has all switches off, and each can be set by itself. Places name a document of the semantics.',
    '',
    '| switch | what Nomad does | without it | place | issues |',
    '| --- | --- | --- | --- | --- |',
    ...switched.map(quirkRow),
    '',
    'The same in both profiles, because it would crash a process, drop a connection, read a clock while applying, or is a matter of luck:',
    '',
    '| name | what Nomad does | what we do | place | issues |',
    '| --- | --- | --- | --- | --- |',
    ...others.map(quirkRow),
    '',
  ]
}

function quirkRow({ name, upstream, ours, places, issues }: QuirkNote): string {
  return `| \`${name}\` | ${upstream} | ${ours} | ${places.join(', ')} | ${issues.map((issue) => `#${issue}`).join(' ')} |`
}

const limitsPart: readonly string[] = [
  '## What is not modelled',
  '',
  '| what | what a client sees instead |',
  '| --- | --- |',
  '| several regions, beyond what the reconciler itself decides for a multi-region job | registering such a job is refused, as the community edition does; run, unblock and cancel of a deployment answer 200 and do nothing, as there |',
  '| placement by devices, NUMA and bandwidth, and the exact score of a node | every suitable node is as good as its free capacity; `Metrics` of an allocation are thinner |',
  '| volumes of the container storage interface, and host volumes | a job that asks for them is stored and compared; nothing is claimed, their routes answer 501 |',
  '| Consul and Vault | blocks are stored and compared; nothing is registered or fetched. Health by checks is the simulated fleet’s |',
  '| Enterprise: quotas, Sentinel, namespaces’ resource limits, dynamic application sizing | the routes answer 501 with a text |',
  '| locks of variables, and the encryption of variables at rest | locks answer 501 with a text; items lie in the log as they were sent |',
  '| logs, file systems, exec and statistics of allocations | 501 with a text |',
  '| timing of a real cluster | the virtual clock is exact; what lies closer than 0.7 s together may come in another order than in a recording |',
]
