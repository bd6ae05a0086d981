// `cutover museum`: families of bugs that Nomad's rollouts have had; lists them, and plays one on a virtual clock.

import { type Exhibit, exhibits, playExhibit } from '@cutover/simulator'
import type { Command } from 'commander'
import { CliError } from './cli-error.ts'

/** Adds the subcommand. */
export function addMuseum(program: Command): void {
  program
    .command('museum')
    .description("Bugs that Nomad's rollouts have had, as runs that would show them.")
    .argument('[what...]', 'list (the default), show EXHIBIT or play EXHIBIT; EXHIBIT is a number or a name')
    .option('--json', 'as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  cutover museum                             all of them
  cutover museum show pause-against-deadline what went wrong, and what shows it
  cutover museum play 4                      the run, line by line`,
    )
    .action((what: readonly string[], { json }: { readonly json: boolean }) => {
      process.stdout.write(`${museumText(what, json)}\n`)
    })
}

/** What the command prints: the list, an exhibit, or its run. Throws a `CliError` for one that does not exist. */
export function museumText(what: readonly string[], json: boolean): string {
  const [verb = 'list', ...names] = what
  if (verb === 'list') return json ? JSON.stringify(exhibits) : exhibits.map(listed).join('\n')
  const name = verb === 'show' || verb === 'play' ? names[0] : verb
  const exhibit = exhibits.find(({ id }, position) => id === name || String(position + 1) === name)
  if (!exhibit) throw new CliError(`there is no exhibit ${name ?? ''}: cutover museum lists them`)
  if (verb === 'show') return json ? JSON.stringify(exhibit) : [...labels(exhibit), '', ...exhibit.script].join('\n')
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
    `mistake    ${mistake}`,
  ]
}
