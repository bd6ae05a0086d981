// Oddities without a switch: what would crash a process, drop a connection or read a clock while applying is reproduced by nobody,
// and some are a matter of luck or lie in the fleet.

import type { QuirkNote } from './quirk-note.ts'

/** The same in both profiles. */
export const otherNotes: readonly QuirkNote[] = [
  {
    name: 'readsClockOnPromotion',
    switch: undefined,
    upstream:
      'The deadline after a promotion is read from the clock of each server while it applies the entry: servers differ.',
    ours: 'The instant of the entry is used.',
    places: ['3 fact 20'],
    issues: [],
  },
  {
    name: 'crashesOnMissingGroup',
    switch: undefined,
    upstream: 'The watcher crashes its server when a group of the deployment is missing in the job that it loaded.',
    ours: 'Such a group has no policy: it neither reverts nor reschedules.',
    places: ['3 §1.3.1'],
    issues: [4238, 5259, 4560],
  },
  {
    name: 'keepsChosenNanoseconds',
    switch: undefined,
    upstream: 'The time of a promotion that a client chooses is stored to the nanosecond.',
    ours: 'Instants are whole microseconds: what lies below is cut off.',
    places: ['1 §0.1 fact 6'],
    issues: [],
  },
  {
    name: 'promotesTwice',
    switch: undefined,
    upstream:
      'An automatic promotion is usually written twice within 30 ms, sometimes once or three times, depending on which cache is read first.',
    ours: 'It is written once, which is one of the recorded outcomes.',
    places: ['3 §1.3.3'],
    issues: [],
  },
  {
    name: 'comparesUnassignedIndex',
    switch: undefined,
    upstream: 'The watcher compares an index with a field that is never assigned, and so never leaves early.',
    ours: 'There is nothing to leave: the comparison is left out, and nothing of it can be seen.',
    places: ['3 §1.3.4'],
    issues: [],
  },
  {
    name: 'passesEmptyChecks',
    switch: undefined,
    upstream: 'A node takes an empty list of check results for success.',
    ours: 'The simulated fleet does as well; hosts with nodes of their own report what these say.',
    places: ['3 §2.3'],
    issues: [],
  },
  {
    name: 'namesWrongReason',
    switch: undefined,
    upstream: 'A node explains an unhealthy running task by its minimal healthy time, even when a check failed.',
    ours: 'Texts of task events are the node’s; the simulated fleet writes none.',
    places: ['3 §2.5'],
    issues: [10238, 12303],
  },
  {
    name: 'stopsWatchingAfterError',
    switch: undefined,
    upstream:
      'When the entry that fails a deployment is refused by a passing error, its watcher is gone and the deployment has no deadline any more.',
    ours: 'A deadline stays due until the state says otherwise.',
    places: ['3 §6.3'],
    issues: [],
  },
  {
    name: 'refusesAbsentEvents',
    switch: undefined,
    upstream:
      'Until an allocation is next copied, a tracker without a list of events refuses rescheduling under a limited policy.',
    ours: 'A tracker without a list is treated so wherever it is given; states of our own always have the list.',
    places: ['2 Q19'],
    issues: [],
  },
  {
    name: 'crashesOnMessageForSystemJob',
    switch: undefined,
    upstream: 'A scaling message without a count for a system job drops the connection.',
    ours: 'The message is kept and answered.',
    places: ['4 §9.3 event-only scale'],
    issues: [],
  },
  {
    name: 'crashesOnLatestTag',
    switch: undefined,
    upstream: 'Tagging the latest version of an unknown job kills the server after it has answered.',
    ours: 'It is refused as a missing version.',
    places: ['1 §3.4 Latest'],
    issues: [],
  },
]
