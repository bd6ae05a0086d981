// Recorded rollouts that no seed meets, each with the race that it hangs on (oracle/README-rollouts, Racy by nature).

/** Scenario → the race. */
export const knownRaces: ReadonlyMap<string, string> = new Map([])
