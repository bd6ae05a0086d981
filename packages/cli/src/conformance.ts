// `cutover conformance`: runs the black-box cases against any server that speaks Nomad's API, and prints what differs.

import { type Area, areas, type CaseResult, runConformance } from '@cutover/client/conformance'
import { type Command, InvalidArgumentError } from 'commander'
import { CliError, wholeNumber } from './cli-error.ts'

interface ConformanceFlags {
  readonly url: string
  readonly token?: string
  readonly only?: Area
  readonly gentle: boolean
  readonly atOnce: number
  readonly json: boolean
}

/** Adds the subcommand. */
export function addConformance(program: Command): void {
  program
    .command('conformance')
    .description("Runs black-box cases against any server of Nomad's API, a real Nomad included; fails if one differs.")
    .requiredOption('--url <address>', 'the server, such as http://127.0.0.1:4646')
    .option('--token <token>', 'sent with every call; with access control on it must be a management token')
    .option('--only <area>', `${areas.join(', ')}; all by default`, area)
    .option('--gentle', 'leave out cases that drain a node', false)
    .option('--at-once <count>', 'how many cases run at once', wholeNumber('--at-once', 1, 100), 8)
    .option('--json', 'print the results as JSON', false)
    .addHelpText(
      'after',
      `
Jobs get random names and are purged in the end. Cases that place something need a ready node with mock_driver or raw_exec.

Examples:
  cutover conformance --url http://127.0.0.1:4646
  cutover conformance --url http://nomad.test:4646 --token $NOMAD_TOKEN --only deployments --gentle`,
    )
    .action(conformance)
}

async function conformance({ url, token, only, gentle, atOnce, json }: ConformanceFlags): Promise<void> {
  const results = await runConformance({
    address: url,
    gentle,
    atOnce,
    ...(token === undefined ? {} : { token }),
    ...(only === undefined ? {} : { only: [only] }),
  }).catch((error: unknown) => {
    throw new CliError(`${url} does not answer: ${error instanceof Error ? error.message : String(error)}`)
  })
  process.stdout.write(json ? `${JSON.stringify(results, undefined, 2)}\n` : conformanceTable(results))
  if (results.some(({ outcome }) => outcome === 'fail')) process.exitCode = 1
}

/** One line for each case, the difference or the reason below it, and the sums. */
export function conformanceTable(results: readonly CaseResult[]): string {
  const lines = results.map(({ outcome, number, area, name, text }) => {
    const line = `${outcome.padEnd(4)}  ${number.padEnd(6)}  ${area.padEnd(11)}  ${name}`
    return text === '' ? line : `${line}\n${' '.repeat(14)}${text.replaceAll('\n', '\\n')}`
  })
  const count = (wanted: CaseResult['outcome']): number => results.filter(({ outcome }) => outcome === wanted).length
  const sums = `${results.length} cases: ${count('pass')} pass, ${count('fail')} fail, ${count('skip')} skip`
  return `${[...lines, sums].join('\n')}\n`
}

function area(text: string): Area {
  const found = areas.find((one) => one === text)
  if (found === undefined) throw new InvalidArgumentError(`one of ${areas.join(', ')}`)
  return found
}
