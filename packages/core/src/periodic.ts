// The subpath `periodic`: the process managers of a cluster that also launches periodic jobs when their time comes.

import type { ZoneOffset } from './housekeeping/cron.ts'
import { createLauncher } from './housekeeping/launches.ts'
import type { Manager, PatternSearch } from './manager.ts'
import { defaultManagers } from './managers.ts'

export type { ZoneOffset } from './housekeeping/cron.ts'
export { nextLaunch } from './housekeeping/launches.ts'

/**
 * The default managers and, before the last of them, the launcher of periodic jobs. `offsetOf` knows the clocks of time zones; by
 * default every zone has that of UTC.
 */
export function periodicManagers(offsetOf: ZoneOffset = () => 0): readonly Manager[] {
  return [...defaultManagers.slice(0, -1), createLauncher(offsetOf), ...defaultManagers.slice(-1)]
}

/** The managers with a search of their own for the regular expressions of jobs: what a server needs that takes jobs from strangers. */
export function searchingWith(finds: PatternSearch, managers: readonly Manager[]): readonly Manager[] {
  return managers.map((manager) => ({
    ...manager,
    react: (state, trigger) => manager.react(state, { ...trigger, finds }),
  }))
}
