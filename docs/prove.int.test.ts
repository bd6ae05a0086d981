// How `npm run prove` is called: help names every prover with its flags, and what fits nothing is refused in a line.

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultOf, flagsOf, helpOf, names } from '../scripts/prove/catalogue.ts'

const root = new URL('..', import.meta.url).pathname

function prove(...args: readonly string[]): {
  readonly status: number | null
  readonly out: string
  readonly err: string
} {
  const program = ['--import', 'tsx', '-C', '@cutover/source', 'scripts/prove.ts', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: root, encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}

test('help tells of all provers, and behind a name of that one alone', () => {
  const [all, one] = [prove('--help'), prove('blockers', '--help')]
  expect([all.status, all.err, one.status, one.err]).toEqual([0, '', 0, ''])
  expect(names().filter((name) => !all.out.includes(`npm run prove -- ${name} `))).toEqual([])
  expect(one.out).toBe(helpOf('blockers'))
})

test.each([
  [['block'], /^prove: there is no prover block: explorer, .*\(--help shows what there is\)\n$/],
  [['blockers', '--state', '3'], /^prove: blockers: Unknown option '--state' \(--help shows what there is\)\n$/],
  [['--tiny'], /^prove: Unknown option '--tiny' \(--help shows what there is\)\n$/],
])('%j is refused in a line, with exit code 2', (args, line) => {
  const { status, out, err } = prove(...args)
  expect([status, out]).toEqual([2, ''])
  expect(err).toMatch(line)
})

test('a number that is none and a choice that there is not are refused', () => {
  expect([
    faultOf(flagsOf.blockers, ['--states', 'many']),
    faultOf(flagsOf.explorer, ['--world', 'huge']),
    faultOf(flagsOf.explorer, ['--world', 'large', '--states', '10']),
  ]).toEqual(['--states wants a whole number, not many', '--world is one of small, large', undefined])
})

test.each(names())('every example of %s in its help can be called', (name) => {
  const example = helpOf(name).match(new RegExp(`npm run prove -- ${name} (.*)\n`, 'u'))?.[1] ?? ''
  expect([example.length > 0, faultOf(flagsOf[name], example.split(' '))]).toEqual([true, undefined])
})

test('no prover has flags that help does not know', () => {
  const folder = new URL('../scripts/prove/', import.meta.url)
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'catalogue.ts')
  const own = sources.filter((file) =>
    /parseArgs\((?![^)]*options: flagsOf)/u.test(readFileSync(new URL(file, folder), 'utf8')),
  )
  expect(own).toEqual([])
})
