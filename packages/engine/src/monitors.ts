// Watches every durable entry with formulas of the caller's choice. What they find is told and counted; it never stops the engine.

import type { Index } from '@cutover/core'
import type { Change } from './commit.ts'
import type { Notifier } from './notify.ts'

/** A formula over a durable entry and the states around it. */
export interface Monitor {
  readonly name: string
  /** What the entry breaks, in words; nothing when all is well. A monitor that throws is told as one that found its own error. */
  readonly check: (change: Change) => readonly string[]
}

/** What a monitor found. */
export interface MonitorFinding {
  readonly monitor: string
  readonly index: Index
  readonly text: string
}

/** Lets the monitors see every change from now on. Without monitors nothing listens, so that entries are not worked out for nobody. */
export function watchChanges(
  notifier: Notifier,
  monitors: readonly Monitor[],
  onFinding: (finding: MonitorFinding) => void,
): void {
  if (monitors.length === 0) return
  notifier.onChanges((changes) => {
    for (const change of changes)
      for (const monitor of monitors)
        for (const text of findings(monitor, change))
          onFinding({ monitor: monitor.name, index: change.entry.index, text })
  })
}

function findings({ check }: Monitor, change: Change): readonly string[] {
  try {
    return check(change)
  } catch (error) {
    return [`the monitor failed: ${error instanceof Error ? error.message : String(error)}`]
  }
}
