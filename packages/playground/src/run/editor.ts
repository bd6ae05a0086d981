// The editor of jobs: CodeMirror, and the plan of what was written. A part of the page that is loaded when it is needed.

import { json } from '@codemirror/lang-json'
import { basicSetup, EditorView } from 'codemirror'
import { planDocument } from './job-plan.ts'
import { registerPart } from './parts.ts'

/** An open editor. */
export interface Editor {
  readonly text: () => string
  readonly close: () => void
}

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--edge)', borderRadius: '6px' },
  '.cm-scroller': { overflow: 'visible' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--soft)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
})

const labelled = EditorView.contentAttributes.of({ 'aria-label': 'job, JSON or HCL' })

function openEditor(place: Element, text: string): Editor {
  const view = new EditorView({
    doc: text,
    extensions: [basicSetup, json(), EditorView.lineWrapping, look, labelled],
    parent: place,
  })
  return { text: () => view.state.doc.toString(), close: () => view.destroy() }
}

registerPart('editor', { openEditor, planDocument })
