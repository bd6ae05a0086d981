// How the page is built: sources of the workspace, relative addresses and plain scripts, so that it works from any host and from a
// folder without one, where browsers load no modules. What few people need are scripts of their own beside it.

import { fileURLToPath } from 'node:url'
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite'

const parts = {
  live: 'src/run/live.ts',
  editor: 'src/run/editor.ts',
  export: 'src/run/export-part.ts',
  hcl: 'src/run/hcl.ts',
}

const common: InlineConfig = {
  configFile: false,
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  assetsInclude: ['**/*.wasm.gz'],
  resolve: {
    conditions: ['@cutover/source', 'module', 'browser', 'production'],
    alias: [
      { find: /^@cdktn\/hcl2json$/, replacement: fileURLToPath(new URL('src/run/hcl-parser.ts', import.meta.url)) },
    ],
  },
}

// The one script has no imports left; in a function its names are its own, and the function's text is what a worker runs.
const inFunction =
  (name: string): Plugin['generateBundle'] =>
  (_options, bundle) => {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk') chunk.code = `(function ${name}(){${chunk.code}})()\n`
  }

const plainScript: Plugin = {
  name: 'plain-script',
  enforce: 'post',
  transformIndexHtml: (html) =>
    html
      .replace(/<script type="module" crossorigin/g, '<script defer')
      .replace(/(<link rel="stylesheet") crossorigin/g, '$1'),
  generateBundle: inFunction('pageScript'),
}

// A part is a function of the core that the page has, unless it runs on a thread of its own.
const sharesCore = { external: ['@cutover/core'], output: { globals: { '@cutover/core': 'cutoverCore' } } }

let outDir = 'dist-page'
const buildParts: Plugin = {
  name: 'parts',
  configResolved: (config) => {
    outDir = config.build.outDir
  },
  closeBundle: async () => {
    for (const [name, entry] of Object.entries(parts))
      await build({
        ...common,
        logLevel: 'error',
        plugins: [{ name: 'named-script', enforce: 'post', generateBundle: inFunction(`${name}Script`) }],
        build: {
          outDir: `${outDir}/assets`,
          emptyOutDir: false,
          target: 'es2022',
          lib: { entry, formats: ['iife'], name: `cutoverPart_${name}`, fileName: () => `${name}.js` },
          rolldownOptions: name === 'hcl' ? {} : sharesCore,
        },
      })
  },
}

export default defineConfig({
  ...common,
  build: { outDir: 'dist-page', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [plainScript, buildParts],
})
