// A run in other forms: a transcript, a test for Vitest, the log as JSON lines, a sequence diagram in Mermaid.

import type { Entry } from '@cutover/core'
import type { Run, Spoken } from './run.ts'

/** What a run is about, and how many nodes it began on. */
export interface Story {
  readonly claim: string
  readonly nodes: number
}

/** The lines of a run as a transcript: `npm test -- --update` fills in what the engine says to them. */
export function asTranscript({ spoken, elapsed }: Run, { claim, nodes }: Story): string {
  return `# ${claim}\n# ${nodes} nodes\n\n${timed(spoken, elapsed)
    .map((line) => `> ${line}`)
    .join('\n')}\n`
}

/** The run as a test that expects the same last status of every deployment. */
export function asTest(run: Run, { claim, nodes }: Story): string {
  const statuses = [...run.history.head.tables.deployments].map(
    ({ jobId, jobVersion, status }) => `${jobId} v${jobVersion} ${status}`,
  )
  return `import { openStage, perform } from '@cutover/simulator'
import { expect, test } from 'vitest'

test(${JSON.stringify(claim)}, () => {
  const stage = openStage({ nodes: ${nodes} })
  for (const line of ${JSON.stringify(timed(run.spoken, run.elapsed), null, 2).replaceAll('\n', '\n  ')}) perform(stage, line)
  const rows = [...stage.world.state.tables.deployments]
  expect(rows.map((row) => \`\${row.jobId} v\${row.jobVersion} \${row.status}\`)).toEqual(${JSON.stringify(statuses)})
})
`
}

/** The log, one entry a line; integers beyond 2^53 as text. */
export function asJsonLines({ history }: Run): string {
  const digits = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
  return history.entries.map((entry) => `${JSON.stringify(entry, digits)}\n`).join('')
}

/** Who did what, as a sequence diagram in Mermaid. */
export function asMermaid({ history, words }: Run): string {
  const told = history.entries.flatMap((entry, place) => mermaidLine(entry, words[place] ?? []))
  return ['sequenceDiagram', '  participant operator', '  participant fleet', '  participant log', ...told, ''].join(
    '\n',
  )
}

function mermaidLine({ cause, index }: Entry, words: readonly string[]): readonly string[] {
  if (words.length === 0) return []
  const text = words.join(' · ').replaceAll(';', ',').replaceAll('"', "'").replaceAll('#', '')
  return [`  ${cause.by}->>log: ${index} ${text}`]
}

// `run 5s` between the lines, as a transcript says it.
function timed(spoken: readonly Spoken[], elapsed: number): readonly string[] {
  const lines: string[] = []
  let now = 0
  const wait = (until: number): void => {
    const rest = Math.round((until - now) * 1_000)
    if (rest > 0) lines.push(rest % 1_000 === 0 ? `run ${rest / 1_000}s` : `run ${rest}ms`)
    now = until
  }
  for (const { at, line } of spoken) {
    wait(at)
    lines.push(line)
  }
  wait(elapsed)
  return lines
}
