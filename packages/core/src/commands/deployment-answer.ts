// What commands about a deployment answer: the index of the one entry that they wrote, in three places. Rules: client-surface §3.1.

import type { Reply } from '../command.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import type { State } from '../state.ts'

/** The answer after the entry: its evaluation, and the version that was gone back to (its own number, not the new one). */
export function deploymentAnswer(evaluation: Evaluation | undefined, reverted?: Job): (after: State) => Partial<Reply> {
  return ({ lastIndex }) => ({
    deploymentModifyIndex: lastIndex,
    ...(evaluation && { evaluationId: evaluation.id, evaluationCreateIndex: lastIndex }),
    ...(reverted && { revertedJobVersion: reverted.version }),
  })
}
