// The black-box cases of `cutover conformance` as a Vitest suite over a base URL.

import type { ClientOptions } from '@cutover/client'
import { type Case, conformanceCases, driverOf, runCase } from '@cutover/client/conformance'
import { beforeAll, describe, expect, type TestContext, test } from 'vitest'

/** What the suite runs against. */
export interface ConformancePlace {
  /** Asked once, before the first case. */
  readonly client: () => Promise<ClientOptions>
  /** Leaves out what others on the server would notice: drains. */
  readonly gentle?: boolean
}

/** One test for each case; those that a server cannot have, for want of nodes say, are skipped with the reason. */
export function conformanceSuite(name: string, { client, gentle = false }: ConformancePlace): void {
  describe(`conformance: ${name}`, () => {
    let options: ClientOptions = {}
    let driver: Awaited<ReturnType<typeof driverOf>> = 'none'
    beforeAll(async () => {
      options = await client()
      driver = await driverOf(options)
    })
    const check = async (each: Case, { skip }: TestContext): Promise<void> => {
      const { outcome, text } = await runCase(each, { ...options, gentle }, driver)
      if (outcome === 'skip') skip(text)
      expect(outcome === 'fail' ? text : '').toBe('')
    }
    const titled = conformanceCases.map((each) => ({ ...each, title: `${each.number} ${each.name}` }))
    const disturbs = ({ needs = [] }: Case): boolean => needs.includes('quiet')
    describe.concurrent('side by side', () => {
      test.for(titled.filter((each) => !disturbs(each)))('$title', check)
    })
    describe('alone', () => {
      test.for(titled.filter(disturbs))('$title', check)
    })
  })
}
