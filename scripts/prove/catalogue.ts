// What `npm run prove` can show: one entry for each prover, with its flags and what they are unless told. Provers read their flags from
// here, `--help` is printed from here, and what fits none of it is refused in a line.
import { parseArgs } from 'node:util'

/** A flag. One whose value unless told is a number wants a whole one; `choices` are all there is. */
interface Flag {
  readonly type: 'string' | 'boolean'
  readonly default?: string | boolean
  readonly says: string
  readonly choices?: readonly string[]
}

/** A prover: what it shows, its flags, and a call worth trying. */
interface Entry {
  readonly shows: string
  readonly example: string
  readonly flags: Readonly<Record<string, Flag>>
}

/** The flags of each prover, by its name, as `parseArgs` wants them. */
export const flagsOf = {
  explorer: {
    world: { type: 'string', default: 'small', choices: ['small', 'large'], says: 'which world' },
    states: { type: 'string', default: '100000', says: 'where a search ends that is not whole' },
    threads: { type: 'string', default: '2', says: 'how many threads' },
    checkpoint: { type: 'string', says: 'a directory where the search is kept, and taken up from the next time' },
  },
  model: {
    commands: { type: 'string', default: '1000000', says: 'how many commands' },
    from: { type: 'string', default: '0', says: 'the first seed' },
    length: { type: 'string', default: '60', says: 'commands to a history' },
    threads: { type: 'string', default: '2', says: 'how many threads' },
  },
  blockers: {
    states: { type: 'string', default: '100000', says: 'how many states' },
    seed: { type: 'string', default: '1', says: 'the first seed; each gives a hundred rollouts' },
  },
  mistakes: {
    only: { type: 'string', default: '', says: 'a part of the name or the file of a mistake' },
    processes: { type: 'string', default: '2', says: 'how many processes' },
  },
  mutants: {
    sample: { type: 'string', default: '200', says: 'how many mutants; 0 for all' },
    seed: { type: 'string', default: '1', says: 'which of them' },
    files: { type: 'string', default: '', says: 'parts of paths, with commas' },
    min: { type: 'string', default: '80', says: 'how many of a hundred must be killed' },
  },
  years: {
    seeds: { type: 'string', default: '1', says: 'how many lives' },
    days: { type: 'string', default: '365', says: 'how long each lasts' },
    first: { type: 'string', default: '1', says: 'the first seed' },
  },
  museum: { only: { type: 'string', default: '', says: 'a part of the name of an exhibit' } },
  adapters: { scripts: { type: 'string', default: '10000', says: 'how many scripts' } },
  runtimes: { lines: { type: 'string', default: '300', says: 'how many lines of a life' } },
  faults: {
    kills: { type: 'string', default: '200', says: 'how many kills at least' },
    acknowledged: { type: 'string', default: '1000000', says: 'how many commands must be acknowledged' },
    callers: { type: 'string', default: '2048', says: 'how many callers' },
    life: { type: 'string', default: '400', says: 'how long a process lives at most, in ms' },
    'long-life': { type: 'string', default: '20000', says: 'the same for those after the kills, in ms' },
    seed: { type: 'string', says: 'the moments of the kills; by the clock' },
    json: { type: 'boolean', default: false, says: 'what was found as JSON' },
  },
  servers: {
    acknowledged: { type: 'string', default: '100000', says: 'how many commands must be acknowledged' },
    faults: { type: 'string', default: '10', says: 'how many faults at least' },
    callers: { type: 'string', default: '96', says: 'how many callers' },
    rest: { type: 'string', default: '4000', says: 'between faults, in ms' },
    json: { type: 'boolean', default: false, says: 'what was found as JSON' },
  },
} as const satisfies Readonly<Record<string, Entry['flags']>>

/** The flags of `npm run prove` without a name. */
export const flagsOfAll = {
  size: { type: 'string', default: 'large', choices: ['small', 'large'], says: 'how far; small is what CI runs' },
  checkpoint: { type: 'string', says: 'a directory where the large search is kept, and taken up from the next time' },
  write: { type: 'boolean', default: false, says: 'renews docs/proof.json and the figures of docs/proof.md' },
} as const

