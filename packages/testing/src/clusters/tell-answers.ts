// What the process managers, and whoever explains or plans, make of states that nobody would have brought about: the answers to each, told by
// how many there are and a digest of them.

import {
  type Command,
  isRefusal,
  type Manager,
  type Micros,
  nextWakeup,
  type Stamp,
  type State,
  type Step,
  settle,
  wake,
} from '@cutover/core'
import { blockers, dryRun } from '@cutover/core/explain'
import { planJob, planOf } from '@cutover/core/job-documents'
import { periodicManagers } from '@cutover/core/periodic'
import { Draws } from '../histories/intent.ts'
import { digestValue } from '../text-digest.ts'
import { randomJob } from './random-job.ts'
import { giveCommands } from './tell-commands.ts'

const managers: readonly Manager[] = periodicManagers()

/** The answers to the states of a seed: every so manyth is shown to the managers. */
export function digestAnswers(seed: number, length: number, every: number): string {
  const draws = new Draws(seed * 7_907 + 3)
  const { taken } = giveCommands(seed, length)
  const states = taken.map(({ after }) => after)
  const waits = states.map((state) => [nextWakeup(state, managers), waitsOf(state)])
  const looked = taken.filter((_, n) => n % every === 0)
  const answers = looked.map(({ after }) => answersTo(after))
  const plans = looked.map(({ after }) => planOn(after, draws))
  const tried = looked.map(({ before, command, stamp }) => triedOn(before, command, stamp))
  const counts = `${answers.flat(2).length} entries, ${plans.length} plans`
  const digests = [waits, answers, plans, tried].map(digestValue)
  return `states of ${seed}: ${counts}, ${digests.join(' ')}`
}

function triedOn(state: State, command: Command, stamp: Stamp): unknown {
  const run = dryRun(state, command, stamp, managers)
  return isRefusal(run) ? run : [run.entries, run.changes, run.reply, run.refusal, run.waiting]
}

function waitsOf(state: State): unknown {
  return [...state.tables.deployments].map(({ id }) => [id, blockers(state, id)])
}

// At once, as after a restart, and whenever something becomes due.
function answersTo(state: State): readonly Step['entries'][] {
  const now = settle(state, stampOf(state.at), managers)
  const answers = [now.entries]
  let after = now.state
  for (let round = 0; round < 3; round += 1) {
    const due = nextWakeup(after, managers)
    if (due === undefined) break
    const woken = wake(after, stampOf(due), managers)
    answers.push(woken.entries)
    after = woken.state
  }
  return answers
}

function stampOf(at: Micros): Stamp {
  return { at, term: 2, by: 'operator' }
}

function planOn(state: State, draws: Draws): unknown {
  const asked = planOf(state, { body: { json: { Job: randomJob(draws), Diff: true } } }, 'global')
  return asked.ok ? planJob(state, asked, state.at) : asked
}
