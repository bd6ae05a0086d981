// What the rollout is likely to come to from the cursor on: many trials on the engine's thread, with drawn health.

import { type Odds, type TimeSpread, usualBehaviour } from '@cutover/simulator'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { spokenUntil } from '../run/run.ts'
import type { Board } from './board.ts'

const trials = 100

interface Told {
  readonly second: number
  readonly healthy: number
  readonly odds: Odds | undefined
}

/** A chance to choose, a button, and a bar of what came of the trials. */
export function OddsPanel({ board }: { readonly board: Board }): JSX.Element {
  const healthy = useSignal(90)
  const told = useSignal<Told | undefined>(undefined)
  const busy = useSignal(false)
  return (
    <section aria-label="odds">
      <h2>Odds</h2>
      <label>
        <span class="quiet">each new allocation turns healthy in </span>
        <input
          type="number"
          min={0}
          max={100}
          value={healthy.value}
          onInput={(event) => (healthy.value = Math.max(0, Math.min(100, event.currentTarget.valueAsNumber || 0)))}
        />
        <span class="quiet"> of 100 cases, else it crashes</span>
      </label>
      <button
        type="button"
        aria-disabled={busy.value}
        onClick={() => void (busy.value || ask(board, healthy.value / 100, told, busy))}
      >
        {busy.value ? 'counting …' : `what are the odds from here? (${trials} trials)`}
      </button>
      {told.value && <Answer told={told.value} />}
    </section>
  )
}

async function ask(
  board: Board,
  healthy: number,
  told: Signal<Told | undefined>,
  busy: Signal<boolean>,
): Promise<void> {
  busy.value = true
  const second = board.second.value
  const id = board.deploymentId.value
  const list = await board.engine.odds({
    spoken: spokenUntil(board.run.value.spoken, second),
    second,
    nodes: board.scenario.value.nodes,
    behaviour: { ...usualBehaviour, healthy, crashed: 1 - healthy, promoteAfter: 10 },
    seed: 'page',
    runs: trials,
  })
  const odds = list.find(({ deploymentId }) => deploymentId === id)
  told.value = { second, healthy, odds }
  busy.value = false
  board.said.value = odds ? `Successful in ${percent(odds.successful)}.` : 'No rollout is under way here.'
}

function Answer({ told: { second, healthy, odds } }: { readonly told: Told }): JSX.Element {
  if (!odds) return <p class="quiet">No rollout is under way at {second.toFixed(1)} s.</p>
  const parts = [
    { name: '● successful', share: odds.successful, kind: 'healthy' },
    { name: '✕ failed', share: odds.failed - odds.rolledBack, kind: 'unhealthy' },
    { name: '↶ back to an older version', share: odds.rolledBack, kind: 'lost' },
    { name: '○ cancelled', share: odds.cancelled, kind: 'stopping' },
    { name: '◐ not over after an hour', share: odds.undecided, kind: 'pending' },
  ].filter(({ share }) => share > 0)
  let from = 0
  return (
    <>
      <svg class="odds" role="img" aria-label={parts.map(({ name, share }) => `${name} ${percent(share)}`).join(', ')}>
        {parts.map(({ name, share, kind }) => {
          const x = from
          from += share
          return <rect key={name} class={`bar-${kind}`} x={percent(x)} width={percent(share)} height="100%" />
        })}
      </svg>
      <ul class="plain">
        {parts.map(({ name, share }) => (
          <li key={name}>
            {name}: <b class="numbers">{percent(share)}</b>
          </li>
        ))}
        <li class="quiet">
          from {second.toFixed(1)} s, {percent(healthy)} healthy, promoted after 10 s{spreadText(odds.untilSuccess)}
        </li>
      </ul>
    </>
  )
}

function spreadText(spread: TimeSpread | undefined): string {
  if (!spread) return ''
  return `; success after ${spread.half.toFixed(0)} s, nine in ten within ${spread.early.toFixed(0)} to ${spread.late.toFixed(0)} s`
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`
}
