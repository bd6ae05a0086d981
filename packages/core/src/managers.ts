// The process managers in the order in which they are shown each entry: watcher, drainer, scheduler, housekeeping
// (semantics/3 §5.3 rule 3).

import { drainer } from './drain/drainer.ts'
import { housekeeping } from './housekeeping/housekeeping.ts'
import type { Manager } from './manager.ts'
import { scheduler } from './schedule/schedule.ts'
import { watcher } from './watch/watcher.ts'

/** What a cluster needs to roll out by itself. */
export const defaultManagers: readonly Manager[] = [watcher, drainer, scheduler, housekeeping]
