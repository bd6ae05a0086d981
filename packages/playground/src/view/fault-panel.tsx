// Faults: what can go wrong with an allocation, with a node, and with the next version.

import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Board } from './board.ts'
import { nameableAllocations } from './current.ts'
import { DeedButtons } from './deed-buttons.tsx'
import { faultsOf, serverFaults } from './verbs.ts'

const namesMax = 200

/** The faults, each as a button. */
export function FaultPanel({ board }: { readonly board: Board }): JSX.Element {
  const state = board.state.value
  const allocations = nameableAllocations(state)
    .slice(0, namesMax)
    .map(({ name }) => name)
  const nodes = [...state.tables.nodes].map(({ name }) => name).sort()
  const allocation = useSignal('')
  const node = useSignal('')
  const chosen = allocations.includes(allocation.value) ? allocation.value : (allocations[0] ?? '')
  const chosenNode = nodes.includes(node.value) ? node.value : (nodes[0] ?? '')
  const deeds = faultsOf(state, chosen, chosenNode)
  const about = (line: string): readonly (typeof deeds)[number][] =>
    deeds.filter((deed) => deed.line.includes(` ${line}`))
  return (
    <section aria-label="faults">
      <h2>Faults</h2>
      {chosen !== '' && <Choice label="allocation" names={allocations} value={chosen} chosen={allocation} />}
      <DeedButtons board={board} deeds={chosen === '' ? [] : about(chosen)} />
      <Choice label="node" names={nodes} value={chosenNode} chosen={node} />
      <DeedButtons board={board} deeds={about(chosenNode)} />
      <p class="quiet">roll out …</p>
      <DeedButtons board={board} deeds={deeds.filter(({ line }) => line.startsWith('change '))} />
      <p class="quiet">servers</p>
      <DeedButtons board={board} deeds={serverFaults} />
      <p class="quiet">let time pass</p>
      <div class="row">
        {[10, 60, 600].map((seconds) => (
          <button key={seconds} type="button" onClick={() => board.pass(board.run.value.elapsed + seconds)}>
            +{seconds} s
          </button>
        ))}
      </div>
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly names: readonly string[]
  readonly value: string
  readonly chosen: Signal<string>
}

function Choice({ label, names, value, chosen }: ChoiceProps): JSX.Element {
  return (
    <label>
      <span class="quiet">{label} </span>
      <select value={value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
