// Names a version of a job, or takes the name away. All but one check are made by the change. Rules: semantics/4 §3.8.

import type { Stamp } from '../entry.ts'
import { type Proposal, propose } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** Asks to tag a version (or, with `latest`, the current one), or (`tag` undefined) to remove the tag `name`. */
export interface TagVersion {
  readonly namespace: string
  readonly jobId: string
  readonly version: number
  readonly latest: boolean
  readonly tag: { readonly name: string; readonly description: string } | undefined
  readonly name: string
}

export function decideTagVersion(_state: State, command: TagVersion, stamp: Stamp): Proposal | Refusal {
  const { namespace, jobId, version, latest, name } = command
  const tag = command.tag && { ...command.tag, taggedTime: stamp.at }
  if (tag && latest && version !== 0) return refuse('tag-latest-version', version)
  return propose({ type: 'TagJobVersion', namespace, jobId, version, latest, tag, name })
}
