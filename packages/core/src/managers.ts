// The process managers in the order in which they are shown each entry: watcher, drainer, scheduler, launches and garbage
// (semantics/3 §5.3 rule 3).

import { drainer } from './drain/drainer.ts'
import type { ZoneOffset } from './housekeeping/cron.ts'
import { housekeeping } from './housekeeping/housekeeping.ts'
import { createLauncher } from './housekeeping/launches.ts'
import type { Manager } from './manager.ts'
import { scheduler } from './schedule/schedule.ts'
import { watcher } from './watch/watcher.ts'

/** What a cluster needs to roll out by itself, where someone knows the clocks of time zones. */
export function managersWith(offsetOf: ZoneOffset): readonly Manager[] {
  return [watcher, drainer, scheduler, createLauncher(offsetOf), housekeeping]
}

/** The same where nobody does: periodic jobs are launched by the clocks of UTC, whatever time zone they name. */
export const defaultManagers: readonly Manager[] = managersWith(() => 0)
