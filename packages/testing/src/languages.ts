// Files of lines in some small language with what each line is taken for: `> ` and the line, then what a reader makes of it, and what it makes
// of all the lines that lack one of its characters or have one more, counted and hashed. People read the files; `⏎` and `⇥` stand for a new
// line and a tab.

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
  const told = read(text)
  return [
    `  ${told.replaceAll('\n', '⏎')}`,
    `  one character less: ${account(shorter(text), told, read)}`,
    `  one character more: ${account(longer(text), told, read)}`,
  ]
}

function account(texts: readonly string[], told: string, read: Reading): string {
  const readings = texts.map(read)
  const same = readings.filter((reading) => reading === told).length
  return `${texts.length} texts, ${same} the same, ${hashText(readings.join('\n'))}`
}

/** The texts that lack one of its characters. */
export function shorter(text: string): readonly string[] {
  const letters = [...text]
  return letters.map((_, at) => letters.filter((_letter, n) => n !== at).join(''))
}

/** The texts with one of its characters twice, or with another one at either end. */
export function longer(text: string): readonly string[] {
  const letters = [...text]
  const twice = letters.map((letter, at) => [...letters.slice(0, at), letter, ...letters.slice(at)].join(''))
  return [...twice, ...[...' x7-\n'].flatMap((letter) => [letter + text, text + letter])]
}
