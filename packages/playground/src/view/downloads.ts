// Takes a run along as a file: made in the page, saved by the browser.

import { loadPart } from '../run/load-part.ts'
import type { Board } from './board.ts'

/** The names of the forms, as the part that makes them has them. */
export const exportLabels = [
  'transcript',
  'Vitest test',
  'log, JSON lines',
  'Mermaid sequence',
  'drawing, SVG',
] as const

/** Saves the run in a form. */
export async function save(label: (typeof exportLabels)[number], board: Board): Promise<void> {
  const { forms } = await loadPart('export')
  const form = forms.find((one) => one.label === label)
  if (!form) return
  const { run, track, scenario } = board
  const text = form.text({ run: run.value, timeline: track.value.timeline, story: scenario.value })
  const address = URL.createObjectURL(new Blob([text], { type: form.type }))
  const anchor = document.createElement('a')
  anchor.href = address
  anchor.download = `${scenario.value.id}.${form.ending}`
  anchor.click()
  URL.revokeObjectURL(address)
  board.said.value = `Saved ${anchor.download}.`
}
