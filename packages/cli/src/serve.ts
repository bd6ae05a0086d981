// `cutover serve`: engine, simulated fleet and HTTP API in one process, in the foreground, until it is told to stop.

import { type Profile, quirksOf } from '@cutover/core'
import { periodicManagers, searchingWith } from '@cutover/core/periodic'
import { type Clock, createEngine, type Engine, fixedSeed, randomSeed, systemClock } from '@cutover/engine'
import { parseJobFile } from '@cutover/hcl'
import { type Api, answerForwarded, createPatternSearch, createServer, type ServerSettings } from '@cutover/http'
import type { InvariantWatch } from '@cutover/invariants'
import { attachFleet, Fleet } from '@cutover/simulator'
import { type Command, InvalidArgumentError } from 'commander'
import { builtPage } from './built-page.ts'
import { CliError, wholeNumber } from './cli-error.ts'
import { runDemo } from './demo.ts'
import { type LedFleet, ledFleet } from './led-fleet.ts'
import { addLimitFlags, type LimitFlags, limitsOf } from './limit-flags.ts'
import { loudWatch, monitoredBy } from './loud-watch.ts'
import { addNatsFlags, isNats, type NatsFlags, openServers, type Servers, sharedBy } from './nats-flags.ts'
import { tellOdds } from './odds.ts'
import { openLog, warn } from './open-log.ts'
import { profileOption } from './profile-option.ts'
import { scaledClock } from './scaled-clock.ts'
import { addTlsFlags, reachWarning, type TlsFlags, tlsOf } from './tls-flags.ts'
import { zoneOffset } from './zone-offset.ts'

interface ServeOptions extends LimitFlags, NatsFlags, TlsFlags {
  readonly address: string
  readonly port: number
  readonly dataDir: string
  readonly log: string
  readonly nodes: number
  readonly name: string
  readonly region: string
  readonly seed?: string
  readonly profile: Profile
  readonly acl: boolean
  readonly demo: boolean
  readonly recoverTo?: number
  readonly timeScale: number
  readonly ui?: string
  readonly monitor: boolean
}

const examples = `
Examples:
  cutover serve                                  listens on http://127.0.0.1:4646, data in ./.cutover
  cutover serve --demo --log memory              rollouts to look at, nothing kept
  cutover serve --port 5000 --data-dir ./other  another port, another directory
  cutover serve --nodes 0                        no fleet: report what your own nodes do
  cutover serve --time-scale 10                  ten seconds pass in one
  cutover serve --profile safe --log memory      Nomad's rules without its oddities
  cutover serve --log nats://a:4222,nats://b:4222,nats://c:4222    one of several servers, see docs/operate.md
  cutover serve --acl                            tokens are asked for; begin with PUT /v1/acl/bootstrap`

