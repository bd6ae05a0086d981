// The process managers in the order in which they are shown each entry: watcher, drainer, scheduler, garbage (semantics/3 §5.3
// rule 3). What launches periodic jobs is the subpath `periodic`: it brings the rules of cron along, which no rollout needs.

import { drainer } from './drain/drainer.ts'
import { housekeeping } from './housekeeping/housekeeping.ts'
import type { Manager } from './manager.ts'
import { scheduler } from './schedule/schedule.ts'
import { watcher } from './watch/watcher.ts'

/** What a cluster needs to roll out by itself. */
export const defaultManagers: readonly Manager[] = [watcher, drainer, scheduler, housekeeping]
