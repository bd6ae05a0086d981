// What is checked of a registration or a plan before the job is looked at. Rules: semantics/4 §2.1 steps 2 to 6, §4.1.

import { blockAt, blocksAt, textAt } from '../job-canonical/sent.ts'
import { firstBroken } from '../job-validation/texts.ts'
import type { JsonObject } from '../json.ts'

/** Which route brought the job, and the id in its path. */
export interface Route {
  readonly route: 'register' | 'plan'
  readonly pathId: string | undefined
}

/** The first error, or undefined. */
export function requestError(body: JsonObject, job: JsonObject, { route, pathId }: Route): string | undefined {
  const id = textAt(job, 'ID')
  const missing = route === 'plan' ? 'Job must have a valid ID' : "Job ID hasn't been provided"
  const other = route === 'plan' ? 'Job ID does not match' : 'Job ID does not match name'
  const priority = Number(body.EvalPriority ?? 0)
  return firstBroken([
    [id === undefined, missing],
    [pathId !== undefined && pathId !== id, other],
    [route === 'register' && scalesSystem(job), 'Task groups with job type system do not support scaling blocks'],
    [priority < 0 || priority > 100, 'Eval priority must be between 1 and 100 inclusively'],
  ])
}

function scalesSystem(job: JsonObject): boolean {
  const groups = blocksAt(job, 'TaskGroups')
  return textAt(job, 'Type') === 'system' && groups.some((group) => blockAt(group, 'Scaling') !== undefined)
}

/** Nomad ends the connection without an answer when a volume mount has no destination; here it is refused. */
export function unansweredError(job: JsonObject): string | undefined {
  const tasks = blocksAt(job, 'TaskGroups').flatMap((group) => blocksAt(group, 'Tasks'))
  const mounts = tasks.flatMap((task) => blocksAt(task, 'VolumeMounts'))
  return mounts.every((mount) => mount.Destination !== undefined) ? undefined : 'a volume mount has no destination'
}
