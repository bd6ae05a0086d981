// The built page in a real browser: the canary scenario played, promoted, scrubbed, forked, shared and restored, with axe watching.

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { axe, executablePath } from './page.fixture.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const address = new URL('../dist-page/index.html', import.meta.url).href

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
    // As the page is built that is served.
    vi.stubEnv('NODE_ENV', 'production')
    await build({ root, configFile: `${root}vite.config.ts`, mode: 'production', logLevel: 'error' })
    vi.unstubAllEnvs()
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
    browser = await chromium.launch({ executablePath: executablePath ?? '', args })
    page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, reducedMotion: 'reduce' })
    page.on('pageerror', ({ message }) => faults.push(message))
  }, 180_000)
  afterAll(() => browser.close())

  async function opened(hash = ''): Promise<Page> {
    const fresh = await browser.newPage({ viewport: { width: 1_280, height: 900 }, reducedMotion: 'reduce' })
    fresh.on('pageerror', ({ message }) => faults.push(message))
    await fresh.goto(address + hash)
    await fresh.locator('output').waitFor()
    return fresh
  }

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
    await copy.close()
  })

  test('a newcomer is led from the first canary to a fork and a link', async () => {
    const fresh = await opened()
    await fresh.getByText('Why does nothing go on?').waitFor()
    expect(await violations(fresh)).toEqual([])
    await fresh.locator('.blockers [data-target="promote"]').click()
    await fresh.getByText('Now break it').waitFor()
    await fresh.getByRole('button', { name: 'a version that crashes' }).click()
    await fresh.getByText('came back by itself').waitFor()
    await fresh.locator('[data-target="why"]').click()
    await fresh.locator('.why .chain li').first().waitFor()
    await fresh.getByRole('slider').fill('9')
    await fresh.locator('[data-target="fork"]').click()
    await fresh.getByText('Two tracks').waitFor()
    expect(await violations(fresh)).toEqual([])
    await fresh.locator('[data-target="share"]').click()
    await fresh.getByText('That was all of it').waitFor()
    await fresh.close()
  })

  test('exercises and quizzes are checked by the engine', async () => {
    const fresh = await opened('#predict-canary')
    await fresh.getByRole('button', { name: 'successful', exact: true }).click()
    await fresh.getByText('✕ No: running').waitFor()
    expect([await fresh.locator('.why .chain li').count(), await violations(fresh)]).toEqual([expect.any(Number), []])

    await fresh.locator('header select').selectOption('fewest-promote')
    await fresh.getByRole('button', { name: 'promote app' }).click()
    await fresh.getByText('1 command').waitFor()
    await fresh.getByRole('button', { name: 'promote api' }).click()
    await fresh.getByRole('button', { name: '+60 s' }).click()
    await fresh.getByText('Reached, with 2 commands. It takes 1.').waitFor()
    await fresh.getByRole('button', { name: 'start again' }).click()
    await fresh.getByRole('button', { name: 'promote', exact: true }).click()
    await fresh.getByRole('button', { name: '+60 s' }).click()
    await fresh.getByText('it takes no fewer').waitFor()

    await fresh.keyboard.press('q')
    await fresh.getByRole('heading', { name: 'Quiz' }).waitFor()
    await fresh.locator('.lesson .act').first().click()
    await fresh.getByRole('button', { name: 'next quiz' }).waitFor()
    expect([await fresh.locator('.lesson b').first().textContent(), await violations(fresh)]).toEqual([
      expect.stringMatching(/^(● Right|✕ No: )/),
      [],
    ])
    await fresh.close()
  })

  test('every verb is a call of the API, and the odds and the differences are told', async () => {
    const fresh = await opened('#canary-that-waits')
    await fresh.keyboard.press('End')
    await fresh.locator('.status.running').waitFor()
    const calls = [
      ['pause', 'PUT /v1/deployment/pause/'],
      ['resume', 'PUT /v1/deployment/pause/'],
      ['promote', 'PUT /v1/deployment/promote/'],
      ['evaluate', 'PUT /v1/job/web/evaluate'],
      ['revert to v0', 'PUT /v1/job/web/revert'],
      ['fail', 'PUT /v1/deployment/fail/'],
      ['roll out v3', 'PUT /v1/jobs'],
      ['stop the job', 'DELETE /v1/job/web'],
    ] as const
    for (const [name, call] of calls) {
      await fresh.getByRole('button', { name, exact: true }).first().click()
      await fresh.locator('.exchange .address').filter({ hasText: call }).waitFor()
    }
    expect(await violations(fresh)).toEqual([])
    await fresh.keyboard.press('m')
    await fresh.keyboard.press('Home')
    await fresh.getByRole('button', { name: 'compare with the entry before' }).waitFor()
    await fresh.getByText('deployment d2 is new').waitFor()

    await fresh.goto(`${address}#max-parallel`)
    await fresh.getByRole('slider').waitFor()
    await fresh.keyboard.press('End')
    await fresh.locator('.status.successful').waitFor()
    await fresh.getByRole('slider').fill('7')
    await fresh.locator('.status.running').waitFor()
    await fresh.getByRole('button', { name: 'what are the odds' }).click()
    await fresh.locator('.odds').waitFor()
    expect(await violations(fresh)).toEqual([])
    await fresh.close()
  })

  test('every scenario plays to its claim', async () => {
    const fresh = await opened()
    const ids: readonly string[] = await fresh
      .locator('header optgroup[label="scenarios"] option')
      .evaluateAll((options) => options.map((option) => option.getAttribute('value') ?? ''))
    expect(ids.length).toBeGreaterThanOrEqual(30)
    const broken: string[] = []
    for (const id of ids) {
      await fresh.locator('header select').selectOption(id)
      await fresh.locator('.verdict').waitFor({ state: 'detached' })
      await fresh.getByRole('button', { name: 'test the claim' }).click()
      const verdict = await fresh.locator('.verdict').textContent()
      if (verdict !== '● held') broken.push(`${id}: ${verdict}`)
    }
    expect([broken, await violations(fresh)]).toEqual([[], []])
    await fresh.close()
  }, 240_000)

  test('everything goes by keyboard', async () => {
    const fresh = await opened('#canary-that-waits')
    const press = (key: string): Promise<void> => fresh.keyboard.press(key)
    await press('?')
    await fresh.getByRole('heading', { name: 'Keys' }).waitFor()
    expect(await violations(fresh)).toEqual([])
    await press('?')
    await press('End')
    await fresh.locator('.status.running').waitFor()
    for (const [key, status] of [
      ['u', 'paused'],
      ['u', 'running'],
      ['p', 'running'],
      ['b', 'failed'],
    ] as const) {
      await press(key)
      await fresh.locator(`.status.${status}`).waitFor()
    }
    await press('[')
    await press('[')
    await fresh.locator('.status.running').waitFor()
    await press('f')
    await fresh.locator('.other').waitFor()
    await press('x')
    await press('w')
    await fresh.locator('.why').waitFor()
    await press('/')
    await fresh.keyboard.type('canary')
    await fresh.locator('#find:focus').waitFor()
    for (let steps = 0; steps < 3; steps++) await press('Shift+Tab')
    expect(await fresh.evaluate('document.activeElement?.tagName')).toBe('BUTTON')
    await fresh.close()
  })

  test('a live server is looked at, acted on with a token, and forked', async () => {
    const cli = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))
    const args = ['--import', 'tsx', '-C', '@cutover/source', cli, 'serve', '--port', '0', '--log', 'memory', '--demo']
    const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const url = await new Promise<string>((resolve) => {
        let said = ''
        server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
          said += chunk
          const found = /(http:\/\/[\d.:]+)\/ui\//.exec(said)?.[1]
          if (found !== undefined) resolve(found)
        })
      })
      const fresh = await browser.newPage({ viewport: { width: 1_280, height: 900 }, reducedMotion: 'reduce' })
      await fresh.goto(`${url}/ui/?attach`)
      await fresh.getByText('● live').waitFor()
      await fresh.locator('.lane').first().waitFor()
      expect(await violations(fresh)).toEqual([])
      await fresh.getByRole('button', { name: 'evaluate' }).click()
      expect(await fresh.locator('.exchange').count()).toBe(0)
      await fresh.locator('.live input').fill('any')
      await fresh.getByRole('button', { name: 'act on it' }).click()
      await fresh.getByRole('button', { name: 'evaluate' }).click()
      await fresh.locator('.exchange .address').filter({ hasText: '/evaluate' }).waitFor()
      await fresh.keyboard.press('f')
      await fresh.locator('.other').waitFor()
      await fresh.getByRole('button', { name: 'roll out' }).click()
      await fresh.locator('.exchange').waitFor()
      await fresh.close()
    } finally {
      server.kill('SIGKILL')
    }
  }, 150_000)

  test('the scripts before the editor weigh less than 150 kB', () => {
    const assets = new URL('../dist-page/assets/', import.meta.url)
    const scripts = readdirSync(assets).filter((name) => /^index-.*\.js$/.test(name))
    const bytes = scripts.map((name) => gzipSync(readFileSync(new URL(name, assets))).length)
    expect([scripts.length, bytes.reduce((sum, one) => sum + one, 0) < 150_000]).toEqual([1, true])
  })
})
