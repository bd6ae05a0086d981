// Recorded rollouts that no seed meets, each with the race that it hangs on (oracle/README-rollouts, Racy by nature).

/** Scenario → the race. */
export const knownRaces: ReadonlyMap<string, string> = new Map([
  ['random-700019', 'race 3: tasks that live 2.5 s, and where in the cycle of failing and rescheduling a step falls'],
])
