// How much a recorded server had written by itself before it answered a step: every index that no write of the story made stems from its
// process managers or its nodes. Recordings keep each index with the step that showed it first. Rules: oracle/README-http §2.

import type { Step, Story } from './story.ts'

/** For each step whose answer shows it: how many entries the recorded server had written of its own since the step before it that did. */
export function progressByStep({ exchanges, vars }: Story): ReadonlyMap<number, number> {
  const shown = indexesByStep(vars)
  const progress = new Map<number, number>()
  let known = 0
  for (const step of exchanges) {
    const fresh = (shown.get(step.step) ?? []).filter((index) => index > known)
    if (fresh.length === 0) continue
    // The indexes of a write's own entries are the answer's latest ones.
    const reached = isWrite(step) ? Math.min(...fresh) - 1 : Math.max(...fresh)
    if (reached > known) progress.set(step.step, reached - known)
    known = Math.max(...fresh)
  }
  return progress
}

function indexesByStep(vars: Story['vars']): ReadonlyMap<number, readonly number[]> {
  const shown = new Map<number, number[]>()
  for (const [name, [value, step]] of Object.entries(vars)) {
    if (!name.startsWith('I')) continue
    const indexes = shown.get(step) ?? []
    indexes.push(Number(value))
    shown.set(step, indexes)
  }
  return shown
}

function isWrite({ request }: Step): boolean {
  return request !== undefined && request.method !== 'GET'
}
