// Flags of the commands in this folder: `--help` teaches them, and what is wrong with them is said in a line, with exit code 2.
import { parseArgs } from 'node:util'

/** Says what is wrong with how a command was called, and ends. */
export function refuse(text) {
  process.stderr.write(`${text} (--help shows what there is)\n`)
  process.exit(2)
}

/** The flags and words that a command was given. */
export function readFlags(help, config) {
  let read
  try {
    read = parseArgs({ ...config, options: { ...config.options, help: { type: 'boolean', default: false } } })
  } catch (error) {
    refuse(error.message.split('. ')[0])
  }
  if (read.values.help) {
    process.stdout.write(help)
    process.exit(0)
  }
  return read
}
