// The oddities of Nomad, one switch each: behaviour that looks accidental and that somebody can see. A state carries its switches
// from its first entry on. What each does, and what comes of it: `quirk-list/`. The numbers are those of the semantics.

/** True: as Nomad does it. False: the rule without the accident. */
export interface Quirks {
  // Of the reconciler.

  /** 2 Q1, §2.3: stopped batch allocations of a removed group count as stops although none is stopped. */
  readonly countsUnlistedStops: boolean
  /** 2 Q2, §2.4: an index taken by three or more allocations stays taken twice however many of them go. */
  readonly keepsTripledNames: boolean
  /** 2 Q3, §2.9: an allocation stopped because it lost to a reconnected one may still be rescheduled. */
  readonly reschedulesReconnectLosers: boolean
  /** 2 Q4, §2.11: second and later follow-ups of a series carry another trigger and no description. */
  readonly relabelsLaterFollowups: boolean
  /** 2 Q5, §2.13: a gated group with lost and rescheduled allocations places the rescheduled ones twice, the lost ones not. */
  readonly placesRescheduledTwice: boolean
  /** 2 Q6, §2.16: a group that joins a deployment already stored is not written back with it. */
  readonly forgetsJoiningGroups: boolean
  /** 2 Q7, §2.16: canaries above the group's count are cut off, and the count of placements is set to the group's count. */
  readonly cutsCanariesAtCount: boolean
  /** 2 Q20, §2.7: a migrating allocation that is due for rescheduling is placed once for each reason. */
  readonly placesMigratingTwice: boolean
  /** 2 Q21, §2.7: a migrating allocation stopped as excess stays due for rescheduling and may be stopped twice. */
  readonly stopsTrimmedTwice: boolean

  // Of the schedulers.

  /** 2 Q8, §3.1 step 6: groups of batch jobs with a `max_run_duration` are updated in place without looking at their node. */
  readonly updatesTimedBatchInPlace: boolean
  /** 2 Q9, §4.2 step 9: an evaluation that was itself delayed creates no follow-ups. */
  readonly dropsDelayedFollowups: boolean
  /** 2 Q10, §4.3 step 6: an in-place update takes the id of the latest deployment, even of one that is over. */
  readonly relabelsInPlace: boolean
  /** 2 Q11, §4.4 step 1: the deployment of a downgraded placement is used for all placements after it. */
  readonly keepsDowngradedDeployment: boolean
  /** 2 Q12, §4.4 step 8: an allocation that could not be rescheduled takes the current version of its job. */
  readonly movesUnplacedToCurrentJob: boolean
  /** 2 Q13, §4.6: a stopped allocation loses the history of its client states. */
  readonly losesStoppedStates: boolean
  /** 2 Q14, §5.2: a stopped system job cancels its deployment once for each node that runs it, then ends it as successful. */
  readonly cancelsOncePerNode: boolean
  /** 2 Q15, §5.2: a failed or cancelled deployment of an older version of a system job keeps governing it. */
  readonly keepsEndedSystemDeployment: boolean
  /** 2 Q16, §5.4 step 1: the finished deployment of a system job is stored again by each evaluation. */
  readonly resubmitsFinishedDeployment: boolean
  /** 2 Q17, §5.4 step 9: the annotated placements of a system job are its candidates. */
  readonly annotatesCandidates: boolean
  /** 2 Q18, §5.4 step 12: without a group that takes part, a system job's status updates are dropped. */
  readonly dropsUpdatesWithoutGroups: boolean
  /** 2 Q22, §4.4 step 9: the text on a rescheduled allocation is lost when the same plan places its replacement. */
  readonly losesRescheduleText: boolean

  // Written by the log: semantics/1, and those of semantics/4 that concern job versions.

