// Finds recorded files and reads their lines one by one: a file may hold more text than one string can.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const ending = '.jsonl.gz'
const newline = 0x0a

/** The recorded files among the paths and directly inside those that are directories, in the order of names. */
function recordedFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path]
    const names = readdirSync(path).filter((name) => name.endsWith(ending))
    return names.sort().map((name) => join(path, name))
  })
}

/** Recorded files by the set that they belong to. */
export interface SortedFiles {
  /** The files of each set, sets in the given order. */
  readonly sets: readonly (readonly [set: string, files: readonly string[]])[]
  /** Files of none of the sets. */
  readonly strangers: readonly string[]
}

/** Sorts the files among the paths, and directly inside those that are directories, by the first word of their names. */
export function filesBySet(paths: readonly string[], sets: readonly string[]): SortedFiles {
  const files = recordedFiles(paths)
  const found = sets.map((set) => [set, files.filter((path) => setOf(path) === set)] as const)
  return {
    sets: found.filter(([, members]) => members.length > 0),
    strangers: files.filter((path) => !sets.includes(setOf(path))),
  }
}

/** The set that a file belongs to: the first word of its name. */
function setOf(path: string): string {
  return basename(path).split('.', 1)[0] ?? ''
}

/** The lines of a gzip file. `onLine` hears the number of each line, from 1. */
export function* linesOf(path: string, onLine: (line: number) => void): Generator<string> {
  const bytes = gunzipSync(readFileSync(path))
  let start = 0
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(newline, start)
    const end = found < 0 ? bytes.length : found
    onLine(line)
    yield bytes.toString('utf8', start, end)
    start = end + 1
  }
}

const idKeys = /^\{"(?:case|trace|story|name)": ?"([^"]*)"/

/** The id of the case on a line; undefined for a line that describes the file. */
export function idOf(line: string): string | undefined {
  return idKeys.exec(line)?.[1]
}

/** Only one case, or those that begin alike when a `*` ends the id, and the lines that describe the file. */
export function* onlyCase(lines: Iterable<string>, id: string): Generator<string> {
  const beginning = id.endsWith('*') ? id.slice(0, -1) : undefined
  for (const line of lines) {
    const found = idOf(line)
    if (found === undefined || found === id || (beginning !== undefined && found.startsWith(beginning))) yield line
  }
}
