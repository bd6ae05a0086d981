// Checks one group of a job, block by block in Nomad's order. Rules: semantics/4 §1.8 "Group level, in order".

import type { ScalingDocument } from '../job-document/document-parts.ts'
import type { StoredGroup } from '../job-document/document-stored.ts'
import type { Quirks } from '../quirks.ts'
import { checkNetworks } from './networks.ts'
import { checkAffinities, checkConstraints, checkSpreads } from './placement.ts'
import { checkDisconnect, checkMigrate, checkRestart, checkUpdate } from './policies.ts'
import { checkReschedule } from './reschedule.ts'
import { checkGroupServices, checkScripts } from './services.ts'
import { checkTask } from './task.ts'
import { broken, nested, quote } from './texts.ts'
import { checkVolumes } from './volumes.ts'

export function checkGroup(group: StoredGroup, type: string, quirks: Quirks): readonly string[] {
  return [
    ...checkShape(group),
    ...(group.Disconnect ? checkDisconnect(group.Disconnect, type) : []),
    ...checkRunDuration(group, type),
    ...checkConstraints(group.Constraints),
    ...checkAffinities(group.Affinities, type),
    ...checkRestart(group.RestartPolicy),
    ...checkSpreads(group.Spreads, type),
    ...checkRescheduling(group, type, quirks),
    ...checkDisk(group.EphemeralDisk.SizeMB),
    ...(group.Update ? checkUpdate(group.Update, type) : []),
    ...checkMigrate(group.Migrate, type),
    ...checkTaskList(group),
    ...checkVolumes(group, type),
    ...nested('Task group network validation failed: ', checkNetworks(group)),
    ...nested('Task group service validation failed: ', checkGroupServices(group)),
    ...nested('Task group service check validation failed: ', checkScripts(group)),
    ...nested('Task group scaling policy validation failed: ', checkScaling(group.Scaling, group.Count)),
    ...group.Tasks.flatMap((task) =>
      nested(`Task ${task.Name} validation failed: `, checkTask(task, group, { type, quirks })),
    ),
  ]
}

function checkShape({ Name, Count, Tasks }: StoredGroup): readonly string[] {
  return broken([
    [Name === '', 'Missing task group name'],
    [Name.includes('\u0000'), 'Task group name contains null character'],
    [Count < 0, "Task group count can't be negative"],
    [Tasks.length === 0, 'Missing tasks for task group'],
  ])
}

function checkRunDuration({ MaxRunDuration: duration }: StoredGroup, type: string): readonly string[] {
  if (duration === null) return []
  return broken([
    [duration <= 0, 'MaxRunDuration must be greater than zero'],
    [type !== 'batch' && type !== 'sysbatch', `Job type ${quote(type)} does not allow max_run_duration`],
  ])
}

function checkRescheduling({ ReschedulePolicy: policy }: StoredGroup, type: string, quirks: Quirks): readonly string[] {
  if (!policy) return []
  const isRefused = type === 'system' || type === 'sysbatch'
  return isRefused ? ['System or sysbatch jobs should not have a reschedule policy'] : checkReschedule(policy, quirks)
}

function checkDisk(sizeMB: number): readonly string[] {
  return broken([[sizeMB < 10, `minimum DiskMB value is 10; got ${sizeMB}`]])
}

function checkTaskList({ Name: group, Tasks }: StoredGroup): readonly string[] {
  const isMain = Tasks.some(({ Lifecycle }) => Lifecycle === null || Lifecycle.Hook === '')
  const leaders = Tasks.filter(({ Leader }) => Leader).length
  return [
    ...Tasks.flatMap(({ Name }, i) => {
      const first = Tasks.findIndex((task) => task.Name === Name)
      return broken([
        [Name === '', `Task ${i + 1} missing name`],
        [Name !== '' && first < i, `Task ${i + 1} redefines '${Name}' from task ${first + 1}`],
      ])
    }),
    ...broken([
      [leaders > 1, 'Only one task may be marked as leader'],
      [Tasks.length > 0 && !isMain, `Task group ${group} must have at least one main task`],
    ]),
  ]
}

/** An absent maximum counts as −1. */
function checkScaling(scaling: ScalingDocument | null, count: number): readonly string[] {
  if (!scaling) return []
  const { Type, Min, Max } = scaling
  const minimum = Min ?? count
  const maximum = Max ?? -1
  return broken([
    [Type !== 'horizontal', `scaling policy type ${quote(Type)} is not valid`],
    [maximum < 0, 'maximum count must be specified and non-negative'],
    [maximum >= 0 && maximum < minimum, 'maximum count must not be less than minimum count'],
    [minimum < 0, 'minimum count must be specified and non-negative'],
    [maximum < count, 'task group count must not be greater than maximum count in scaling policy'],
    [count < minimum, 'task group count must not be less than minimum count in scaling policy'],
  ]).map((text) => `Scaling policy invalid: ${text}`)
}
