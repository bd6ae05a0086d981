// The lesson that is under way: the task, what the learner may say, and what the engine says to it.

import type { JSX } from 'preact'
import type { Goal, Prediction } from '../lessons/lesson.ts'
import type { Board } from './board.ts'
import type { Teacher } from './teacher.ts'

interface Props {
  readonly board: Board
  readonly teacher: Teacher
}

/** The task; nothing while there is none. */
export function LessonPanel({ board, teacher }: Props): JSX.Element | null {
  const { value: lesson } = teacher.lesson
  if (!lesson) return null
  return (
    <section class="lesson" aria-label="lesson">
      <h2>
        {lesson.name}{' '}
        <button type="button" aria-label="leave the lesson" onClick={() => teacher.leave()}>
          ✕
        </button>
      </h2>
      <p>{lesson.task}</p>
      {lesson.kind === 'prediction' ? (
        <Choices board={board} teacher={teacher} lesson={lesson} />
      ) : (
        <Reaching teacher={teacher} lesson={lesson} />
      )}
    </section>
  )
}

function Choices({ board, teacher, lesson }: Props & { readonly lesson: Prediction }): JSX.Element {
  const { value: answered } = teacher.answered
  return (
    <>
      <div class="row">
        {lesson.choices.map((choice) => (
          <button
            key={choice}
            type="button"
            class={answered ? '' : 'act'}
            aria-pressed={answered?.choice === choice}
            aria-disabled={answered !== undefined}
            onClick={() => void teacher.choose(choice)}
          >
            {answered?.truth.choice === choice && '● '}
            {answered?.choice === choice && answered.truth.choice !== choice && '✕ '}
            {choice}
          </button>
        ))}
      </div>
      {answered && (
        <>
          <p>
            <b class={answered.choice === answered.truth.choice ? 'healthy' : 'unhealthy'}>
              {answered.choice === answered.truth.choice ? '● Right' : `✕ No: ${answered.truth.choice}`}
            </b>
            {answered.truth.text !== '' && ` · ${answered.truth.text}`}
            {answered.truth.path && ' · why is below'}
          </p>
          <div class="row">
            <button type="button" class="act" onClick={() => void teacher.nextQuiz()}>
              next quiz
            </button>
            <button type="button" onClick={() => void teacher.start(lesson)}>
              see it again
            </button>
            {answered.truth.path && (
              <button type="button" onClick={() => (board.asked.value = answered.truth.path)}>
                why?
              </button>
            )}
            <span class="quiet numbers">
              {teacher.right.value} of {teacher.asked.value} right
            </span>
          </div>
        </>
      )}
    </>
  )
}

function Reaching({ teacher, lesson }: { readonly teacher: Teacher; readonly lesson: Goal }): JSX.Element {
  const { commands = 0, reached = false } = teacher.progress.value ?? {}
  const best = commands <= lesson.fewest
  return (
    <>
      <p>
        {reached ? (
          <b class={best ? 'healthy' : ''}>
            {best
              ? `● Reached, with ${count(commands)}: it takes no fewer.`
              : `◐ Reached, with ${count(commands)}. It takes ${lesson.fewest}.`}
          </b>
        ) : (
          <span>
            <b class="numbers">{count(commands)}</b> so far; not reached yet. Let time pass to see what comes of it.
          </span>
        )}
      </p>
      <div class="row">
        <button type="button" onClick={() => void teacher.start(lesson)}>
          start again
        </button>
        {reached && (
          <button type="button" class="act" onClick={() => void teacher.nextQuiz()}>
            a quiz
          </button>
        )}
      </div>
    </>
  )
}

function count(commands: number): string {
  return commands === 1 ? '1 command' : `${commands} commands`
}
