// What the rollout waits for, each with what clears it, and the deadline as a countdown in virtual time.

import type { JSX } from 'preact'
import type { Board } from './board.ts'
import { blockerText, type Remedy, remediesOf } from './unblock.ts'

/** The blockers. */
export function WaitingPanel({ board }: { readonly board: Board }): JSX.Element {
  const { blockers, deadline } = board.waiting.value
  const state = board.state.value
  const track = board.track.value
  const speech = { state, nameOf: (id: string) => track.nameOf(id) }
  return (
    <section aria-label="waiting for">
      <h2>Waiting for</h2>
      {blockers.length === 0 && <p class="quiet">Nothing: no rollout is under way at this instant.</p>}
      <ul class="plain blockers">
        {blockers.map((blocker) => (
          <li key={`${blocker.kind} ${blocker.groups.join()}`}>
            <span>{blockerText(blocker, speech)}</span>
            <span class="row">
              {remediesOf(blocker, speech)
                .slice(0, 3)
                .map((remedy) => (
                  <RemedyButton
                    key={remedy.label}
                    board={board}
                    remedy={remedy}
                    pulses={blocker.kind === 'promotion'}
                  />
                ))}
            </span>
          </li>
        ))}
        {deadline !== undefined && (
          <li>
            <span>
              or its deadline, in <b class="numbers">{countdown(track.secondOf(deadline) - board.second.value)}</b>
            </span>
            <RemedyButton board={board} remedy={{ label: 'let it pass', at: deadline }} pulses={false} />
          </li>
        )}
      </ul>
    </section>
  )
}

interface Props {
  readonly board: Board
  readonly remedy: Remedy
  readonly pulses: boolean
}

function RemedyButton({ board, remedy, pulses }: Props): JSX.Element {
  const act = (): void => {
    if ('line' in remedy) board.say(remedy.line)
    else board.pass(board.track.value.secondOf(remedy.at) + 0.001)
  }
  return (
    <button
      type="button"
      data-target={'line' in remedy && remedy.line.startsWith('promote ') ? 'promote' : undefined}
      class={pulses ? 'act pulse' : 'act'}
      title={'line' in remedy ? remedy.line : 'time passes'}
      onClick={act}
    >
      {remedy.label}
    </button>
  )
}

function countdown(seconds: number): string {
  const left = Math.max(0, seconds)
  const minutes = Math.floor(left / 60)
  return `${minutes}:${(left - minutes * 60).toFixed(1).padStart(4, '0')}`
}
