// The oddities of the reconciler and of the schedulers around it: semantics/2 §8.3.

import type { QuirkName } from '../quirks.ts'
import type { SwitchNote } from './quirk-note.ts'

/** Notes by switch. */
export const reconcilerNotes: Partial<Record<QuirkName, SwitchNote>> = {
  countsUnlistedStops: {
    upstream: 'In a group that left the job, batch allocations that were stopped before count as stops of this pass.',
    ours: 'Only what is stopped is counted.',
    places: ['2 Q1'],
    issues: [],
  },
  keepsTripledNames: {
    upstream:
      'A name shared by three allocations stays marked as shared however many of them go, so more are renamed than need be.',
    ours: 'The mark goes with the allocations.',
    places: ['2 Q2'],
    issues: [],
  },
  reschedulesReconnectLosers: {
    upstream: 'An allocation stopped because its reconnected original was kept is rescheduled all the same.',
    ours: 'What lost is not replaced.',
    places: ['2 Q3'],
    issues: [12680, 14925],
  },
  relabelsLaterFollowups: {
    upstream:
      'Of several follow-up evaluations only the first says that it was created for a delayed reschedule; the others are called alloc-failure and have no description.',
    ours: 'All of a series are named alike.',
    places: ['2 Q4', '4 §9.3 later batches'],
    issues: [],
  },
  placesRescheduledTwice: {
    upstream:
      'While canaries wait, a group with lost and failed allocations replaces the failed ones twice and the lost ones not at all.',
    ours: 'Each is replaced once.',
    places: ['2 Q5'],
    issues: [12503],
  },
  forgetsJoiningGroups: {
    upstream: 'A group that joins a stored deployment is not written back: the deployment never lists it.',
    ours: 'The deployment is stored with the group.',
    places: ['2 Q6'],
    issues: [],
  },
  cutsCanariesAtCount: {
    upstream:
      'With more canaries than the count, the surplus is cut off and comes one pass later, and the counter of placements shows the count.',
    ours: 'All canaries are placed at once and counted as canaries.',
    places: ['2 Q7'],
    issues: [],
  },
  updatesTimedBatchInPlace: {
    upstream:
      'Groups of batch jobs with a maximal run time are updated in place without asking whether their node still suits.',
    ours: 'The node is asked; what no longer suits is replaced.',
    places: ['2 Q8'],
    issues: [],
  },
  dropsDelayedFollowups: {
    upstream:
      'An evaluation that was itself delayed creates no follow-ups: what it delays again waits for the next evaluation by chance.',
    ours: 'Its follow-ups are created.',
    places: ['2 Q9'],
    issues: [],
  },
  relabelsInPlace: {
    upstream: 'An in-place update of a job without an update block gives allocations the id of an old deployment.',
    ours: 'Only the deployment of this version is named.',
    places: ['2 Q10'],
    issues: [],
  },
  keepsDowngradedDeployment: {
    upstream:
      'Once a pass has placed an allocation of the older version, the placements after it carry that version’s deployment, too.',
    ours: 'Each placement carries the deployment of its own version.',
    places: ['2 Q11'],
    issues: [],
  },
  movesUnplacedToCurrentJob: {
    upstream:
      'A failed allocation for which no place was found is written with the current version of its job, which it never ran.',
    ours: 'It keeps the version that it ran.',
    places: ['2 Q12'],
    issues: [],
  },
  losesStoppedStates: {
    upstream: 'Stopping an allocation erases the history of its client states.',
    ours: 'The history stays.',
    places: ['2 Q13'],
    issues: [],
  },
  cancelsOncePerNode: {
    upstream:
      'A stopped system job cancels its deployment once for each node that runs it and then calls it successful; without nodes it is successful at once.',
    ours: 'It is cancelled once.',
    places: ['2 Q14'],
    issues: [],
  },
  keepsEndedSystemDeployment: {
    upstream:
      'A failed deployment of an older version of a system job keeps governing it: the version that repairs it gets no deployment.',
    ours: 'The new version gets its own.',
    places: ['2 Q15'],
    issues: [27571],
  },
  resubmitsFinishedDeployment: {
    upstream:
      'Every evaluation of a system job stores its finished deployment again, whose modify index grows for nothing.',
    ours: 'What is finished is left alone.',
    places: ['2 Q16'],
    issues: [],
  },
  annotatesCandidates: {
    upstream: 'The plan of a system job announces its candidates as placements.',
    ours: 'It announces what it places.',
    places: ['2 Q17'],
    issues: [],
  },
  dropsUpdatesWithoutGroups: {
    upstream:
      'When no group of a system job takes part, the status updates of the pass are dropped: a cancellation is lost.',
    ours: 'They are kept.',
    places: ['2 Q18'],
    issues: [27284],
  },
  placesMigratingTwice: {
    upstream: 'An allocation that migrates and is due for rescheduling is placed twice under one name.',
    ours: 'It is placed once.',
    places: ['2 Q20'],
    issues: [],
  },
  stopsTrimmedTwice: {
    upstream: 'A migrating allocation that is stopped as surplus is stopped again as rescheduled; the later text wins.',
    ours: 'It is stopped once.',
    places: ['2 Q21'],
    issues: [],
  },
  losesRescheduleText: {
    upstream: 'The text on a rescheduled allocation is lost when the same plan places its replacement.',
    ours: 'The text stays.',
    places: ['2 Q22'],
    issues: [],
  },
}
