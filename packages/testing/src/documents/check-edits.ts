// Whether the core says of changed jobs what the tables of the rules say: that they are changed, that allocations must be replaced, that
// a count grew or shrank, that a tag makes a difference.

import { initialState, type Job, type JsonObject, specChanged, tasksUpdated } from '@cutover/core'
import { annotate, diffable, jobDiff, submissionOf } from '@cutover/core/job-documents'
import fc from 'fast-check'
import { smallJob } from '../small-cluster.ts'
import { assembled, type Edit, edits, type Parts, plainParts } from './edits.ts'

/** Each change alone, and some together; answers what the core says otherwise. */
export function checkEdits(): string | undefined {
  const several = fc.sample(fc.subarray([...edits], { minLength: 2, maxLength: 4 }), { numRuns: 150, seed: 7 })
  for (const chosen of [...edits.map((edit) => [edit]), ...several]) {
    const wrong = checkChosen(chosen)
    if (wrong !== undefined) return `${chosen.map(({ what }) => what).join(', ')}: ${wrong}`
  }
  return checkTag()
}

function checkChosen(chosen: readonly Edit[]): string | undefined {
  const parts = chosen.reduce((before, { edit }) => edit(before), plainParts)
  const [before, after] = [jobFor(plainParts), jobFor(parts)]
  if (!specChanged(before, after) || specChanged(before, jobFor(plainParts))) return 'changed or not, the other way'
  const { changed } = tasksUpdated(before.document, after.document, 'web')
  if (changed !== replacesAt(parts, chosen)) return changed ? 'allocations are replaced' : 'allocations stay'
  const [from, to] = [Number(plainParts.group.Count), Number(parts.group.Count)]
  const wanted = to > from ? 'forces create' : to < from ? 'forces destroy' : undefined
  const told = countAnnotation(before, after)
  return told === wanted ? undefined : `the count is annotated ${told}`
}

// Of several changes of one field the last one stands; metadata counts as all three levels make it together.
function replacesAt(parts: Parts, chosen: readonly Edit[]): boolean {
  const isMeta = ({ what }: Edit): boolean => what.includes('metadata')
  const others = chosen.filter((edit) => !isMeta(edit))
  const standing = others.filter(({ edit }) => JSON.stringify(edit(parts)) === JSON.stringify(parts))
  return standing.some(({ replaces }) => replaces) || metaOf(parts) !== metaOf(plainParts)
}

function metaOf({ job, group, task }: Parts): string {
  const merged = [job, group, task].flatMap(({ Meta }) => Object.entries(typeof Meta === 'object' && Meta ? Meta : {}))
  return JSON.stringify(Object.entries(Object.fromEntries(merged)).sort())
}

function countAnnotation(before: Job, after: Job): unknown {
  const [group] = annotate(jobDiff(diffable(before), diffable(after), false)).TaskGroups ?? []
  return group?.Fields?.find(({ Name }) => Name === 'Count')?.Annotations?.[0]
}

function checkTag(): string | undefined {
  const job = jobFor(plainParts)
  const tagged = { ...job, versionTag: { name: 'gold', description: '', taggedTime: job.submitTime } }
  if (!specChanged(tagged, job) || !specChanged(job, tagged)) return 'a tag makes no difference'
  return specChanged(tagged, { ...tagged }) ? 'the same tag makes a difference' : undefined
}

function jobFor(parts: Parts): Job {
  return smallJob(documentOf(assembled(parts)))
}

function documentOf(job: JsonObject): Job['document'] {
  const submission = submissionOf(initialState('edits'), { body: { json: { Job: job } } }, 'global')
  if (!submission.ok) throw new Error(submission.text)
  return submission.registration.document
}
