// `cutover verify`: whether a data directory is as it was written, read from end to end without repairing anything.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type VerifiedLog, verifyLmdbLog } from '@cutover/log-lmdb'
import type { Command } from 'commander'
import { CliError } from './cli-error.ts'

/** Adds the subcommand. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'Reads every entry and every snapshot of a data directory and says whether they are as they were written.',
    )
    .argument('[directory]', 'the data directory', './.cutover')
    .option('--json', 'the findings as JSON', false)
    .addHelpText('after', '\nExits with 1 when something is damaged.\n\nExample:\n  cutover verify .cutover')
    .action(verify)
}

async function verify(directory: string, { json }: { readonly json: boolean }): Promise<void> {
  if (!existsSync(join(directory, 'data.mdb'))) throw new CliError(`there is no log in ${directory}`, 3)
  const verified = await verifyLmdbLog(directory, process.stderr.isTTY ? showProgress : undefined).catch(
    (error: unknown) => {
      throw new CliError(error instanceof Error ? error.message : String(error), 3)
    },
  )
  process.stdout.write(json ? `${JSON.stringify(verified)}\n` : told(directory, verified))
  if (verified.faults.length > 0) process.exitCode = 1
}

function showProgress(index: number): void {
  process.stderr.write(`\rread up to entry ${index} `)
}

function told(directory: string, { first, last, snapshots, stateHash, chain, faults }: VerifiedLog): string {
  const lines =
    faults.length > 0
      ? faults.map(({ index, reason }) => `damaged at index ${index}: ${reason}`)
      : [
          `${directory} is as it was written: ${last - first + 1} entries from ${first} to ${last}, snapshots at ${snapshots.join(', ')}`,
          `state hash at index ${last}: ${stateHash}`,
          `chain at index ${last}: ${chain}`,
        ]
  return `${lines.join('\n')}\n`
}
