// The oddities of what the log does to jobs and deployments: semantics/1, semantics/4 §9.3.

import type { QuirkName } from '../quirks.ts'
import type { SwitchNote } from './quirk-note.ts'

/** Notes by switch. */
export const logNotes: Partial<Record<QuirkName, SwitchNote>> = {
  revivesByStalePlan: {
    upstream:
      'A plan of a system job carries the whole deployment as its scheduler saw it: a failed or paused one runs again.',
    ours: 'A stored deployment keeps its status and its text.',
    places: ['1 §2 Z1', '3 §6.2 R13'],
    issues: [27604],
  },
  replacesCurrentByStableMark: {
    upstream:
      'Marking an older version stable, by hand or by a late success, makes it the current job without an evaluation; the next registration re-uses its successor’s number.',
    ours: 'The version gets its mark and the current job stays.',
    places: ['1 §3.4', '4 §9.3 stable mark'],
    issues: [],
  },
  countsReports: {
    upstream:
      'A recovery is not counted, but a later relapse is subtracted: the number of healthy allocations can be −1.',
    ours: 'An allocation that recovers moves from unhealthy to healthy, and back: the counters are the allocations.',
    places: ['3 fact 7'],
    issues: [],
  },
  pushesDeadlineOnFlip: {
    upstream: 'An allocation that turns unhealthy moves the progress deadline away.',
    ours: 'Only a new health moves it.',
    places: ['3 fact 5'],
    issues: [],
  },
  startsDeadlineAtPlacement: {
    upstream: 'A group has no deadline before its first placement: a rollout that finds no room runs for ever.',
    ours: 'Deadlines start with the deployment.',
    places: ['3 fact 4'],
    issues: [11267, 20295],
  },
  clearsTimeOnPromotion: {
    upstream:
      'A promotion sets the deployment’s time of modification to zero, which garbage collection takes for very old.',
    ours: 'The instant of the promotion is written.',
    places: ['1 §0.1 fact 6'],
    issues: [],
  },
  marksIneligibleInNanos: {
    upstream: 'A node that rejected too many plans gets nanoseconds in a field of seconds.',
    ours: 'Seconds are written.',
    places: ['1 §3.5 step 1'],
    issues: [],
  },
  copiesTags: {
    upstream:
      'Stopping, scaling and rolling back copy the tag of the version that they start from: two versions bear one name.',
    ours: 'The copy has no tag.',
    places: ['4 §9.3 copied tag'],
    issues: [],
  },
  keepsStableWhenStopped: {
    upstream: 'The version that stops a stable job is stable, so that a later rollback can go to it.',
    ours: 'A version that runs nothing is never stable.',
    places: ['4 §9.3 repeated stop'],
    issues: [],
  },
  stopsAgain: {
    upstream: 'Stopping a stopped job makes another version of it.',
    ours: 'It is only looked at again.',
    places: ['4 §9.3 repeated stop'],
    issues: [],
  },
  honoursBodyVersion: {
    upstream: 'A version in the body of a registration is kept when it is above the current one, and leaves a gap.',
    ours: 'Versions are counted by the server.',
    places: ['4 §9.3 body version'],
    issues: [],
  },
  bumpsVersionForPolicies: {
    upstream: 'Registering an unchanged job with a scaling policy for the second time makes a version more.',
    ours: 'An unchanged policy changes nothing.',
    places: ['4 §9.3 scaling policy'],
    issues: [],
  },
  answersModifyIndex: {
    upstream:
      'Registering an unchanged job answers the modify index under the name of the job modify index: enforcing it fails.',
    ours: 'The job modify index is answered.',
    places: ['4 §9.3 unchanged register'],
    issues: [],
  },
  stopsAsService: {
    upstream:
      'The evaluation of a stopped job is of type service, whatever the job is: a system job is then stopped by the wrong scheduler.',
    ours: 'It has the type of the job.',
    places: ['4 §9.3 deregister type'],
    issues: [],
  },
  annotatesLogsAsReplacing: {
    upstream: 'A plan announces every change of a log block as a replacement, although most are made in place.',
    ours: 'Only switching the log on or off is.',
    places: ['4 §9.3 log annotation'],
    issues: [],
  },
  misspellsKillTimeout: {
    upstream: 'The text about a kill timeout longer than the progress deadline says KillTimout.',
    ours: 'It says KillTimeout.',
    places: ['4 §9.3 KillTimout'],
    issues: [],
  },
  printsDelayForMaxDelay: {
    upstream: 'The text about a maximal delay below five seconds prints the delay.',
    ours: 'It prints the maximal delay.',
    places: ['4 §9.3 Max Delay'],
    issues: [],
  },
}
