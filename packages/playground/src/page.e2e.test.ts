// The built page in a real browser: the canary scenario played, promoted, scrubbed, forked, shared and restored, with axe watching.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const root = fileURLToPath(new URL('..', import.meta.url))
const address = new URL('../dist-page/index.html', import.meta.url).href
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  return page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')
}

const place = (page: Page): Promise<string | null> => page.locator('output').textContent()

/** The page comes to show a status, and axe finds nothing then. */
async function comesTo(page: Page, status: string): Promise<void> {
  await page.locator(`.status.${status}`).waitFor()
  expect(await violations(page)).toEqual([])
}

const title = executablePath ? 'the page in a browser' : 'the page in a browser: not tried, there is no chromium here'

describe.runIf(executablePath)(title, () => {
  const faults: string[] = []
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const { build } = await import('vite')
    await build({ root, configFile: `${root}vite.config.ts`, mode: 'production', logLevel: 'error' })
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
    browser = await chromium.launch({ executablePath: executablePath ?? '', args })
    page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, reducedMotion: 'reduce' })
    page.on('pageerror', ({ message }) => faults.push(message))
  })
  afterAll(() => browser.close())

  test('a canary waits, is promoted, scrubbed back, forked and shared', async () => {
    await page.goto(`${address}#canary-that-waits`)
    await page.locator('output').waitFor()
    await page.keyboard.press('End')
    await comesTo(page, 'running')
    await page.getByRole('button', { name: 'promote app' }).click()
    await page.getByRole('button', { name: '+60 s' }).click()
    await comesTo(page, 'successful')

    await page.getByRole('slider').fill('30')
    await comesTo(page, 'running')
    await page.keyboard.press('f')
    await page.locator('.other').waitFor()
    await page.keyboard.press('b')
    await page.keyboard.press('w')
    await comesTo(page, 'failed')
    expect(await page.locator('.other h3').textContent()).toContain('different from 30.0 s on')
    await page.keyboard.press('x')
    await page.keyboard.press('End')
    await comesTo(page, 'successful')

    await page.keyboard.press('s')
    await page.waitForURL(/#canary-that-waits\/1/)
    const [link, seen] = [page.url(), await place(page)]
    const copy = await browser.newPage({ viewport: { width: 320, height: 700 }, colorScheme: 'dark' })
    await copy.goto(link)
    await copy.locator('.status.successful').waitFor()
    expect([await place(copy), await violations(copy)]).toEqual([seen, []])
    expect(await copy.evaluate('document.documentElement.scrollWidth')).toBe(320)
    expect(faults).toEqual([])
  })
})
