import { defineConfig } from 'vitest/config'

const folders = (kinds: string) => [
  `packages/*/src/**/*.${kinds}.test.ts`,
  `tidy/*.${kinds}.test.ts`,
  `docs/*.${kinds}.test.ts`,
]

/** Tests run the sources: the private export condition points every package at its `src`. */
export default defineConfig({
  resolve: { conditions: ['@cutover/source'] },
  ssr: {
    resolve: {
      conditions: ['@cutover/source', 'node', 'import', 'default'],
      externalConditions: ['@cutover/source', 'node', 'import', 'default'],
    },
  },
  test: {
    testTimeout: 60_000,
    // Unless told it leaves a core idle, of two.
    maxWorkers: '100%',
    // Tests that start the command start it as users do, built.
    globalSetup: 'scripts/build-command.mjs',
    // Nothing of ours keeps anything in a module: what tests import is loaded once for all files of a process, not once for each.
    projects: [
      { extends: true, test: { name: 'in process', include: folders('{unit,prop,int}'), isolate: false } },
      { extends: true, test: { name: 'end to end', include: folders('e2e') } },
    ],
  },
})