/** Adds the subcommand. */
export function addServe(program: Command): void {
  addLimitFlags(addTlsFlags(addNatsFlags(program.command('serve'))))
    .description("Serves Nomad's API over a log, with a simulated fleet.")
    .option('--address <host>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'which port; 0 takes a free one', wholeNumber('--port', 0, 65_535), 4646)
    .option('--data-dir <directory>', 'where the log lives', './.cutover')
    .option('--log <kind>', 'lmdb, memory for a server that forgets, or nats://host:port,… for several servers', 'lmdb')
    .option('--nodes <count>', 'simulated nodes client-1 …; 0 for none', wholeNumber('--nodes', 0, 10_000), 3)
    .option('--name <name>', "the server's name", 'cutover-1')
    .option('--region <region>', 'the region that it answers for', 'global')
    .option('--seed <text>', 'what ids and lots are drawn from; only for a new log')
    .addOption(profileOption())
    .option(
      '--recover-to <index>',
      'give up every entry after this one, for good, and start from there',
      wholeNumber('--recover-to', 0, Number.MAX_SAFE_INTEGER),
    )
    .option('--acl', 'ask callers for tokens, and enforce what their policies allow', false)
    .option('--monitor', 'check every entry against the named formulas, and tell loudly what breaks one', false)
    .option('--demo', 'register a handful of jobs to look at')
    .option('--no-demo', 'start with what the log holds')
    .option('--time-scale <factor>', 'how many times faster than real time the cluster lives', factor, 1)
    .option('--ui <directory>', 'the page at /ui/; by default the one that was built in this workspace')
    .addHelpText('after', examples)
    .action((options: ServeOptions) => serve({ ...options, demo: options.demo === true }))
}

async function serve(options: ServeOptions): Promise<void> {
  const tls = tlsOf(options)
  refuseDemo(options, tls !== undefined)
  const page = await builtPage(options.ui)
  const clock = options.timeScale === 1 ? systemClock() : scaledClock(systemClock(), options.timeScale)
  const limits = limitsOf(options)
  const watch = options.monitor ? loudWatch() : undefined
  const settings = { ...settingsOf(options) }
  const fleet: LedFleet = fleetOf(options, () => [engine, clock])
  const servers = await othersOf(options, settings, fleet)
  const surroundings = { clock, watch, servers }
  const engine = await openEngine(options, surroundings)
  const api: Api = { ...page, ...apiOf(engine, surroundings), settings }
  servers?.cluster.serve((request) => answerForwarded(api, request))
  const server = await createServer(api, limits.server, tls)
  const url = await listen(server, options).catch((error: unknown) => engine.close().then(() => Promise.reject(error)))
  settings.address = new URL(url).host
  await fleet.start()
  greet(options, { url, engine, hasPage: page.page !== undefined })
  stopOnSignals(async () => {
    await fleet.stop()
    await server.close()
    await engine.close()
  })
  if (options.demo) await runDemo({ url })
}

function fleetOf({ nodes }: ServeOptions, whereabouts: () => readonly [Engine, Clock]): LedFleet {
  return ledFleet(
    () => {
      const [engine, clock] = whereabouts()
      return attachFleet(engine, new Fleet({ nodes, seed: engine.read().seed }), clock)
    },
    (error) => warn(`the simulated nodes are not at work: ${String(error)}`),
  )
}

/** What cannot be shown with these flags. */
function refuseDemo({ acl, demo }: ServeOptions, hasTls: boolean): void {
  if (acl && demo) throw new CliError('the demo has no token to show: leave out --acl or --demo', 2)
  if (hasTls && demo) throw new CliError('the demo speaks plain HTTP: leave out --tls-cert or --demo', 2)
}

interface Started {
  readonly url: string
  readonly engine: Engine
  readonly hasPage: boolean
}

function greet(options: ServeOptions, { url, engine, hasPage }: Started): void {
  const reach = reachWarning(options)
  if (reach) warn(reach)
  const pageLine = hasPage ? `\n  a page to play with rollouts: ${url}/ui/` : ''
  process.stdout.write(`Cutover serves Nomad's API on ${url}\n${whereabouts(options, engine)}${pageLine}\n`)
}

function settingsOf({ region, name, address, port, acl }: ServeOptions): ServerSettings {
  return { region, datacenter: 'dc1', name, version: '0.1.0', address: `${address}:${port}`, acl }
}

/** The other servers on the same log, if there are any: without them the fleet is ours. */
async function othersOf(
  options: ServeOptions,
  settings: ServerSettings,
  fleet: LedFleet,
): Promise<Servers | undefined> {
  if (isNats(options.log)) {
    const us = (): { name: string; address: string } => ({ name: settings.name, address: settings.address })
    return openServers(options.log, options, { us, onRole: fleet.lead })
  }
  fleet.lead(true)
  return undefined
}

function apiOf(engine: Engine, { clock, watch, servers }: Surroundings): Omit<Api, 'settings' | 'page'> {
  return {
    engine,
    clock,
    parseJob: parseJobFile,
    tellOdds,
    zoneOffset,
    ...sharedBy(servers),
    ...(watch && { monitor: watch.report }),
  }
}

interface Surroundings {
  readonly clock: Clock
  readonly watch: InvariantWatch | undefined
  readonly servers: Servers | undefined
}

async function openEngine(options: ServeOptions, { clock, watch, servers }: Surroundings): Promise<Engine> {
  const log = servers?.log ?? (await openLog(options.log, options.dataDir, options.recoverTo))
  const seed = options.seed === undefined ? randomSeed() : fixedSeed(options.seed)
  const quirks = quirksOf(options.profile)
  const managers = searchingWith(createPatternSearch(), periodicManagers(zoneOffset))
  const limits = limitsOf(options).engine
  try {
    return await createEngine({
      log,
      clock,
      seed,
      quirks,
      managers,
      limits,
      onWarning: warn,
      ...(servers && { cluster: servers.cluster }),
      ...(watch && monitoredBy(watch)),
    })
  } catch (error) {
    await log.close()
    throw new CliError(error instanceof Error ? error.message : String(error), 3)
  }
}

function whereabouts({ log, dataDir, nodes, stream }: ServeOptions, engine: Engine): string {
  const where = log === 'memory' ? 'in memory' : `in ${isNats(log) ? `the stream ${stream}` : dataDir}`
  return `  log ${where}, at index ${engine.read().lastIndex}, ${nodes} simulated node${nodes === 1 ? '' : 's'}; stop with Ctrl-C`
}

async function listen(
  server: Awaited<ReturnType<typeof createServer>>,
  { address, port, tlsCert }: ServeOptions,
): Promise<string> {
  try {
    const url = await server.listen({ host: address, port })
    return tlsCert !== undefined ? url.replace(/^http:/, 'https:') : url
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    const why = code === 'EADDRINUSE' ? 'the port is in use: choose another with --port' : String(error)
    throw new CliError(`cannot listen on ${address}:${port}: ${why}`, 4)
  }
}

// The first signal drains and syncs; a second one ends at once.
function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1)
      stopping = true
      process.stdout.write('stopping: finishing what was taken and syncing the log\n')
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`cutover: ${String(error)}\n`)
          process.exit(1)
        },
      )
    })
  }
}

function factor(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 10_000)) throw new InvalidArgumentError('a number above 0, at most 10000')
  return value
}
