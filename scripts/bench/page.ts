// How heavy the page is and how smooth: the built page in the system's Chromium.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Bench, Figure } from './bench.ts'

const playground = new URL('../../packages/playground/', import.meta.url)
const built = new URL('dist-page/', playground)
const address = new URL('index.html', built).href
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

const crowd = 'register web: 1000 × app, max_parallel 1000, needs 10 MHz, healthy after 1s'
const playedSeconds = 5

let browser: Browser | undefined

async function opened(hash: string): Promise<Page> {
  const args = ['--headless', '--no-sandbox', '--disable-gpu']
  browser ??= await chromium.launch({ executablePath: executablePath ?? '', args })
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } })
  // A busy machine takes its time until there is something to measure.
  page.setDefaultTimeout(120_000)
  await page.goto(address + hash)
  await page.locator('output').waitFor()
  return page
}

// From the start of the navigation until the picture stands and keys are heard.
async function interactive(): Promise<number> {
  const page = await opened('#first-rollout')
  const time: number = await page.evaluate('performance.getEntriesByName("page-ready")[0]?.startTime ?? Infinity')
  await page.close()
  return time
}

// A thousand allocations are replaced at once; then time goes on with all of them on the screen.
async function framesOfCrowd(): Promise<readonly [replaced: Frames, after: Frames]> {
  const { encodeRun }: typeof import('../../packages/playground/src/run/share.ts') = await import(
    new URL('src/run/share.ts', playground).href
  )
  const spoken = [
    { at: 0, line: crowd },
    { at: 4, line: 'change web: rev 1' },
  ]
  const page = await opened(`#first-rollout/${await encodeRun({ nodes: 3, until: 4, spoken })}`)
  await page.locator('.lane').first().waitFor()
  await page.keyboard.press(' ')
  const replaced = await countFrames(page)
  await countFrames(page)
  const after = await countFrames(page)
  await page.close()
  return [replaced, after]
}

/** What a screen of sixty refreshes a second shows in a second, and how many of a hundred of its frames are no later than one and a half. */
interface Frames {
  readonly perSecond: number
  readonly inTime: number
}

// The browser refreshes sixty times a second at most, so that the mean alone would fail by a rounding.
async function countFrames(page: Page): Promise<Frames> {
  const instants: readonly number[] = await page.evaluate(`new Promise((resolve) => {
    const instants = []
    const tick = (now) => {
      instants.push(now)
      if (now - instants[0] > ${playedSeconds * 1_000}) resolve(instants)
      else requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })`)
  const gaps = instants.slice(1).map((instant, place) => instant - (instants[place] ?? 0))
  const refresh = 1_000 / 60
  const passed = gaps.reduce((sum, gap) => sum + gap, 0)
  const inTime = gaps.filter((gap) => gap <= 1.5 * refresh).length
  return {
    perSecond: Math.round((gaps.length * 1_000) / passed),
    inTime: (100 * inTime) / Math.max(gaps.length, Math.round(passed / refresh)),
  }
}

function scriptBytes(): number {
  const assets = new URL('assets/', built)
  const scripts = readdirSync(assets).filter((name) => /^index-.*\.js$/.test(name))
  return scripts.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, assets))).length, 0)
}

async function round(): Promise<readonly Figure[]> {
  if (!executablePath || !existsSync(built)) throw new Error('this needs Chromium and the built page')
  const [replaced, after] = await framesOfCrowd()
  return [
    { what: 'scripts before the editor, gzip', value: scriptBytes() / 1_000, unit: 'kB', bar: 150 },
    { what: 'first scenario interactive', value: await interactive(), unit: 'ms', bar: 1_000 },
    ...figuresOf('1,000 allocations, playing', after),
    ...figuresOf('while all 1,000 are replaced at once', replaced),
  ]
}

function figuresOf(when: string, { perSecond, inTime }: Frames): readonly Figure[] {
  return [
    { what: `frames a second, ${when}`, value: perSecond, unit: '/s', bar: 60 },
    { what: `refreshes drawn within 25 ms, ${when}`, value: inTime, unit: '%', bar: 99 },
  ]
}

export const bench: Bench = {
  name: 'the page',
  bar: 'under 150 kB, interactive within a second, 60 frames a second: 99 of 100 refreshes of a screen of 60 Hz are drawn no later than 1.5 of them',
  roundsMax: 3,
  run: round,
  end: async () => {
    await browser?.close()
  },
}
