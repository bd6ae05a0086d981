// The oddities of those who watch over time: semantics/3.

import type { QuirkName } from '../quirks.ts'
import type { SwitchNote } from './quirk-note.ts'

/** Notes by switch. */
export const watcherNotes: Partial<Record<QuirkName, SwitchNote>> = {
  judgesEveryGroup: {
    upstream:
      'When the earliest deadline fires, every group is judged: a slow group is failed by the deadline of a fast one.',
    ours: 'Only groups whose own deadline has come are judged, and a deadline that was let pass does not hide later ones.',
    places: ['3 fact 2', '3 W13'],
    issues: [4842],
  },
  latchesDeadline: {
    upstream:
      'Once a deadline has fired, even without effect, every later failure of the deployment is described as a missed deadline, until the leader changes.',
    ours: 'A failure is described by its own reason.',
    places: ['3 §1.2'],
    issues: [],
  },
  countsCreationAsSight: {
    upstream:
      'A delayed evaluation counts as if it had seen the state of its creation: a health reported between its snapshot and then asks for no evaluation.',
    ours: 'What a scheduler looked at counts.',
    places: ['3 §1.3.2', '3 §6.2 R6'],
    issues: [11267],
  },
  promotesOnExactCount: {
    upstream:
      'Automatic promotion wants exactly the desired number of healthy canaries: one more, after a reconnect say, blocks it for ever.',
    ours: 'At least that many are enough.',
    places: ['3 fact 10', '3 §4.3', '3 W26'],
    issues: [8150, 14001],
  },
  rollsBackOverNewerVersion: {
    upstream: 'A rollback is written without looking at what is current: a version registered meanwhile is lost.',
    ours: 'The deployment fails and the newer version stays.',
    places: ['3 fact 14', '3 §6.2 R3'],
    issues: [],
  },
  rollsBackForTag: {
    upstream:
      'A tag on the stable version makes it another one than the same specification without the tag: the job is rolled back to what it is.',
    ours: 'Tags are left out of the comparison.',
    places: ['3 §1.4', '3 W37'],
    issues: [],
  },
  rollsBackToStopped: {
    upstream: 'A rollback takes the newest stable version, also one that stops the job: a failed rollout stops it.',
    ours: 'Versions that stop the job are passed over.',
    places: ['1 §5.5'],
    issues: [],
  },
  drainCountsUnhealthy: {
    upstream: 'A drain counts unhealthy allocations among those that can spare others.',
    ours: 'Only healthy ones are counted.',
    places: ['3 §4.4', '3 N4'],
    issues: [],
  },
}
