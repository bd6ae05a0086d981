// All deliberate mistakes, in the order in which they are tried.

import { logMistakes } from './log-mistakes.ts'
import type { Mutation } from './mutation.ts'
import { rolloutMistakes } from './rollout-mistakes.ts'
import { ruleMistakes } from './rule-mistakes.ts'

/** Every mistake; their names differ. */
export const mutations: readonly Mutation[] = [...rolloutMistakes, ...logMistakes, ...ruleMistakes]
