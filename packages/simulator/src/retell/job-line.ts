// A job of a log in the short words of a stage: `register web: 3 × app, canary 1; 2 × worker`.

import type { Job } from '@cutover/core'

type Group = Job['document']['TaskGroups'][number]

/** How the tasks of a group are to behave: as they did in the log. */
export type Fate = 'crashes' | 'runs'

/** The line that registers a job on a stage. */
export function jobLine({ id, document, version }: Job, fateOf: (group: string) => Fate): string {
  const { Type, Priority, TaskGroups } = document
  const ofJob = [
    ...(Type === 'service' ? [] : [`type ${Type}`]),
    ...(Priority === 50 ? [] : [`priority ${Priority}`]),
    ...(version === 0 ? [] : [`rev ${version}`]),
  ]
  const groups = TaskGroups.map((group) => {
    const words = [...groupWords(group, Type), ...ofJob, ...(fateOf(group.Name) === 'crashes' ? ['crashes'] : [])]
    return [`${group.Count} × ${group.Name}`, ...words].join(', ')
  })
  return `register ${id}: ${groups.join('; ')}`
}

const second = 1_000_000_000

function groupWords(group: Group, type: string): readonly string[] {
  const after = group.Disconnect?.LostAfter ?? 0
  return [
    ...(type === 'service' || type === 'system' ? updateWords(group.Update) : []),
    ...(type === 'service' ? rescheduleWords(group.ReschedulePolicy) : []),
    ...(after > 0 ? [`lost after ${Math.max(1, Math.round(after / second))}s`] : []),
  ]
}

function updateWords(update: Group['Update']): readonly string[] {
  if (!update || update.MaxParallel === 0) return ['no update block']
  const { MaxParallel, Canary, AutoPromote, AutoRevert, HealthCheck, ProgressDeadline, MinHealthyTime } = update
  const [deadline, healthy] = [Math.round(ProgressDeadline / second), Math.round(MinHealthyTime / second)]
  const words: readonly (readonly [boolean, string])[] = [
    [MaxParallel !== 1, `max_parallel ${MaxParallel}`],
    [Canary > 0, `canary ${Canary}`],
    [AutoPromote, 'auto_promote'],
    [AutoRevert, 'auto_revert'],
    [HealthCheck === 'manual', 'manual health'],
    [deadline === 0, 'no progress deadline'],
    [deadline > 1 && deadline !== 120, `progress deadline ${deadline}s`],
    [healthy > 1, `healthy after ${healthy}s`],
  ]
  return words.flatMap(([isSo, word]) => (isSo ? [word] : []))
}

function rescheduleWords(policy: Group['ReschedulePolicy']): readonly string[] {
  if (!policy || (policy.Attempts <= 0 && !policy.Unlimited)) return ['no reschedules']
  if (policy.Attempts > 0) return [`reschedule ${policy.Attempts} times`]
  return policy.DelayFunction === 'constant' ? [] : ['patient reschedules']
}
