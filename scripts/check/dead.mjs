// Dead code: files, exports and dependencies that nothing uses. Relies on knip and knip.json.
import { jsonOf, lastWords, tool } from './tool.mjs'

const kinds = [
  ['files', 'unused file'],
  ['dependencies', 'unused dependency'],
  ['devDependencies', 'unused dev dependency'],
  ['unlisted', 'dependency not listed'],
  ['unresolved', 'import not resolved'],
  ['binaries', 'binary not listed'],
  ['exports', 'unused export'],
  ['types', 'unused exported type'],
  ['duplicates', 'exported twice'],
]

const nameOf = (found) => (Array.isArray(found) ? found.map((one) => one.name).join(', ') : found.name)

const readIssue = (issue) =>
  kinds.flatMap(([kind, words]) => (issue[kind] ?? []).map((found) => `${issue.file}: ${words} ${nameOf(found)}`))

export const dead = {
  name: 'dead',
  run: async (root) => {
    const run = await tool('knip', ['--reporter', 'json', '--no-config-hints'], root)
    const report = jsonOf(run.stdout)
    return { problems: report ? report.issues.flatMap(readIssue) : lastWords(run) }
  },
}
