// The bar on top: which story is told, its claim, whether the claim holds, and how to take the run along.

import type { JSX } from 'preact'
import { exercises } from '../lessons/exercises.ts'
import { scenarios } from '../scenarios/index.ts'
import type { Board } from './board.ts'
import { exportLabels, save } from './downloads.ts'
import { shareLink } from './link.ts'
import { lessonOf, type Teacher } from './teacher.ts'

interface Props {
  readonly board: Board
  readonly teacher: Teacher
}

/** Choose, restart, test, share, export. */
export function ScenarioBar({ board, teacher }: Props): JSX.Element {
  const { id, claim, hint } = board.scenario.value
  return (
    <header class="bar">
      <div class="row">
        <h1>Cutover</h1>
        <Choice board={board} teacher={teacher} />
        <button type="button" onClick={() => void openStory({ board, teacher }, id)}>
          restart
        </button>
        <button type="button" title="q" onClick={() => void teacher.nextQuiz()}>
          quiz me
        </button>
        <button type="button" title="s" data-target="share" onClick={() => void shareLink(board)}>
          share
        </button>
        <ExportMenu board={board} />
        <button type="button" title="?" aria-expanded={board.helpOpen.value} onClick={() => board.toggleHelp()}>
          ? keys
        </button>
      </div>
      {teacher.lesson.value === undefined && (
        <div class="row">
          <p class="grow claim">
            <span class="quiet">Claim: </span>“{claim}” <span class="quiet">{hint}</span>
          </p>
          <button type="button" class="act" onClick={() => board.test()}>
            test the claim
          </button>
          <VerdictText board={board} />
        </div>
      )}
    </header>
  )
}

function Choice({ board, teacher }: Props): JSX.Element {
  const { id, name } = board.scenario.value
  const known = scenarios.some((scenario) => scenario.id === id) || exercises.some((exercise) => exercise.id === id)
  return (
    <label class="grow">
      <span class="quiet">scenario </span>
      <select value={id} onChange={(event) => void openStory({ board, teacher }, event.currentTarget.value)}>
        {!known && <option value={id}>{name}</option>}
        <optgroup label="scenarios">
          {scenarios.map((scenario) => (
            <option key={scenario.id} value={scenario.id}>
              {scenario.name}
            </option>
          ))}
        </optgroup>
        <optgroup label="exercises">
          {exercises.map((exercise) => (
            <option key={exercise.id} value={exercise.id}>
              {exercise.name}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  )
}

function openStory({ board, teacher }: Props, id: string): Promise<void> {
  const lesson = lessonOf(id)
  if (lesson) return teacher.start(lesson)
  teacher.leave()
  return board.open(id)
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
        {exportLabels.map((label) => (
          <li key={label}>
            <button type="button" onClick={() => void save(label, board)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
