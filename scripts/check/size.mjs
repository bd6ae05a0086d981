// How heavy the core is for a page: a hard limit in .size-limit.json, and no silent growth beyond the ratchet's figure.
import { jsonOf, lastWords, tool } from './tool.mjs'

/** The gzip size in bytes of every entry of .size-limit.json, or undefined when the tool could not tell. */
export const measureSizes = async (root) => {
  const run = await tool('size-limit', ['--json'], root)
  return { run, sizes: jsonOf(run.stdout) }
}

export const size = {
  name: 'size',
  run: async (root) => {
    const { run, sizes } = await measureSizes(root)
    if (!Array.isArray(sizes)) return { problems: lastWords(run) }
    const tooBig = sizes.filter((one) => !one.passed)
    return {
      problems: tooBig.map((one) => `${one.name}: ${one.size} bytes of at most ${one.sizeLimit}`),
      note: sizes.map((one) => `${one.name} ${(one.size / 1000).toFixed(1)} kB`).join(', '),
    }
  },
}
