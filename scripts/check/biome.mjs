// The guards that Biome carries: the face of the code (format) and the rules of style.md §5 (lint, imports included).
import { relative } from 'node:path'
import { lastWords, tool } from './tool.mjs'

const pattern = /^::(?:error|warning) title=([^,]+),file=([^,]+),line=(\d+).*?::(.*)$/

// The reporter encodes line breaks as %0A; the first line is the message.
const readLine = (root, line) => {
  const match = pattern.exec(line)
  if (!match) return []
  const [, rule, file, row, message] = match
  return [`${relative(root, file)}:${row} ${rule}: ${message.split('%0A')[0]}`]
}

const biome = async (root, command) => {
  const args = [
    command,
    '--reporter=github',
    '--max-diagnostics=none',
    '--diagnostic-level=warn',
    '--error-on-warnings',
  ]
  const run = await tool('biome', args, root)
  const problems = run.stdout.split('\n').flatMap((line) => readLine(root, line))
  if (run.status !== 0 && problems.length === 0) return { problems: lastWords(run) }
  return { problems }
}

export const format = { name: 'format', run: (root) => biome(root, 'format') }
export const lint = { name: 'lint', run: (root) => biome(root, 'lint') }
