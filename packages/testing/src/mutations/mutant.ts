// Runs in the copied sources, with a mistake in them: replays the files given until one case differs, and prints that case.

import { basename } from 'node:path'
import { registry } from '../recorded/registry.ts'
import { firstDivergence } from '../recorded/replay-sets.ts'

/** The case that caught a mistake. */
export interface Catch {
  readonly set: string
  readonly caseId: string
  readonly rule: string
  readonly field: string
}

process.stdout.write(`${JSON.stringify((await firstCatch(process.argv.slice(2))) ?? null)}\n`)

async function firstCatch(files: readonly string[]): Promise<Catch | undefined> {
  for (const file of files) {
    const set = basename(file).split('.', 1)[0] ?? ''
    const replay = await registry.get(set)?.()
    const report = replay && (await firstDivergence(replay, file))
    const [first] = report?.differences ?? []
    if (first) return { set, caseId: first.caseId, rule: first.rule, field: first.field }
  }
  return undefined
}
