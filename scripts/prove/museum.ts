// `npm run prove -- museum`: every exhibit plays well as it is; with its mistake made in a copy of the sources it shows the bug.
// Flags: `--only text` (a part of an exhibit's name).
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkInvariants } from '@cutover/invariants'
import { type Exhibit, exhibits, isSound, playExhibit } from '@cutover/simulator'
import type { Showing } from '../../packages/testing/src/mutations/exhibit-mutant.ts'
import { museumMistakes } from '../../packages/testing/src/mutations/museum-mistakes.ts'
import { mutations } from '../../packages/testing/src/mutations/mutation-list.ts'
import { copySources, type SourceTree } from '../../packages/testing/src/mutations/source-tree.ts'
import { flagsOf } from './catalogue.ts'
import { note } from './figures.ts'

/** One exhibit: whether it ends well without its mistake, and what shows the mistake. */
export interface MuseumRow {
  readonly exhibit: string
  readonly mistake: string
  readonly sound: boolean
  readonly shownBy: readonly string[]
}

/** What the museum came to. */
export interface MuseumFigures {
  readonly families: number
  readonly sound: number
  readonly shown: number
}

/** Plays every exhibit twice: as it is, and with its mistake. */
export function museumRows(chosen: readonly Exhibit[], onRow?: (row: MuseumRow) => void): readonly MuseumRow[] {
  const tree = copySources()
  try {
    return chosen.map((exhibit) => {
      const row = rowOf(tree, exhibit)
      onRow?.(row)
      return row
    })
  } finally {
    tree.remove()
  }
}

/** The sums of the rows. */
export function museumFigures(rows: readonly MuseumRow[]): MuseumFigures {
  const [sound, shown] = [rows.filter((row) => row.sound), rows.filter(({ shownBy }) => shownBy.length > 0)]
  return { families: rows.length, sound: sound.length, shown: shown.length }
}

function rowOf(tree: SourceTree, exhibit: Exhibit): MuseumRow {
  const { id, mistake } = exhibit
  const mutation = [...mutations, ...museumMistakes].find(({ name }) => name === mistake)
  if (!mutation) throw new Error(`there is no mistake ${mistake}`)
  tree.spoil(mutation)
  const spoilt = play(tree, exhibit.id)
  return {
    exhibit: id,
    mistake,
    sound: isSoundHere(exhibit),
    shownBy: [...(spoilt.outcome ? ['its outcome'] : []), ...spoilt.broken],
  }
}

function isSoundHere(exhibit: Exhibit): boolean {
  let violations = 0
  const story = playExhibit(exhibit, (entry, after, before) => {
    violations += checkInvariants(before, entry, after, { managed: true }).length
  })
  return violations === 0 && isSound(exhibit, story)
}

function play(tree: SourceTree, id: string): Showing {
  const program = join(tree.root, 'packages/testing/src/mutations/exhibit-mutant.ts')
  const args = ['--import', 'tsx', '-C', '@cutover/source', program, id]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: tree.root, encoding: 'utf8' }))
}

/** Prints a line for each exhibit and the sums; answers whether all are sound and all mistakes shown. */
export function proveMuseum(args: readonly string[]): boolean {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.museum })
  const rows = museumRows(
    exhibits.filter(({ id }) => id.includes(flags.only)),
    ({ exhibit, mistake, sound, shownBy }) => {
      const shown = shownBy.length > 0 ? `shown by ${shownBy.join(', ')}` : 'NOT SHOWN'
      process.stdout.write(`${exhibit.padEnd(34)}${sound ? 'sound' : 'NOT SOUND'}  ${mistake}: ${shown}\n`)
    },
  )
  const { families, sound, shown } = museumFigures(rows)
  if (flags.only === '') note('museum', { families, sound, shown })
  process.stdout.write(`${families} families, ${sound} sound, ${shown} mistakes shown\n`)
  return families > 0 && sound === families && shown === families
}
