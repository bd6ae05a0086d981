// The simulated fleet belongs to the leader: it works while this server leads, and starts from what the log says wherever it starts.

import type { AttachedFleet } from '@cutover/simulator'

/** A fleet that comes and goes with the lead. */
export interface LedFleet {
  /** To be told of every change. */
  readonly lead: (leads: boolean) => void
  /** From now on there is something to attach to. */
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** A fleet that `attach` lets work. One change follows the other. */
export function ledFleet(attach: () => Promise<AttachedFleet>, onFailure: (error: unknown) => void): LedFleet {
  let [isWanted, isStarted] = [false, false]
  let attached: AttachedFleet | undefined
  let turn = Promise.resolve()

  async function adjust(): Promise<void> {
    if (isStarted && isWanted && !attached) attached = await attach()
    if (attached && !isWanted) {
      const gone = attached
      attached = undefined
      await gone.detach()
    }
  }

  function then(change: () => void): Promise<void> {
    change()
    turn = turn.then(adjust).catch(onFailure)
    return turn
  }

  const set = (leads: boolean): void => {
    isWanted = leads
  }
  return {
    lead: (leads) => void then(() => set(leads)),
    start: () =>
      then(() => {
        isStarted = true
      }),
    stop: () => then(() => set(false)),
  }
}
