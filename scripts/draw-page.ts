// Draws the page for the README: opens the built page in Chromium, plays two scenes, and writes what is on the screen as SVG: the
// page's own document and its style sheet, in one file of text each. `node --import tsx scripts/draw-page.ts`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'

const playground = new URL('../packages/playground/', import.meta.url)
const built = new URL('dist-page/', playground)
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const size = { width: 1_280, height: 860 }

type Scene = (page: Page) => Promise<void>

const scenes: Readonly<Record<string, Scene>> = {
  'page-canary': async (page) => {
    await page.goto(new URL('index.html', built).href)
    await page.locator('[data-tour="promote"]').waitFor()
  },
  'page-fork': async (page) => {
    await page.goto(`${new URL('index.html', built).href}#canary-that-waits`)
    await page.locator('output').waitFor()
    await page.keyboard.press('End')
    await page.locator('.status.running').waitFor()
    await page.getByRole('button', { name: 'promote app' }).click()
    await page.getByRole('button', { name: '+60 s' }).click()
    await page.locator('.status.successful').waitFor()
    await page.getByRole('slider').fill('61')
    await page.keyboard.press('f')
    await page.locator('.other').waitFor()
    await page.keyboard.press('b')
    await page.locator('.status.failed').waitFor()
    await page.keyboard.press('w')
    await page.locator('.why').waitFor()
  },
}

// What people chose lives in properties; in a drawing it has to stand in attributes.
const document = `(() => {
  for (const field of document.querySelectorAll('input')) field.setAttribute('value', field.value)
  for (const option of document.querySelectorAll('option')) option.toggleAttribute('selected', option.selected)
  return new XMLSerializer().serializeToString(document.body)
})()`

function styleSheet(): string {
  const assets = new URL('assets/', built)
  const name = readdirSync(assets).find((file) => file.endsWith('.css'))
  if (name === undefined) throw new Error('the page has no style sheet: build it first')
  const drawn = `svg,body{margin:0}body{position:relative;height:${size.height}px;overflow:hidden;background:var(--paper);color:var(--ink)}.time{position:absolute}`
  return readFileSync(new URL(name, assets), 'utf8') + drawn
}

function drawing(body: string): string {
  const { width, height } = size
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>${styleSheet().replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</style>
<foreignObject width="${width}" height="${height}">${body.replace(/<script[^>]*>.*?<\/script>/gs, '')}</foreignObject>
</svg>
`
}

const browser = await chromium.launch({
  executablePath: executablePath ?? '',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
for (const [name, scene] of Object.entries(scenes)) {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' })
  await scene(page)
  const body: string = await page.evaluate(document)
  const file = new URL(`../docs/${name}.svg`, import.meta.url)
  writeFileSync(file, drawing(body))
  console.log(fileURLToPath(file))
  await page.close()
}
await browser.close()
