// How heavy the core and each of its subpaths are for a page: hard limits in .size-limit.json, and no silent growth beyond the
// ratchet's figures.
import { jsonOf, lastWords, tool } from './tool.mjs'

const measure = async (root) => {
  const run = await tool('size-limit', ['--json'], root)
  return { run, sizes: jsonOf(run.stdout) }
}

// Two guards ask for the sizes at the same time: the tool runs once.
const measured = new Map()

/** The gzip size in bytes of every entry of .size-limit.json, or undefined when the tool could not tell. */
export const measureSizes = (root) => {
  if (!measured.has(root)) measured.set(root, measure(root))
  return measured.get(root)
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
