// The shape of a job diff, key for key as `job plan` and `job versions` answer it: a diff is a document about documents, so it
// speaks their words. Empty lists and maps are null. Rules: semantics/4 §4.2.

import type { JsonObject } from '../json.ts'

/** What became of a field, an object, a task, a group or the job. */
export type DiffType = 'None' | 'Added' | 'Deleted' | 'Edited'

/** One scalar. An absent value is `''`. */
export interface FieldDiff extends JsonObject {
  readonly Annotations: readonly string[] | null
  readonly Name: string
  readonly New: string
  readonly Old: string
  readonly Type: DiffType
}

/** One nested block. A string set lists an empty string that came or went as null. */
export interface ObjectDiff extends JsonObject {
  readonly Fields: readonly (FieldDiff | null)[] | null
  readonly Name: string
  readonly Objects: readonly ObjectDiff[] | null
  readonly Type: DiffType
}

/** One task of a group. */
export interface TaskDiff extends JsonObject {
  readonly Annotations: readonly string[] | null
  readonly Fields: readonly FieldDiff[] | null
  readonly Name: string
  readonly Objects: readonly ObjectDiff[] | null
  readonly Type: DiffType
}

/** One task group. `Updates` counts what a plan would do, and is null without a plan. */
export interface TaskGroupDiff extends JsonObject {
  readonly Fields: readonly FieldDiff[] | null
  readonly Name: string
  readonly Objects: readonly ObjectDiff[] | null
  readonly Tasks: readonly TaskDiff[] | null
  readonly Type: DiffType
  readonly Updates: { readonly [update: string]: number } | null
}

/** The whole job. */
export interface JobDiff extends JsonObject {
  readonly Fields: readonly FieldDiff[] | null
  readonly ID: string
  readonly Objects: readonly ObjectDiff[] | null
  readonly TaskGroups: readonly TaskGroupDiff[] | null
  readonly Type: DiffType
}

/** Compares two blocks, of which one may be missing; undefined when there is nothing to show. */
export type Compare = (
  before: JsonObject | undefined,
  after: JsonObject | undefined,
  contextual: boolean,
) => ObjectDiff | undefined

/** The object diffs of one kind inside two parents. */
export type Part = (before: JsonObject, after: JsonObject, contextual: boolean) => readonly ObjectDiff[]

/** An object diff. */
export function objectDiff(
  name: string,
  type: DiffType,
  fields: readonly (FieldDiff | null)[],
  objects: readonly ObjectDiff[],
): ObjectDiff {
  return { Fields: orNull(fields), Name: name, Objects: orNull(objects), Type: type }
}

/** A list as diffs carry it: null when there is nothing in it. */
export function orNull<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list
}
