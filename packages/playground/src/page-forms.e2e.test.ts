// The built page in a real browser, a second part: the editor with JSON and HCL, every form of export, and the tabs of a narrow screen.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, executablePath } from './page.fixture.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const jobFile = `variable "count" { default = 5 }
job "web" {
  group "app" {
    count = var.count
    task "main" {
      driver = "mock_driver"
      config { run_for = "1h" }
    }
  }
}
`

describe.runIf(executablePath)('the page in a browser: editor, exports, tabs', () => {
  const built = mkdtempSync(join(tmpdir(), 'cutover-page-'))
  const address = pathToFileURL(join(built, 'index.html')).href
  let browser: Browser

  beforeAll(async () => {
    const { build } = await import('vite')
    const outDir = { outDir: built, emptyOutDir: true }
    await build({ root, configFile: `${root}vite.config.ts`, mode: 'production', logLevel: 'error', build: outDir })
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
    browser = await chromium.launch({ executablePath: executablePath ?? '', args })
  }, 180_000)
  afterAll(async () => {
    await browser.close()
    rmSync(built, { recursive: true })
  })

  async function opened(hash = ''): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, reducedMotion: 'reduce' })
    await page.goto(address + hash)
    await page.locator('output').waitFor()
    return page
  }

  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe)
    return page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')
  }

  test('a job is edited, judged, planned and run', async () => {
    const page = await opened('#canary-that-waits')
    await page.keyboard.press('End')
    await page.locator('.status.running').waitFor()
    await page.getByRole('button', { name: 'edit the job' }).click()
    await page.locator('.cm-content').click()
    const write = async (text: string): Promise<void> => {
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.insertText(text)
      await page.getByRole('button', { name: 'validate and plan' }).click()
    }
    const job = (count: number): string =>
      JSON.stringify({
        ID: 'web',
        Type: 'service',
        Datacenters: ['*'],
        TaskGroups: [
          { Name: 'app', Count: count, Tasks: [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' } }] },
        ],
      })
    await write(job(-1))
    await page.getByText(/^✕ .*Count|✕ .*count/i).waitFor()
    await page.locator('.cm-content').click()
    await write(job(5))
    await page.getByText('app Count: 3 → 5').waitFor()
    await page.locator('.cm-content').click()
    await write('job "web" {\n  group "app" {\n')
    await page.getByText(/^✕ input.hcl:2,\d+-\d+: Unclosed configuration block/).waitFor()
    await page.locator('.cm-content').click()
    await write(jobFile)
    await page.getByText('app Count: 3 → 5').waitFor()
    await page.getByRole('button', { name: 'run it' }).click()
    await page.locator('.exchange .address').filter({ hasText: 'PUT /v1/jobs' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.close()
  }, 150_000)

  test('every form of export is saved, and reads', async () => {
    const page = await opened('#canary-that-waits')
    await page.keyboard.press('End')
    await page.locator('.status.running').waitFor()
    const forms = [
      ['transcript', /^# .*promotes\.\n# 3 nodes\n\n> register web/],
      ['Vitest test', /^import \{ openStage, perform \} from '@cutover\/simulator'/],
      ['log, JSON lines', /^\{"index":4,/],
      ['Mermaid sequence', /^sequenceDiagram\n/],
      ['drawing, SVG', /^<svg /],
    ] as const
    for (const [label, beginning] of forms) {
      await page.locator('.menu summary').click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: label }).click(),
      ])
      await page.locator('.menu summary').click()
      const text = readFileSync(await download.path(), 'utf8')
      expect(text).toMatch(beginning)
      if (label !== 'drawing, SVG') continue
      const faults = await page.evaluate(
        (svg) => new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('parsererror').length,
        text,
      )
      expect(faults).toBe(0)
    }
    await page.close()
  }, 150_000)

  test('below 700 pixels the columns are tabs that go by keyboard', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' })
    await page.goto(`${address}#canary-that-waits`)
    await page.locator('output').waitFor()
    await page.keyboard.press('End')
    await page.locator('.status.running').waitFor()
    const shown = (): Promise<readonly string[]> =>
      page.locator('[role="tabpanel"]:visible').evaluateAll((panels) => panels.map(({ id }) => id))
    const visited: string[] = []
    await page.getByRole('tab', { name: 'Rollout' }).focus()
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End']) {
      await page.keyboard.press(key)
      const tab = page.locator('[role="tab"]:focus')
      expect([await tab.getAttribute('aria-selected'), await shown()]).toEqual([
        'true',
        [await tab.getAttribute('aria-controls')],
      ])
      visited.push((await tab.textContent()) ?? '')
      expect([await violations(page), await page.evaluate('document.documentElement.scrollWidth')]).toEqual([[], 320])
    }
    expect(visited).toEqual(['Allocations', 'Log', 'Job', 'Rollout', 'Job', 'Rollout', 'Job'])

    await page.getByRole('tab', { name: 'Rollout' }).click()
    await page.getByRole('button', { name: 'promote app' }).click()
    await page.getByRole('button', { name: '+60 s' }).click()
    await page.locator('.status.successful').waitFor()
    await page.keyboard.press('w')
    await page.locator('.why .chain li').first().waitFor()
    await page.getByRole('tab', { name: 'Allocations' }).click()
    await page.keyboard.press('/')
    await page.locator('#find:focus').waitFor()

    await page.setViewportSize({ width: 1_280, height: 800 })
    await page.locator('.lane').first().waitFor()
    expect([await page.locator('[role="tab"]').count(), await page.locator('#find').isVisible()]).toEqual([0, true])
    await page.close()
  }, 150_000)
})
