// `cutover monitor`: runs the formulas that can be told from an event stream over one, live or recorded, of a real Nomad or of ours.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { PassThrough, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { eventStream, HttpClient } from '@cutover/client'
import type { JsonObject } from '@cutover/core'
import { type StreamReport, streamInvariants, violationLine, watchStream } from '@cutover/invariants'
import type { Command } from 'commander'
import { CliError, wholeNumber } from './cli-error.ts'

interface MonitorFlags {
  readonly url?: string
  readonly file?: string
  readonly token?: string
  readonly from?: number
  readonly for?: number
  readonly json: boolean
  readonly formulas: boolean
}

/** Adds the subcommand. */
export function addMonitor(program: Command): void {
  program
    .command('monitor')
    .description(
      'Checks the event stream of any Nomad, live or recorded, against the named formulas; fails if one breaks.',
    )
    .option('--url <address>', 'follow this server, such as http://127.0.0.1:4646')
    .option('--file <path>', 'read recorded lines of /v1/event/stream; - for standard input, .gz is unpacked')
    .option('--token <token>', 'sent with the call; by default $NOMAD_TOKEN', process.env['NOMAD_TOKEN'])
    .option('--from <index>', 'from this index on', wholeNumber('--from', 1, Number.MAX_SAFE_INTEGER))
    .option('--for <seconds>', 'how long to follow; until Ctrl-C by default', wholeNumber('--for', 1, 31_536_000))
    .option('--json', 'one finding a line as JSON, the sums last', false)
    .option('--formulas', 'list the formulas that a stream alone can tell, and do nothing', false)
    .addHelpText(
      'after',
      `
A stream shows rows, not why they changed: the other formulas need a log, and cutover serve --monitor checks them.

Examples:
  cutover monitor --url http://nomad.test:4646 --token $NOMAD_TOKEN
  curl -s 'http://nomad.test:4646/v1/event/stream?namespace=*' > stream.jsonl
  cutover monitor --file stream.jsonl`,
    )
    .action(monitor)
}

async function monitor(flags: MonitorFlags): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  if (flags.formulas) return say(formulaList())
  const watch = watchStream()
  const oddities = new Map<string, number>()
  let violations = 0
  for await (const batch of batches(flags))
    for (const finding of watch.check(batch)) {
      const { quirk } = finding
      if (quirk === undefined) violations += 1
      else oddities.set(quirk, (oddities.get(quirk) ?? 0) + 1)
      if (flags.json) say(JSON.stringify(finding))
      else if (quirk === undefined) say(`VIOLATION: ${violationLine(finding)}`)
    }
  const report = watch.report()
  say(flags.json ? JSON.stringify(report) : [...oddityLines(oddities), reportText(report, violations)].join('\n'))
  if (violations > 0) process.exitCode = 1
}

// What Nomad is known to do is no news: it is counted, not told one by one.
function oddityLines(oddities: ReadonlyMap<string, number>): readonly string[] {
  return [...oddities].map(([quirk, count]) => `${count} times what Nomad is known to do: ${quirk}`)
}

function reportText({ events, from, to, formulas, untold }: StreamReport, violations: number): string {
  return [
    `${events} events, index ${from} to ${to}: ${violations} violations`,
    `${formulas.length} formulas checked (--formulas lists them), ${untold.length} cannot be told from a stream`,
  ].join('\n')
}

function formulaList(): string {
  return streamInvariants
    .map(({ name, sources, quirk }) => `${name}  (semantics ${sources.join(', ')})${quirk ? `, but for ${quirk}` : ''}`)
    .join('\n')
}

function batches(flags: MonitorFlags): AsyncIterable<JsonObject> {
  if (flags.file !== undefined) return recorded(flags.file)
  if (flags.url !== undefined) return live(flags.url, flags)
  throw new CliError('say what to watch: --url or --file', 2)
}

async function* live(address: string, { token, from, for: seconds }: MonitorFlags): AsyncGenerator<JsonObject> {
  const stop = new AbortController()
  const end = (): void => stop.abort()
  process.once('SIGINT', end)
  const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1_000)
  try {
    const client = new HttpClient({ address, ...(token ? { token } : {}) })
    for await (const batch of eventStream(client, {
      namespace: '*',
      signal: stop.signal,
      ...(from && { index: from }),
    }))
      yield JSON.parse(JSON.stringify(batch))
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', end)
  }
}

async function* recorded(file: string): AsyncGenerator<JsonObject> {
  let place = 0
  try {
    for await (const line of createInterface({ input: opened(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      place += 1
      if (line.trim() !== '') yield JSON.parse(line)
    }
  } catch (error) {
    throw new CliError(`${file}, line ${place}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

// An error on the way is one of the last stream, which is the one that is read.
function opened(file: string): Readable {
  const source = file === '-' ? process.stdin : createReadStream(file)
  const last = file.endsWith('.gz') ? createGunzip() : new PassThrough()
  source.on('error', (error: Error) => last.destroy(error))
  return source.pipe(last)
}
