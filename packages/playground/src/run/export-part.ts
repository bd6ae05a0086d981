// The forms in which a run can be saved, each as text. A part of the page that is loaded when somebody saves.

import { drawTimeline } from '@cutover/simulator'
import { asJsonLines, asMermaid, asTest, asTranscript } from './export.ts'
import { type ExportForm, registerPart } from './parts.ts'

const forms: readonly ExportForm[] = [
  form('transcript', 'txt', 'text/plain', ({ run, story }) => asTranscript(run, story)),
  form('Vitest test', 'test.ts', 'text/plain', ({ run, story }) => asTest(run, story)),
  form('log, JSON lines', 'jsonl', 'application/jsonl', ({ run }) => asJsonLines(run)),
  form('Mermaid sequence', 'mmd', 'text/plain', ({ run }) => asMermaid(run)),
  form('drawing, SVG', 'svg', 'image/svg+xml', ({ timeline, story }) => drawTimeline(timeline, { title: story.name })),
]

function form(label: string, ending: string, type: string, text: ExportForm['text']): ExportForm {
  return { label, ending, type, text }
}

registerPart('export', { forms })