/** The name of a prover. */
export type ProverName = keyof typeof flagsOf

const told: Readonly<Record<ProverName, Omit<Entry, 'flags'>>> = {
  explorer: {
    shows: 'searches a small world breadth first: no rule is broken, every rollout can and does end',
    example: '--world large --states 1000000 --checkpoint large-search',
  },
  model: {
    shows: 'a second, dumb implementation agrees after every command of random histories',
    example: '--commands 100000 --from 5000000',
  },
  blockers: {
    shows: 'what a rollout is said to wait for is what it waits for: all of it cleared it moves, any left out it stays',
    example: '--states 2000 --seed 7',
  },
  mistakes: {
    shows: 'deliberate mistakes in the sources are found without recordings',
    example: '--only reconcile/',
  },
  mutants: {
    shows: 'how many of the mutants of the core the tests kill',
    example: '--files reconcile/,watch/ --sample 60',
  },
  years: { shows: 'years of a busy fleet with faults break no invariant', example: '--first 7 --days 30' },
  museum: {
    shows: 'families of upstream bugs play well as they are; with their mistake made they show it',
    example: '--only canary',
  },
  adapters: { shows: 'the same scripts through every door leave the same log and state', example: '--scripts 1000' },
  runtimes: { shows: 'the same seeds leave the same log on several Nodes and in Chromium', example: '--lines 100' },
  faults: {
    shows: 'a store killed again and again under load loses and doubles nothing',
    example: '--acknowledged 0 --life 200',
  },
  servers: {
    shows: 'three servers on one log lose and double nothing while leaders and logs are killed, paused, cut off',
    example: '--acknowledged 1000 --faults 5',
  },
}

/** What is wrong with flags, in a line; undefined when nothing is. */
export function faultOf(flags: Entry['flags'], args: readonly string[]): string | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: { ...flags } })
    return Object.entries(flags)
      .map(([name, flag]) => faultOfValue(name, flag, values[name]))
      .find((fault) => fault !== undefined)
  } catch (error) {
    return error instanceof Error ? error.message.split('. ')[0] : String(error)
  }
}

function faultOfValue(name: string, { default: usual, choices }: Flag, value: unknown): string | undefined {
  if (choices && !choices.some((choice) => choice === value)) return `--${name} is one of ${choices.join(', ')}`
  const isNumber = typeof usual === 'string' && /^\d+$/.test(usual)
  return isNumber && !/^\d+$/.test(String(value)) ? `--${name} wants a whole number, not ${value}` : undefined
}

/** All provers, or one, for whoever asks how to call them. */
export function helpOf(name?: ProverName): string {
  if (name !== undefined) return `${told[name].shows}\n\n${callOf(name)}${flagLines({ ...flagsOf[name], write })}`
  const head = 'Shows what is claimed. Without a name: what docs/proof.json tells of, one after the other.\n\n'
  const all = `  npm run prove -- --size small\n${flagLines(flagsOfAll)}`
  const each = names().map((one) => `\n${one}: ${told[one].shows}\n${callOf(one)}${flagLines(flagsOf[one])}`)
  return `${head}${all}${each.join('')}\nBehind a name as well: --write, --help. Exit code 1: something does not hold; 2: no such call.\n`
}

const { write } = flagsOfAll

function callOf(name: ProverName): string {
  return `  npm run prove -- ${name} ${told[name].example}\n`
}

function flagLines(flags: Entry['flags']): string {
  return Object.entries(flags)
    .map(([name, flag]) => `    --${name.padEnd(14)}${flag.says}${usually(flag)}\n`)
    .join('')
}

function usually({ default: usual, choices = [] }: Flag): string {
  const others = choices.filter((choice) => choice !== usual).map((choice) => `, or ${choice}`)
  return typeof usual === 'string' && usual !== '' ? ` (${usual}${others.join('')})` : ''
}

/** The names of all provers. */
export function names(): readonly ProverName[] {
  return Object.keys(flagsOf).filter(isProver)
}

/** Whether there is a prover of this name. */
export function isProver(name: string): name is ProverName {
  return Object.hasOwn(flagsOf, name)
}
