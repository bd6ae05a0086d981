import { defineConfig } from 'vitest/config'

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
    include: ['packages/*/src/**/*.test.ts', 'tidy/*.test.ts', 'docs/*.test.ts'],
    testTimeout: 60_000,
    // Unless told it leaves a core idle, of two.
    maxWorkers: '100%',
    // Tests that start the command start it as users do, built.
    globalSetup: 'scripts/build-command.mjs',
  },
})
