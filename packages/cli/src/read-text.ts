// The text of a file, or of standard input for `-`.

import { readFile } from 'node:fs/promises'
import { CliError } from './cli-error.ts'

/** Reads the whole text; throws a `CliError` that names the file. */
export async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new CliError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<string> {
  let text = ''
  for await (const chunk of input) text += String(chunk)
  return text
}
