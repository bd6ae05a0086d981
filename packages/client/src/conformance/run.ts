// Runs the cases against a server, some at a time, and says of each whether it passed, failed or was left out.

import { Client } from '../client.ts'
import type { ClientOptions } from '../http-client.ts'
import { Bench } from './bench.ts'
import { blocking } from './blocking.ts'
import { type Area, type Case, Difference, Skip } from './case.ts'
import { cluster } from './cluster.ts'
import type { Driver } from './job-documents.ts'
import { jobVersions } from './job-versions.ts'
import { jobs } from './jobs.ts'
import { listing } from './lists.ts'
import { mutations } from './mutations.ts'
import { promotions } from './promotions.ts'
import { protocol } from './protocol.ts'
import { reading } from './reading.ts'
import { rollouts } from './rollouts.ts'

/** How a case ended; `text` is the first difference, or why it was left out. */
export interface CaseResult {
  readonly number: string
  readonly name: string
  readonly area: Area
  readonly outcome: 'pass' | 'fail' | 'skip'
  readonly text: string
}

/** What to run, and against which server. */
export interface ConformanceOptions extends ClientOptions {
  /** All by default. */
  readonly only?: readonly Area[]
  /** Leaves out what others on the server would notice: drains. */
  readonly gentle?: boolean
  /** How many cases run at once; 8 by default. */
  readonly atOnce?: number
  /** Called as each case ends. */
  readonly onResult?: (result: CaseResult) => void
}

/** Every case, by area and then by number. */
export const conformanceCases: readonly Case[] = [
  ...reading,
  ...listing,
  ...mutations,
  ...promotions,
  ...blocking,
  ...jobs,
  ...jobVersions,
  ...rollouts,
  ...protocol,
  ...cluster,
]

/** Runs all cases asked for; the results are in the order of the cases. What is left behind is removed. */
export async function runConformance(options: ConformanceOptions): Promise<readonly CaseResult[]> {
  const { only, atOnce = 8, onResult } = options
  const wanted = conformanceCases.filter(({ area }) => only === undefined || only.includes(area))
  const driver = await driverOf(options)
  const results = new Map<Case, CaseResult>()
  const work = async (cases: readonly Case[], workers: number): Promise<void> => {
    const left = cases[Symbol.iterator]()
    const one = async (): Promise<void> => {
      for (const each of left) {
        const result = await runCase(each, options, driver)
        results.set(each, result)
        onResult?.(result)
      }
    }
    await Promise.all(Array.from({ length: workers }, one))
  }
  // A drain would disturb whatever runs beside it.
  await work(
    wanted.filter((each) => !isDisturbing(each)),
    atOnce,
  )
  await work(wanted.filter(isDisturbing), 1)
  return wanted.flatMap((each) => results.get(each) ?? [])
}

/** Runs one case; never rejects. */
export async function runCase(each: Case, options: ConformanceOptions, driver: Driver): Promise<CaseResult> {
  const { number, name, area, needs = [] } = each
  const result = (outcome: CaseResult['outcome'], text = ''): CaseResult => ({ number, name, area, outcome, text })
  if (needs.includes('placement') && driver === 'none')
    return result('skip', 'no ready node offers mock_driver or raw_exec')
  if (needs.includes('quiet') && options.gentle === true) return result('skip', 'it drains a node')
  const bench = new Bench(options, driver)
  try {
    await each.run(bench)
    return result('pass')
  } catch (error) {
    if (error instanceof Skip) return result('skip', error.message)
    return result('fail', error instanceof Difference ? error.message : `rejected: ${String(error)}`)
  } finally {
    await bench.cleanUp()
  }
}

/** The driver that jobs may use on this server. Rejects when the server does not answer. */
export async function driverOf(options: ClientOptions): Promise<Driver> {
  const { data } = await new Client(options).nodes.list()
  const ready = data.filter((node) => node.Status === 'ready' && node.SchedulingEligibility === 'eligible')
  const drivers: readonly Driver[] = ['mock_driver', 'raw_exec']
  return drivers.find((driver) => ready.some((node) => node.Drivers?.[driver]?.Healthy === true)) ?? 'none'
}

function isDisturbing({ needs = [] }: Case): boolean {
  return needs.includes('quiet')
}