  /** 1 §2 Z1, 3 §6.2 R13: a plan's older copy of a deployment overwrites its status and its list of canaries. */
  readonly revivesByStalePlan: boolean
  /** 1 §3.4, 4 §9.3: a version marked stable, by hand or by a success, becomes the current job. */
  readonly replacesCurrentByStableMark: boolean
  /** 1 §4.2, 3 §0 fact 7: counters follow reports, so that a recovery is not counted and `healthy` can become negative. */
  readonly countsReports: boolean
  /** 1 §4.2 step 9, 3 §0 fact 5: an allocation that turns unhealthy moves the deadline away. */
  readonly pushesDeadlineOnFlip: boolean
  /** 3 §0 fact 4: a group has no deadline before its first placement. */
  readonly startsDeadlineAtPlacement: boolean
  /** 1 §0.1 fact 6: a promotion sets the deployment's time of modification to zero. */
  readonly clearsTimeOnPromotion: boolean
  /** 1 §3.5 step 1: a node that rejects plans gets nanoseconds where seconds are meant. */
  readonly marksIneligibleInNanos: boolean
  /** 1 §5.3, 4 §9.3: stopping, scaling and rolling back copy the tag of the version they start from. */
  readonly copiesTags: boolean
  /** 1 §5.3, 4 §9.3: the version that stops a stable job is itself stable. */
  readonly keepsStableWhenStopped: boolean
  /** 1 §3.2, 4 §9.3: stopping a stopped job makes another version. */
  readonly stopsAgain: boolean
  /** 4 §9.3: the version that a request's body names is kept when it is above the current one. */
  readonly honoursBodyVersion: boolean
  /** 4 §2.4, §9.3: registering the same scaling policy a second time makes one version more. */
  readonly bumpsVersionForPolicies: boolean
  /** 4 §2.4, §9.3: registering an unchanged job answers its modify index as job modify index. */
  readonly answersModifyIndex: boolean
  /** 4 §3.5, §9.3: evaluations of stopped jobs are of type `service`, whatever the job is. */
  readonly stopsAsService: boolean
  /** 4 §4.4, §9.3: every change of a log block is annotated as a replacement. */
  readonly annotatesLogsAsReplacing: boolean
  /** 4 §1.8, §9.3: the text about a long kill timeout misspells it. */
  readonly misspellsKillTimeout: boolean
  /** 4 §1.8, §9.3: the text about a short maximal delay prints the delay. */
  readonly printsDelayForMaxDelay: boolean

  // Of those who watch over time: semantics/3.

  /** 3 §0 fact 2: a deadline judges every group, also those whose own is still ahead. */
  readonly judgesEveryGroup: boolean
  /** 3 §1.2: once a deadline has fired, every later failure is described as one. */
  readonly latchesDeadline: boolean
  /** 3 §1.3.2: the creation of an evaluation counts as its sight of the state. */
  readonly countsCreationAsSight: boolean
  /** 3 §0 fact 10: one healthy canary too many blocks the automatic promotion. */
  readonly promotesOnExactCount: boolean
  /** 3 §0 fact 14, §6.2 R3: a rollback overwrites a version registered meanwhile. */
  readonly rollsBackOverNewerVersion: boolean
  /** 3 §1.4: a tag alone makes the stable version another one to roll back to. */
  readonly rollsBackForTag: boolean
  /** 1 §5.5: a rollback may go to a version that stops the job. */
  readonly rollsBackToStopped: boolean
  /** 3 §4.4: a drain counts unhealthy allocations as ready to spare others. */
  readonly drainCountsUnhealthy: boolean
}

/** The name of a switch. */
export type QuirkName = keyof Quirks

/** Exactly Nomad, or its rules without the accidents. */
export type Profile = 'nomad' | 'safe'

/** All as Nomad does it. */
export const nomadQuirks: Quirks = all(true)

/** None of them. */
export const safeQuirks: Quirks = all(false)

/** The switches of a profile. */
export function quirksOf(profile: Profile): Quirks {
  return profile === 'nomad' ? nomadQuirks : safeQuirks
}

function all(on: boolean): Quirks {
  return { ...ofReconciler(on), ...ofSchedulers(on), ...ofLog(on), ...ofWatchers(on) }
}

function ofReconciler(on: boolean) {
  return {
    countsUnlistedStops: on,
    keepsTripledNames: on,
    reschedulesReconnectLosers: on,
    relabelsLaterFollowups: on,
    placesRescheduledTwice: on,
    forgetsJoiningGroups: on,
    cutsCanariesAtCount: on,
    placesMigratingTwice: on,
    stopsTrimmedTwice: on,
  }
}

function ofSchedulers(on: boolean) {
  return {
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

function ofLog(on: boolean) {
  return {
    revivesByStalePlan: on,
    replacesCurrentByStableMark: on,
    countsReports: on,
    pushesDeadlineOnFlip: on,
    startsDeadlineAtPlacement: on,
    clearsTimeOnPromotion: on,
    marksIneligibleInNanos: on,
    copiesTags: on,
    keepsStableWhenStopped: on,
    stopsAgain: on,
    honoursBodyVersion: on,
    bumpsVersionForPolicies: on,
    answersModifyIndex: on,
    stopsAsService: on,
    annotatesLogsAsReplacing: on,
    misspellsKillTimeout: on,
    printsDelayForMaxDelay: on,
  }
}

function ofWatchers(on: boolean) {
  return {
    judgesEveryGroup: on,
    latchesDeadline: on,
    countsCreationAsSight: on,
    promotesOnExactCount: on,
    rollsBackOverNewerVersion: on,
    rollsBackForTag: on,
    rollsBackToStopped: on,
    drainCountsUnhealthy: on,
  }
}
