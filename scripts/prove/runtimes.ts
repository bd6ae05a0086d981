// `npm run prove -- runtimes`: pinned seeds leave the same log on Node 20, 22 and 24 and in Chromium, from the built packages.
// The other Nodes come as packages whose archive holds the program; where one cannot be had, or there is no Chromium, that is said.
// Flags: `--lines n` (300 unless told).
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { flagsOf } from './catalogue.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const seeds = ['one', 'two', 'three'] as const
const nodes = ['22.23.5', '24.13.0'] as const
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** What each runtime answered, as text; undefined where it was not to be had. */
export interface RuntimeFigures {
  readonly answers: Readonly<Record<string, string | undefined>>
  /** How many runtimes answered, and whether all answered the same. */
  readonly runtimes: number
  readonly same: boolean
}

/** Asks every runtime that is to be had. */
export async function runtimeFigures(lines: number): Promise<RuntimeFigures> {
  const answers: Record<string, string | undefined> = {
    [`Node ${process.versions.node}`]: askNode(process.execPath, lines),
  }
  for (const version of nodes) {
    const program = nodeProgram(version)
    answers[`Node ${version}`] = program && askNode(program, lines)
  }
  const browser = browsers.find(existsSync)
  answers['Chromium'] = browser && (await askBrowser(browser, lines))
  const told = Object.values(answers).filter((answer) => answer !== undefined)
  return { answers, runtimes: told.length, same: new Set(told).size === 1 }
}

function askNode(program: string, lines: number): string {
  const args = [join(root, 'scripts/prove/runtime-hash.mjs'), String(lines), ...seeds]
  return execFileSync(program, args, { cwd: root, encoding: 'utf8' }).trim()
}

// The package's archive is unpacked, nothing of it is run at install.
function nodeProgram(version: string): string | undefined {
  const folder = join(root, 'node_modules/.cache/runtimes', version)
  const program = join(folder, 'package/bin/node')
  if (existsSync(program)) return program
  const name = `node-${process.platform}-${process.arch}@${version}`
  try {
    mkdirSync(folder, { recursive: true })
    const archive = execFileSync('npm', ['pack', name, '--silent'], { cwd: folder, encoding: 'utf8' }).trim()
    execFileSync('tar', ['xzf', archive], { cwd: folder })
    return program
  } catch (error) {
    process.stderr.write(`${name} is not to be had: ${error instanceof Error ? error.message : String(error)}\n`)
    return undefined
  }
}

async function askBrowser(executablePath: string, lines: number): Promise<string> {
  const playground = createRequire(join(root, 'packages/playground/package.json'))
  const { build } = await import(pathToFileURL(playground.resolve('vite')).href)
  const { chromium } = playground('playwright-core')
  const entry = join(root, 'packages/simulator/dist/index.js')
  const lib = { entry, formats: ['iife'], name: 'simulator' }
  const [{ output }] = await build({ configFile: false, logLevel: 'error', build: { write: false, lib } })
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ content: output[0].code })
    return await page.evaluate(
      `JSON.stringify(${JSON.stringify(seeds)}.map((seed) => simulator.lifeHash(seed, ${lines})))`,
    )
  } finally {
    await browser.close()
  }
}

/** Prints a line for each runtime; answers whether all that answered, at least two, answered the same. */
export async function proveRuntimes(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.runtimes })
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b'], { cwd: root, stdio: 'inherit' })
  const { answers, runtimes, same } = await runtimeFigures(Number(flags.lines))
  for (const [runtime, answer] of Object.entries(answers))
    process.stdout.write(`${runtime.padEnd(16)}${answer ?? 'not to be had here'}\n`)
  process.stdout.write(`${runtimes} runtimes: ${same ? 'the same logs' : 'DIFFERENT LOGS'}\n`)
  return same && runtimes > 1
}
