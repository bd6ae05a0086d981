// The job documents that histories register: services with and without canaries, a batch and a system job, and one that has no place.

import type { Job, JobDocument, JsonObject, State } from '@cutover/core'
import { smallDocument, smallJob } from '../small-cluster.ts'
import type { Draws } from './intent.ts'

const second = 1_000_000_000

function group(name: string, count: number, update: JsonObject | null, revision: string): JsonObject {
  const task = { Name: 'server', Driver: 'mock_driver', Config: { run_for: '1h' }, Env: { REV: revision } }
  return { Name: name, Count: count, Update: update, Tasks: [task] }
}

function update(fields: JsonObject): JsonObject {
  return {
    MaxParallel: 1,
    MinHealthyTime: second,
    HealthyDeadline: 30 * second,
    ProgressDeadline: 60 * second,
    ...fields,
  }
}

/** The ids that histories use; the second and the third are equal but for case. */
export const historyJobs = ['api', 'web', 'Web'] as const

const shapes: readonly ((id: string) => JsonObject)[] = [
  (ID) => ({ ID, Type: 'service', TaskGroups: [group('app', 2, update({}), 'a')] }),
  (ID) => ({ ID, Type: 'service', TaskGroups: [group('app', 3, update({ Canary: 1, AutoRevert: true }), 'b')] }),
  (ID) => ({
    ID,
    Type: 'service',
    TaskGroups: [
      group('app', 2, update({ Canary: 2, AutoPromote: true }), 'c'),
      group('cache', 1, update({ ProgressDeadline: 0, AutoRevert: true }), 'c'),
    ],
  }),
  (ID) => ({ ID, Type: 'service', Priority: 70, TaskGroups: [group('cache', 2, update({ AutoRevert: true }), 'd')] }),
  (ID) => ({ ID, Type: 'batch', TaskGroups: [group('app', 1, null, 'e')] }),
  (ID) => ({ ID, Type: 'system', TaskGroups: [group('app', 1, update({}), 'f')] }),
  (ID) => ({
    ID,
    Type: 'batch',
    Periodic: { Spec: '0 0 * * *', SpecType: 'cron' },
    TaskGroups: [group('app', 1, null, 'g')],
  }),
]

const documents: Readonly<Record<string, readonly JobDocument[]>> = Object.fromEntries(
  historyJobs.map((id) => [id, shapes.map((shape) => smallDocument(shape(id)))]),
)

/** A document to register. Without a place: in a namespace or pool that does not exist. */
export function documentFor(draws: Draws, isPlaced: boolean): JobDocument {
  const document = draws.pick(documents[draws.from(...historyJobs)] ?? []) ?? smallDocument()
  if (isPlaced) return document
  return draws.chance(50) ? { ...document, Namespace: 'nowhere' } : { ...document, NodePool: 'nowhere' }
}

/** A job about to be written, of a document. */
export function jobFor(draws: Draws, document: JobDocument, { lastIndex, at }: State): Job {
  return {
    ...smallJob(document),
    submitTime: draws.after(at),
    version: draws.chance(8) ? draws.below(lastIndex) : 0,
    stable: draws.chance(10),
    versionTag: draws.chance(4) ? { name: 'gold', description: 'kept', taggedTime: at } : undefined,
  }
}
