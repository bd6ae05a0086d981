// Our own tidy test as a guard: what no tool knows about this project (header sentences, arrows, links, terms).
import { jsonOf, lastWords, tool } from './tool.mjs'

// A failed promise carries its problems, one a line, before the words of the assertion.
const messagesOf = (report) =>
  report.testResults
    .flatMap((file) => file.assertionResults)
    .filter((one) => one.status === 'failed')
    .flatMap((one) =>
      one.failureMessages.flatMap((text) =>
        text
          .replace(/^\w*Error: /, '')
          .split(/: expected \[/)[0]
          .split('\n'),
      ),
    )

export const tidy = {
  name: 'tidy',
  run: async (root) => {
    const run = await tool('vitest', ['run', 'tidy/tidy.unit.test.ts', '--reporter=json'], root)
    const report = jsonOf(run.stdout.slice(run.stdout.indexOf('{')))
    if (!report) return { problems: lastWords(run) }
    return { problems: messagesOf(report), note: `${report.numPassedTests} promises` }
  },
}
