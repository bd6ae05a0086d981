// `cutover backup` and `restore`: the log of a data directory as one file, also while a server writes to it.

import { backupLmdbLog, restoreLmdbLog } from '@cutover/log-lmdb'
import type { Command } from 'commander'

/** Adds the subcommands. */
export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('Copies the log of a data directory into a new file, while a server may be writing to it.')
    .argument('<directory>', 'the data directory')
    .argument('<file>', 'a file that is not there yet')
    .addHelpText('after', '\nExample:\n  cutover backup .cutover monday.mdb')
    .action(async (directory: string, file: string) => {
      await backupLmdbLog(directory, file)
      process.stdout.write(`${directory} is copied to ${file}\n`)
    })
  program
    .command('restore')
    .description('Puts such a file into an empty directory and verifies it.')
    .argument('<file>', 'what `backup` wrote')
    .argument('<directory>', 'a directory that is empty or not there')
    .addHelpText('after', '\nExample:\n  cutover restore monday.mdb ./other')
    .action(async (file: string, directory: string) => {
      const { last, stateHash } = await restoreLmdbLog(file, directory)
      process.stdout.write(`restored up to index ${last}, state hash ${stateHash}\n`)
    })
}
