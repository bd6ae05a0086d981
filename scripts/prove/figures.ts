// What the provers came to in this run, for docs/proof.json and the generated parts of docs/proof.md. What a run left out keeps its figures.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const noted = new Map<string, object>()
const passages = new Map<string, string>()

/** Notes the figures of a prover: all of them for the page, those of the shape below for docs/proof.json. */
export function note(name: string, figures: object): void {
  noted.set(name, figures)
}

/** Notes the text of a generated part of docs/proof.md, between `<!-- NAME -->` and `<!-- end of NAME -->`. */
export function notePassage(name: string, text: string): void {
  passages.set(name, text)
}

/** Which figures docs/proof.json holds of which prover. */
const shape: Readonly<Record<string, readonly string[]>> = {
  explorer: ['states', 'transitions', 'depth', 'seconds'],
  mutants: ['killed', 'total'],
  model: ['commands', 'averageLength'],
  blockers: ['states', 'broken'],
  years: ['simulatedDays', 'ratio'],
  museum: ['families', 'sound', 'shown'],
}

const json = new URL('../../docs/proof.json', import.meta.url)
const page = new URL('../../docs/proof.md', import.meta.url)

/** The commit that is checked out: asked before a run, which may outlast it. */
export function currentCommit(): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
}

/** Renews both from what was noted in a run on that commit. */
export function writeFigures(commit: string): void {
  const known = new Map(Object.entries<unknown>(JSON.parse(readFileSync(json, 'utf8'))))
  const figures = Object.entries(shape).map(([name, fields]) => [
    name,
    picked(noted.get(name) ?? known.get(name), fields),
  ])
  writeFileSync(json, `${JSON.stringify({ ...Object.fromEntries(figures), commit }, undefined, 2)}\n`)
  let text = readFileSync(page, 'utf8')
  text = replaced(text, 'figures', tableOf(passageOf(text, 'figures'), commit))
  for (const [name, passage] of passages) text = replaced(text, name, passage)
  writeFileSync(page, text)
}

function picked(figures: unknown, fields: readonly string[]): object | null {
  if (typeof figures !== 'object' || figures === null) return null
  const values = new Map<string, unknown>(Object.entries(figures))
  return Object.fromEntries(fields.map((field) => [field, values.get(field) ?? null]))
}

function passageOf(text: string, name: string): string {
  const [begin, end] = [text.indexOf(`<!-- ${name} -->`), text.indexOf(`<!-- end of ${name} -->`)]
  if (begin < 0 || end < begin) throw new Error(`docs/proof.md has no place for ${name}`)
  return text.slice(begin, end)
}

function replaced(text: string, name: string, passage: string): string {
  return text.replace(passageOf(text, name), () => `<!-- ${name} -->\n\n${passage}\n`)
}

// The rows of provers that did not run stay as they are.
function tableOf(before: string, commit: string): string {
  const rows = new Map(Object.keys(shape).map((name) => [name, 'not run']))
  for (const [, name = '', told = ''] of before.matchAll(/^\| (\w+) \| (.+) \|$/gm))
    if (name !== 'what') rows.set(name, told)
  for (const [name, figures] of noted) rows.set(name, listed(figures))
  rows.delete('commit')
  rows.set('commit', commit)
  return `| what | last run |\n| --- | --- |\n${[...rows].map(([name, told]) => `| ${name} | ${told} |\n`).join('')}`
}

function listed(figures: object): string {
  const parts = Object.entries(figures).map(([name, value]) => {
    const told =
      typeof value === 'number' ? value.toLocaleString('en') : Array.isArray(value) ? value.join(', ') : value
    return `${name} ${told === '' ? 'none' : told}`
  })
  return parts.join('; ')
}
