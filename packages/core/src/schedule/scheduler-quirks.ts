// The oddities of Nomad's schedulers that somebody can see in plans and evaluations, one switch each. Rules:
// semantics/2 §8.3.

import { nomadReconcileQuirks, type ReconcileQuirks, safeReconcileQuirks } from '../reconcile/reconcile-quirks.ts'

/** True: as Nomad does it. False: the rule without the accident. */
export interface SchedulerQuirks {
  /** Those of the reconciler. */
  readonly reconcile: ReconcileQuirks
  /**
   * Q8, §3.1 step 6: groups of batch jobs with a `max_run_duration` are updated in place without looking at their
   * node.
   */
  readonly updatesTimedBatchInPlace: boolean
  /** Q9, §4.2 step 9: an evaluation that was itself delayed creates no follow-ups. */
  readonly dropsDelayedFollowups: boolean
  /** Q10, §4.3 step 6: an in-place update takes the id of the latest deployment, even of one that is over. */
  readonly relabelsInPlace: boolean
  /** Q11, §4.4 step 1: the deployment of a downgraded placement is used for all placements after it. */
  readonly keepsDowngradedDeployment: boolean
  /** Q12, §4.4 step 8: an allocation that could not be rescheduled takes the current version of its job. */
  readonly movesUnplacedToCurrentJob: boolean
  /** Q13, §4.6: a stopped allocation loses the history of its client states. */
  readonly losesStoppedStates: boolean
  /**
   * Q14, §5.2: a stopped system job cancels its deployment once for each node that runs it, then ends it as
   * successful.
   */
  readonly cancelsOncePerNode: boolean
  /** Q15, §5.2: a failed or cancelled deployment of an older version of a system job keeps governing it. */
  readonly keepsEndedSystemDeployment: boolean
  /** Q16, §5.4 step 1: the finished deployment of a system job is stored again by each evaluation. */
  readonly resubmitsFinishedDeployment: boolean
  /** Q17, §5.4 step 9: the annotated placements of a system job are its candidates. */
  readonly annotatesCandidates: boolean
  /** Q18, §5.4 step 12: without a group that takes part, a system job's status updates are dropped. */
  readonly dropsUpdatesWithoutGroups: boolean
  /** Q22, §4.4 step 9: the text on a rescheduled allocation is lost when the same plan places its replacement. */
  readonly losesRescheduleText: boolean
}

/** All as Nomad does it. */
export const nomadSchedulerQuirks: SchedulerQuirks = all(true, nomadReconcileQuirks)

/** None of them. */
export const safeSchedulerQuirks: SchedulerQuirks = all(false, safeReconcileQuirks)

function all(on: boolean, reconcile: ReconcileQuirks): SchedulerQuirks {
  return {
    reconcile,
    updatesTimedBatchInPlace: on,
    dropsDelayedFollowups: on,
    relabelsInPlace: on,
    keepsDowngradedDeployment: on,
    movesUnplacedToCurrentJob: on,
    losesStoppedStates: on,
    cancelsOncePerNode: on,
    keepsEndedSystemDeployment: on,
    resubmitsFinishedDeployment: on,
    annotatesCandidates: on,
    dropsUpdatesWithoutGroups: on,
    losesRescheduleText: on,
  }
}
