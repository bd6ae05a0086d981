// Takes a run along as a file: made in the page, saved by the browser.

import { drawTimeline } from '@cutover/simulator'
import { asJsonLines, asMermaid, asTest, asTranscript } from '../run/export.ts'
import type { Board } from './board.ts'

/** A form in which a run can be saved. */
export interface ExportForm {
  readonly label: string
  readonly ending: string
  readonly type: string
  readonly text: (board: Board) => string
}

/** Every form. */
export const exportForms: readonly ExportForm[] = [
  form('transcript', 'txt', 'text/plain', ({ run, scenario }) => asTranscript(run.value, scenario.value.claim)),
  form('Vitest test', 'test.ts', 'text/plain', ({ run, scenario }) => asTest(run.value, scenario.value.claim)),
  form('log, JSON lines', 'jsonl', 'application/jsonl', ({ run }) => asJsonLines(run.value)),
  form('Mermaid sequence', 'mmd', 'text/plain', ({ run }) => asMermaid(run.value)),
  form('drawing, SVG', 'svg', 'image/svg+xml', ({ track, scenario }) =>
    drawTimeline(track.value.timeline, { title: scenario.value.name }),
  ),
]

function form(label: string, ending: string, type: string, text: ExportForm['text']): ExportForm {
  return { label, ending, type, text }
}

/** Saves the run in a form. */
export function save({ ending, type, text }: ExportForm, board: Board): void {
  const address = URL.createObjectURL(new Blob([text(board)], { type }))
  const anchor = document.createElement('a')
  anchor.href = address
  anchor.download = `${board.scenario.value.id}.${ending}`
  anchor.click()
  URL.revokeObjectURL(address)
  board.said.value = `Saved ${anchor.download}.`
}
