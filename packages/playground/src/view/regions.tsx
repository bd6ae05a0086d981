// The regions of the page, in columns. Where there is no room for them beside each other they are tabs: one is shown, arrows go to the others.

import { effect, type Signal, signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import type { Board } from './board.ts'

/** A region, or a tab. */
export type RegionName = 'rollout' | 'allocations' | 'log' | 'job'

const names: Readonly<Record<RegionName, string>> = {
  rollout: 'Rollout',
  allocations: 'Allocations',
  log: 'Log',
  job: 'Job',
}
const order: readonly RegionName[] = ['rollout', 'allocations', 'log', 'job']

/** The width from which on there are columns. */
const oneColumn = '(max-width: 700px)'

/** Which tab is shown, and whether there are tabs at all. */
export class Regions {
  readonly shown: Signal<RegionName> = signal('rollout')
  readonly areTabs: Signal<boolean>

  /** Answers to questions are shown where they stand. */
  constructor(board: Board) {
    const width = matchMedia(oneColumn)
    this.areTabs = signal(width.matches)
    width.addEventListener('change', ({ matches }) => (this.areTabs.value = matches))
    effect(() => {
      if (board.asked.value) this.shown.value = 'log'
    })
  }
}

/** The row of tabs; nothing where there are columns. */
export function RegionTabs({ regions }: { readonly regions: Regions }): JSX.Element | null {
  if (!regions.areTabs.value) return null
  const { shown } = regions
  const turn = (event: KeyboardEvent): void => {
    const next = neighbour(shown.value, event.key)
    if (next === undefined) return
    // The arrows are the tabs' here, not the time line's.
    event.preventDefault()
    event.stopPropagation()
    shown.value = next
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label="regions" onKeyDown={turn}>
      {order.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={shown.value === name}
          aria-controls={`region-${name}`}
          tabIndex={shown.value === name ? 0 : -1}
          onClick={() => (shown.value = name)}
        >
          {names[name]}
        </button>
      ))}
    </div>
  )
}

function neighbour(shown: RegionName, key: string): RegionName | undefined {
  const place = order.indexOf(shown)
  if (key === 'ArrowRight') return order[(place + 1) % order.length]
  if (key === 'ArrowLeft') return order.at(place - 1)
  if (key === 'Home') return order[0]
  return key === 'End' ? order.at(-1) : undefined
}

interface RegionProps {
  readonly regions: Regions
  readonly name: RegionName
  readonly children: ComponentChildren
}

/** One region, or the panel of one tab. */
export function Region({ regions, name, children }: RegionProps): JSX.Element {
  const panel = regions.areTabs.value
    ? ({ role: 'tabpanel', 'aria-labelledby': `tab-${name}`, hidden: regions.shown.value !== name } as const)
    : {}
  return (
    <div id={`region-${name}`} class={`column ${name}`} {...panel}>
      {children}
    </div>
  )
}
