#!/usr/bin/env -S node --max-semi-space-size=64
// The command `cutover`: arguments become a subcommand's options, outcomes become exit codes. Exit codes: 0 done, 1 it failed,
// 2 the arguments make no sense, 3 the data directory cannot be used, 4 the address cannot be bound.

import { Command, CommanderError } from 'commander'
import { addBackup } from './backup.ts'
import { CliError } from './cli-error.ts'
import { addConformance } from './conformance.ts'
import { addExplain } from './explain.ts'
import { addInspectCommands } from './inspect.ts'
import { addMonitor } from './monitor.ts'
import { addMuseum } from './museum.ts'
import { addOdds } from './odds.ts'
import { addServe } from './serve.ts'
import { addShrink } from './shrink.ts'
import { addSim } from './sim.ts'
import { addTransfer } from './transfer.ts'
import { addVerify } from './verify.ts'

// Whoever reads may have read enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const program = new Command()
  .name('cutover')
  .description("Nomad's rollouts as a server and a simulator: same API, no infrastructure.")
  .version('0.1.0')
  .showHelpAfterError()
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  cutover serve --demo                 a cluster with rollouts to look at, on http://127.0.0.1:4646
  cutover sim job.json                 roll a job out on a virtual clock and print what happens
  cutover replay .cutover              print the log of a data directory, entry by entry
  cutover state .cutover --at 120      the state right after entry 120
  cutover verify .cutover              read everything again: is it as it was written?
  cutover blockers                     what the deployments of ./.cutover wait for
  cutover odds                         what they are likely to come to
  cutover conformance --url http://…   black-box cases against any server of Nomad's API

Exit codes: 0 done · 1 failed · 2 bad arguments · 3 data directory unusable · 4 address not to be had`,
  )

addServe(program)
addSim(program)
addShrink(program)
addInspectCommands(program)
addVerify(program)
addTransfer(program)
addBackup(program)
addExplain(program)
addOdds(program)
addConformance(program)
addMonitor(program)
addMuseum(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof CliError) {
    process.stderr.write(`cutover: ${error.message}\n`)
    return error.exitCode
  }
  process.stderr.write(`cutover: ${error instanceof Error ? error.message : String(error)}\n`)
  return 1
}
