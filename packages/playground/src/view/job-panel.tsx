// The job as a document: edited, judged by the real validator, planned, and only then run.

import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Editor } from '../run/editor.ts'
import type { JobPlan } from '../run/job-plan.ts'
import { loadPart } from '../run/load-part.ts'
import { readJob } from '../run/read-job.ts'
import type { Board } from './board.ts'

/** A button; behind it the editor, which is loaded then. */
export function JobPanel({ board }: { readonly board: Board }): JSX.Element {
  const open = useSignal(false)
  return (
    <section aria-label="job">
      <h2>Job</h2>
      {open.value ? (
        <OpenJob board={board} close={() => (open.value = false)} />
      ) : (
        <button type="button" onClick={() => (open.value = true)}>
          edit the job
        </button>
      )}
    </section>
  )
}

interface Props {
  readonly board: Board
  readonly close: () => void
}

function OpenJob({ board, close }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const plain = useRef<HTMLTextAreaElement>(null)
  const editor = useRef<Editor | undefined>(undefined)
  const plan = useSignal<Planned | undefined>(undefined)
  const fallback = useSignal(false)
  const first = useRef(documentOf(board))
  useEffect(() => {
    const { current } = place
    if (current) void mount(current, { text: first.current, editor, fallback })
    return () => editor.current?.close()
  }, [])
  const text = (): string => editor.current?.text() ?? plain.current?.value ?? ''
  return (
    <>
      <p class="quiet">
        JSON as Nomad's API takes it, or a job file in HCL. The parser of HCL (2.6 MB) is loaded when it is needed.
      </p>
      <div ref={place} class="editor" />
      {fallback.value && <textarea ref={plain} rows={16} aria-label="job, JSON or HCL" defaultValue={first.current} />}
      <div class="row">
        <button type="button" class="act" onClick={() => void planNow(board, text(), plan)}>
          validate and plan
        </button>
        <button
          type="button"
          aria-disabled={plan.value === undefined || plan.value.problem !== ''}
          title="after a plan that nothing speaks against"
          onClick={() => {
            if (plan.value?.problem === '') void board.say(`submit ${plan.value.document}`)
          }}
        >
          run it
        </button>
        <button type="button" onClick={close}>
          close
        </button>
      </div>
      {plan.value && <PlanText plan={plan.value} />}
    </>
  )
}

interface Mounting {
  readonly text: string
  readonly editor: { current: Editor | undefined }
  readonly fallback: Signal<boolean>
}

// Without its script a plain field does.
async function mount(place: Element, { text, editor, fallback }: Mounting): Promise<void> {
  try {
    const { openEditor } = await loadPart('editor')
    editor.current = openEditor(place, text)
  } catch {
    fallback.value = true
  }
}

/** What was planned, with its document in one line. */
interface Planned extends JobPlan {
  readonly document: string
}

async function planNow(board: Board, text: string, plan: Signal<Planned | undefined>): Promise<void> {
  board.said.value = 'Reading the job …'
  const read = await readJob(text)
  const { planDocument } = await loadPart('editor')
  const made = read.ok ? planDocument(board.run.value.history.head, read.document) : { ...nothing, problem: read.text }
  plan.value = { ...made, document: read.ok ? read.document : '' }
  board.said.value = saidOf(plan.value)
}

const nothing: JobPlan = { problem: '', warnings: '', differences: [], updates: [], withoutRoom: [] }

function saidOf({ problem, differences }: JobPlan): string {
  return problem === '' ? `Planned: ${differences.length} fields differ.` : `The job is refused: ${problem}`
}

function documentOf(board: Board): string {
  const [job] = board.state.value.tables.jobs
  const document: object = job?.document ?? { ID: 'web', Type: 'service', Datacenters: ['*'], TaskGroups: [] }
  return JSON.stringify(document, null, 2)
}

function PlanText({ plan }: { readonly plan: JobPlan }): JSX.Element {
  const { problem, warnings, differences, updates, withoutRoom } = plan
  if (problem !== '') return <pre class="unhealthy">✕ {problem}</pre>
  return (
    <>
      <p>
        <b class="healthy">● The validator takes it.</b> {warnings}
      </p>
      {withoutRoom.length > 0 && <p class="unhealthy">✕ No room for {withoutRoom.join(', ')}.</p>}
      <ul class="plain">
        {updates.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <ul class="plain">
        {differences.map(([where, before, after]) => (
          <li key={where}>
            {where}: {before === '' ? '—' : before} → <b>{after === '' ? '—' : after}</b>
          </li>
        ))}
        {differences.length === 0 && <li class="quiet">No field differs from the version that runs.</li>}
      </ul>
    </>
  )
}
