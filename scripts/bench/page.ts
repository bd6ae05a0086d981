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
async function framesPerSecond(): Promise<readonly [replaced: number, after: number]> {
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

function countFrames(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    let frames = 0
    const start = performance.now()
    const tick = (now) => {
      frames += 1
      if (now - start > ${playedSeconds * 1_000}) resolve((frames * 1_000) / (now - start))
      else requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })`)
}

function scriptBytes(): number {
  const assets = new URL('assets/', built)
  const scripts = readdirSync(assets).filter((name) => /^index-.*\.js$/.test(name))
  return scripts.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, assets))).length, 0)
}

async function round(): Promise<readonly Figure[]> {
  if (!executablePath || !existsSync(built)) throw new Error('this needs Chromium and the built page')
  const [replaced, after] = await framesPerSecond()
  return [
    { what: 'scripts before the editor, gzip', value: scriptBytes() / 1_000, unit: 'kB', bar: 150 },
    { what: 'first scenario interactive', value: await interactive(), unit: 'ms', bar: 1_000 },
    { what: 'frames a second, 1,000 allocations, playing', value: after, unit: '/s', bar: 60 },
    { what: 'frames a second, while all 1,000 are replaced at once', value: replaced, unit: '/s' },
  ]
}

export const bench: Bench = {
  name: 'the page',
  bar: 'under 150 kB, interactive within a second, 60 frames a second',
  roundsMax: 3,
  run: round,
  end: async () => {
    await browser?.close()
  },
}
