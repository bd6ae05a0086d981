// The bar on top: which story is told, its claim, whether the claim holds, and how to take the run along.

import type { JSX } from 'preact'
import { scenarios } from '../scenarios/index.ts'
import type { Board } from './board.ts'
import { exportForms, save } from './downloads.ts'
import { shareLink } from './link.ts'

/** Choose, restart, test, share, export. */
export function ScenarioBar({ board }: { readonly board: Board }): JSX.Element {
  const { id, claim, hint } = board.scenario.value
  return (
    <header class="bar">
      <div class="row">
        <h1>Cutover</h1>
        <label class="grow">
          <span class="quiet">scenario </span>
          <select value={id} onChange={(event) => board.open(event.currentTarget.value)}>
            {scenarios.map((scenario) => (
              <option key={scenario.id} value={scenario.id}>
                {scenario.name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => board.open(id)}>
          restart
        </button>
        <button type="button" title="s" onClick={() => void shareLink(board)}>
          share
        </button>
        <ExportMenu board={board} />
        <button type="button" title="?" aria-expanded={board.helpOpen.value} onClick={() => board.toggleHelp()}>
          ? keys
        </button>
      </div>
      <div class="row">
        <p class="grow claim">
          <span class="quiet">Claim: </span>“{claim}” <span class="quiet">{hint}</span>
        </p>
        <button type="button" class="act" onClick={() => board.test()}>
          test the claim
        </button>
        <VerdictText board={board} />
      </div>
    </header>
  )
}

function VerdictText({ board }: { readonly board: Board }): JSX.Element | null {
  const { value: verdict } = board.verdict
  if (!verdict) return null
  if (verdict.held) return <span class="verdict healthy">● held</span>
  return (
    <button type="button" class="verdict unhealthy" onClick={() => board.lookAtEntry(verdict.index)}>
      ✕ broken at entry {verdict.index}: {verdict.text}
    </button>
  )
}

function ExportMenu({ board }: { readonly board: Board }): JSX.Element {
  return (
    <details class="menu">
      <summary>export</summary>
      <ul>
        {exportForms.map((form) => (
          <li key={form.label}>
            <button type="button" onClick={() => save(form, board)}>
              {form.label}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
