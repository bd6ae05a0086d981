// Clones: eight lines or more told twice, one per cent of the whole at most. Relies on jscpd and .jscpd.json.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { tool } from './tool.mjs'

const place = (root, file) => `${relative(root, file.name)}:${file.startLoc.line}`

// Without a single file of eight lines the tool writes no report.
const readReport = (root, path) => {
  if (!existsSync(path)) return { clones: [], share: 0 }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const clones = report.duplicates.map(
    (clone) => `${place(root, clone.firstFile)} and ${place(root, clone.secondFile)}: ${clone.lines} lines told twice`,
  )
  return { clones, share: report.statistics.total.percentage }
}

export const double = {
  name: 'double',
  run: async (root) => {
    const folder = mkdtempSync(join(tmpdir(), 'cutover-double-'))
    try {
      const run = await tool('jscpd', ['--absolute', '--reporters', 'json', '--output', folder], root)
      const { clones, share } = readReport(root, join(folder, 'jscpd-report.json'))
      const note = `${clones.length} clones, ${share} %`
      return { problems: run.status === 0 ? [] : [note, ...clones], note }
    } catch (error) {
      return { problems: [String(error)] }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
