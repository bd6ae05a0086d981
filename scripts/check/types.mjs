// The compiler as guard: `build` compiles every package for publishing (core without any host type),
// `types` checks tests, tidy and scripts as well. Both print the compiler's own lines.
import { lastWords, tool } from './tool.mjs'

const compile = async (root, args) => {
  const run = await tool('tsc', [...args, '--pretty', 'false'], root)
  const problems = run.stdout.split('\n').filter((line) => /error TS\d+/.test(line))
  return { problems: run.status !== 0 && problems.length === 0 ? lastWords(run) : problems }
}

export const build = { name: 'build', run: (root) => compile(root, ['-b']) }
export const types = { name: 'types', run: (root) => compile(root, ['-p', 'tsconfig.tests.json']) }
