// The oddities of Nomad's reconciler that somebody can see in its results, one switch each. Rules: semantics/2 §8.3.

/** True: as Nomad does it. False: the rule without the accident. */
export interface ReconcileQuirks {
  /** Q1, §2.3: stopped batch allocations of a removed group count as stops although none is stopped. */
  readonly countsUnlistedStops: boolean
  /** Q2, §2.4: an index taken by three or more allocations stays taken twice however many of them go. */
  readonly keepsTripledNames: boolean
  /** Q3, §2.9: an allocation stopped because it lost to a reconnected one may still be rescheduled. */
  readonly reschedulesReconnectLosers: boolean
  /** Q4, §2.11: second and later follow-ups of a series carry another trigger and no description. */
  readonly relabelsLaterFollowups: boolean
  /** Q5, §2.13: a gated group with lost and rescheduled allocations places the rescheduled ones twice, the lost ones not. */
  readonly placesRescheduledTwice: boolean
  /** Q6, §2.16: a group that joins a deployment already stored is not written back with it. */
  readonly forgetsJoiningGroups: boolean
  /** Q7, §2.16: canaries above the group's count are cut off, and the count of placements is set to the group's count. */
  readonly cutsCanariesAtCount: boolean
  /** Q20, §2.7: a migrating allocation that is due for rescheduling is placed once for each reason. */
  readonly placesMigratingTwice: boolean
  /** Q21, §2.7: a migrating allocation stopped as excess stays due for rescheduling and may be stopped twice. */
  readonly stopsTrimmedTwice: boolean
}

/** All as Nomad does it. */
export const nomadReconcileQuirks: ReconcileQuirks = all(true)

/** None of them. */
export const safeReconcileQuirks: ReconcileQuirks = all(false)

function all(on: boolean): ReconcileQuirks {
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
