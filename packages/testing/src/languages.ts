// Files of lines in some small language with what each line is taken for: `> ` and the line, then what a reader makes of it, and what it makes
// of all the lines that lack one of its characters, counted and hashed. People read the files; `⏎` and `⇥` stand for a new line and a tab.

import { hashText } from './text-digest.ts'

/** What a reader makes of a text, in one line or several. */
export type Reading = (text: string) => string

/** The same file with what the reader makes of each line beneath it; `isWrong` tells refusals among readings. */
export function readLines(file: string, read: Reading): string {
  return file
    .split('\n')
    .filter((line) => line.startsWith('> ') || line.startsWith('#') || line === '')
    .flatMap((line) => (line.startsWith('> ') ? [line, ...outcomes(line.slice(2), read)] : [line]))
    .join('\n')
}

function outcomes(line: string, read: Reading): readonly string[] {
  const text = line.replaceAll('⏎', '\n').replaceAll('⇥', '\t')
  const letters = [...text]
  const cuts = letters.map((_, at) => letters.filter((_letter, n) => n !== at).join(''))
  const readings = cuts.map(read)
  const same = readings.filter((reading) => reading === read(text)).length
  const told = read(text).replaceAll('\n', '⏎')
  return [
    `  ${told}`,
    `  one character less: ${readings.length} texts, ${same} the same, ${hashText(readings.join('\n'))}`,
  ]
}
