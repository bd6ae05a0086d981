// How the page is built: sources of the workspace, relative addresses and a plain script, so that it works from any host and from a
// folder without one, where browsers load no modules.

import { defineConfig, type Plugin } from 'vite'

// The one script has no imports left; in a function its names are its own, and the function's text is what a worker runs.
const plainScript: Plugin = {
  name: 'plain-script',
  enforce: 'post',
  transformIndexHtml: (html) =>
    html
      .replace(/<script type="module" crossorigin/g, '<script defer')
      .replace(/(<link rel="stylesheet") crossorigin/g, '$1'),
  generateBundle: (_options, bundle) => {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk') chunk.code = `(function pageScript(){${chunk.code}})()\n`
  },
}

export default defineConfig({
  base: './',
  resolve: { conditions: ['@cutover/source', 'module', 'browser', 'production'] },
  build: { outDir: 'dist-page', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [plainScript],
})
