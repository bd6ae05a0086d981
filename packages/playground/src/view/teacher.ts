// Lessons on the board: sets one up, takes what the learner says or does, and lets the engine judge it.

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { exercises } from '../lessons/exercises.ts'
import type { Lesson, Truth } from '../lessons/lesson.ts'
import { quizOf } from '../lessons/quiz.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Board } from './board.ts'
import { PlayedTrack } from './played-track.ts'

/** What a learner said, and what is so. */
export interface Answered {
  readonly choice: string
  readonly truth: Truth
}

/** How far a learner has come with a goal. */
export interface Progress {
  readonly commands: number
  readonly reached: boolean
}

/** Sets lessons and judges them. */
export class Teacher {
  readonly lesson: Signal<Lesson | undefined> = signal(undefined)
  readonly answered: Signal<Answered | undefined> = signal(undefined)
  /** Of the predictions since the page was opened. */
  readonly right: Signal<number> = signal(0)
  readonly asked: Signal<number> = signal(0)
  readonly progress: ReadonlySignal<Progress | undefined>
  readonly #board: Board
  #quiz = 0

  constructor(board: Board) {
    this.#board = board
    this.progress = computed(() => {
      const { value: lesson } = this.lesson
      if (lesson?.kind !== 'goal') return undefined
      const { spoken, history } = board.run.value
      return { commands: spoken.length - lesson.spoken.length, reached: lesson.reached(history.head) }
    })
  }

  /** Begins a lesson, or begins it again. */
  async start(lesson: Lesson): Promise<void> {
    await this.#show(lesson, lesson.from)
    this.answered.value = undefined
    this.lesson.value = lesson
    this.#board.said.value = lesson.task
  }

  /** Begins the next quiz; the first one is drawn by the clock. */
  nextQuiz(): Promise<void> {
    this.#quiz = this.#quiz === 0 ? 1 + Math.floor(performance.timeOrigin % 100_000) : this.#quiz + 1
    return this.start(quizOf(this.#quiz))
  }

  /** No lesson any more; the run stays. */
  leave(): void {
    this.lesson.value = undefined
  }

  /** The learner says what will be so: the story is played on, and the chain of causes of what came is shown. */
  async choose(choice: string): Promise<void> {
    const { value: lesson } = this.lesson
    if (lesson?.kind !== 'prediction' || this.answered.value) return
    await this.#show(lesson, lesson.until)
    const truth = lesson.truth(this.#board.run.value)
    this.answered.value = { choice, truth }
    this.asked.value += 1
    if (choice === truth.choice) this.right.value += 1
    this.#board.asked.value = truth.path
    this.#board.said.value =
      choice === truth.choice ? `Right: ${truth.choice}.` : `No: it is ${truth.choice}, not ${choice}.`
  }

  #show(lesson: Lesson, until: number): Promise<void> {
    const { spoken } = lesson
    return this.#board.show(() =>
      PlayedTrack.restore(this.#board.engine, scenarioOfLesson(lesson), { spoken, elapsed: until }),
    )
  }
}

/** The lesson with an id, if it is one. */
export function lessonOf(id: string): Lesson | undefined {
  const quiz = /^quiz-(\d{1,9})$/.exec(id)
  return quiz ? quizOf(Number(quiz[1])) : exercises.find((exercise) => exercise.id === id)
}

/** A lesson as a story that nobody claims anything about. */
export function scenarioOfLesson({ id, name, task, nodes, spoken, from, ...rest }: Lesson): Scenario {
  const until = rest.kind === 'prediction' ? rest.until : from + 60
  return { id, name, claim: task, hint: '', nodes, spoken, until, judge: () => ({ held: true }) }
}
