// `cutover museum`: families of bugs that Nomad's rollouts have had; lists them, and plays one on a virtual clock.

import { type Exhibit, exhibits, playExhibit } from '@cutover/simulator'
import type { Command } from 'commander'
import { CliError } from './cli-error.ts'

/** Adds the subcommand. */
export function addMuseum(program: Command): void {
  program
    .command('museum')
    .description("Bugs that Nomad's rollouts have had, as runs that would show them.")
    .argument('[exhibit]', 'the number or the name of the one to play; without it they are listed')
    .option('--json', 'as JSON', false)
    .action((name: string | undefined, { json }: { readonly json: boolean }) => {
      process.stdout.write(`${museumText(name, json)}\n`)
    })
}

/** What the command prints: the list, or one exhibit and its run. Throws a `CliError` for one that does not exist. */
export function museumText(name: string | undefined, json: boolean): string {
  if (name === undefined) return json ? JSON.stringify(exhibits) : exhibits.map(listed).join('\n')
  const exhibit = exhibits.find(({ id }, position) => id === name || String(position + 1) === name)
  if (!exhibit) throw new CliError(`there is no exhibit ${name}: cutover museum lists them`)
  const run = playExhibit(exhibit)
  return json ? JSON.stringify({ ...exhibit, run }) : [...labels(exhibit), '', ...run].join('\n')
}

function listed({ id, issues, story }: Exhibit, position: number): string {
  return `${String(position + 1).padStart(2)}  ${id}  (${issues.map((issue) => `#${issue}`).join(', ')})\n    ${story}`
}

function labels({ id, issues, story, here, invariant, mistake }: Exhibit): readonly string[] {
  return [
    id,
    `issues     ${issues.map((issue) => `#${issue}`).join(', ')}`,
    `there      ${story}`,
    `here       ${here}`,
    ...(invariant === undefined ? [] : [`invariant  ${invariant}`]),
    ...(mistake === undefined ? [] : [`mistake    ${mistake}`]),
  ]
}
