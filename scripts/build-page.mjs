// Builds the page that `cutover serve` serves at /ui/, when its sources are newer than the last build. Without vite, or when the
// build fails, it says so in one line and the server starts without the page.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = fileURLToPath(new URL('../packages/', import.meta.url))
const playground = join(packages, 'playground')
const built = join(playground, 'dist-page', 'index.html')

const newest = (folder) =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true })
      .filter((name) => !/\.test\.tsx?$/.test(name))
      .map((name) => statSync(join(folder, name)).mtimeMs),
  )

const sourcesChanged = () =>
  Math.max(
    ...['core', 'engine', 'simulator', 'playground'].map((name) => newest(join(packages, name, 'src'))),
    ...['index.html', 'vite.config.ts', 'package.json'].map((name) => statSync(join(playground, name)).mtimeMs),
  )

const build = async () => {
  const vite = join(playground, 'node_modules', 'vite')
  if (!existsSync(vite)) return console.error('cutover: vite is not installed, so the page at /ui/ is not built')
  const { build: run } = await import(new URL(`file://${join(vite, 'dist/node/index.js')}`).href)
  process.stderr.write('cutover: building the page …\n')
  await run({ root: playground, configFile: join(playground, 'vite.config.ts'), logLevel: 'error' })
}

if (!existsSync(built) || statSync(built).mtimeMs < sourcesChanged()) {
  process.env.NODE_ENV = 'production'
  await build().catch((error) => console.error(`cutover: the page at /ui/ was not built: ${error?.message ?? error}`))
}
