// Checks a whole job: its own fields, its groups, when it is launched. Rules: semantics/4 §1.8 "Job level, in order of
// evaluation".

import type { StoredGroup, StoredJob } from '../job-document/document-stored.ts'
import type { Surroundings } from '../job-document/surroundings.ts'
import { checkGroup } from './group.ts'
import { checkParameterized, checkPeriodic } from './periodic.ts'
import { checkAffinities, checkConstraints, checkSpreads } from './placement.ts'
import { broken, byteLength, nested, quote } from './texts.ts'

export function checkJob(job: StoredJob, { knowsTimeZone, quirks }: Surroundings): readonly string[] {
  const type = job.Type
  return [
    ...checkIdentity(job),
    ...checkConstraints(job.Constraints),
    ...checkAffinities(job.Affinities, type),
    ...checkSpreads(job.Spreads, type),
    ...checkLength('UI description', job.UI?.Description),
    ...checkLength('Tagged version description', job.VersionTag?.Description),
    ...checkGroupList(job.TaskGroups, type),
    ...job.TaskGroups.flatMap((group) =>
      nested(`Task group ${group.Name} validation failed: `, checkGroup(group, type, quirks)),
    ),
    ...checkPeriodic(job.Periodic, type, knowsTimeZone),
    ...checkParameterized(job.ParameterizedJob, type),
    ...broken([[Boolean(job.Multiregion?.Regions?.length), 'Multiregion jobs are unlicensed.']]),
  ]
}

const types = ['', 'service', 'batch', 'system', 'sysbatch', '_core']

function checkIdentity({ Region, ID, Name, Type, Datacenters, TaskGroups }: StoredJob): readonly string[] {
  return broken([
    [Region === '', 'Missing job region'],
    [ID === '', 'Missing job ID'],
    [ID.includes(' '), 'Job ID contains a space'],
    [!ID.includes(' ') && ID.includes('\u0000'), 'Job ID contains a null character'],
    [Name === '', 'Missing job name'],
    [Name.includes('\u0000'), 'Job Name contains a null character'],
    [Type === '', 'Missing job type'],
    [!types.includes(Type), `Invalid job type: ${quote(Type)}`],
    ...Datacenters.map((name) => [name === '', 'Job datacenter must be non-empty string'] as const),
    [TaskGroups.length === 0, 'Missing job task groups'],
  ])
}

function checkLength(what: string, text = ''): readonly string[] {
  const length = byteLength(text)
  return broken([[length > 1000, `${what} must be under 1000 characters, currently ${length}`]])
}

function checkGroupList(groups: readonly StoredGroup[], type: string): readonly string[] {
  return groups.flatMap(({ Name, ShutdownDelay, Count }, i) => {
    const first = groups.findIndex((group) => group.Name === Name)
    return broken([
      [Name === '', `Job task group ${i + 1} missing name`],
      [Name !== '' && first < i, `Job task group ${i + 1} redefines '${Name}' from group ${first + 1}`],
      [ShutdownDelay !== null && ShutdownDelay < 0, 'ShutdownDelay must be a positive value'],
      [
        type === 'system' && Count > 1,
        `Job task group ${Name} has count ${Count}. Count cannot exceed 1 with system scheduler`,
      ],
    ])
  })
}
