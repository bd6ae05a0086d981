// Checks one task of a group. Rules: semantics/4 §1.8 "task" and "Rest of the task list, in order".

import type { CsiPluginDocument } from '../job-document/document-parts.ts'
import type { StoredGroup, StoredTask } from '../job-document/document-stored.ts'
import { printDuration } from '../job-document/durations.ts'
import { eachOf } from '../json.ts'
import type { Quirks } from '../quirks.ts'
import { checkAffinities, checkConstraint } from './placement.ts'
import { checkLog, checkResources } from './resources.ts'
import { checkTaskServices } from './services.ts'
import { checkActions, checkIdentities, checkSecrets, checkVault } from './task-access.ts'
import { checkArtifacts, checkTemplates, escapes } from './task-files.ts'
import { broken, nested } from './texts.ts'
import { checkMounts } from './volumes.ts'

/** What a task is checked by besides its group. */
interface Around {
  readonly type: string
  readonly quirks: Quirks
}

export function checkTask(task: StoredTask, group: StoredGroup, around: Around): readonly string[] {
  const { type } = around
  return [
    ...checkNames(task),
    ...checkTimes(task, group, around),
    ...nested('', checkResources(task.Resources)),
    ...nested('', checkLog(task.LogConfig, group.EphemeralDisk.SizeMB)),
    ...checkTaskConstraints(task),
    ...checkAffinities(task.Affinities, type),
    ...nested('', checkTaskServices(task, group)),
    ...checkArtifacts(task.Artifacts),
    ...checkVault(task.Vault),
    ...checkTemplates(task.Templates),
    ...checkActions(task.Actions),
    ...checkHooks(task),
    ...checkMounts(task.VolumeMounts, group.Volumes),
    ...checkPlugin(task.CSIPluginConfig),
    ...checkIdentities(task),
    ...checkSecrets(task),
  ]
}

function checkNames({ Name, Driver }: StoredTask): readonly string[] {
  const hasSlash = Name.includes('/') || Name.includes('\\')
  return broken([
    [Name === '', 'Missing task name'],
    [Name === 'alloc', 'Task cannot be named "alloc"'],
    [hasSlash, 'Task name cannot include slashes'],
    [!hasSlash && Name.includes('\u0000'), 'Task name cannot include null characters'],
    [Driver === '', 'Missing task driver'],
  ])
}

function checkTimes(
  { KillTimeout, ShutdownDelay }: StoredTask,
  { Update }: StoredGroup,
  { type, quirks }: Around,
): readonly string[] {
  const progress = Update?.ProgressDeadline ?? 0
  const isLong = type === 'service' && progress > 0 && KillTimeout > progress
  const kill = printDuration(KillTimeout)
  const named = quirks.misspellsKillTimeout ? 'KillTimout' : 'KillTimeout'
  return broken([
    [KillTimeout < 0, 'KillTimeout must be a positive value'],
    [isLong, `${named} (${kill}) longer than the group's ProgressDeadline (${printDuration(progress)})`],
    [ShutdownDelay < 0, 'ShutdownDelay must be a positive value'],
  ])
}

function checkTaskConstraints({ Constraints }: StoredTask): readonly string[] {
  return eachOf(Constraints).flatMap((constraint, i) => {
    const { Operand } = constraint
    const isAboutJobs = Operand === 'distinct_hosts' || Operand === 'distinct_property'
    return [
      ...nested(`Constraint ${i + 1} validation failed: `, checkConstraint(constraint)),
      ...broken([[isAboutJobs, `Constraint ${i + 1} has disallowed Operand at task level: ${Operand}`]]),
    ]
  })
}

function checkHooks({ DispatchPayload, Lifecycle }: StoredTask): readonly string[] {
  const hook = Lifecycle?.Hook
  const isHook = hook === undefined || ['', 'prestart', 'poststart', 'poststop'].includes(hook)
  return broken([
    [
      DispatchPayload !== null && escapes(DispatchPayload.File),
      'Dispatch Payload validation failed: destination escapes allocation directory',
    ],
    [hook === '', 'Lifecycle validation failed: no lifecycle hook provided'],
    [!isHook, `Lifecycle validation failed: invalid hook: ${hook}`],
  ])
}

function checkPlugin(plugin: CsiPluginDocument | null): readonly string[] {
  if (!plugin) return []
  const { ID, Type, MountDir, StagePublishBaseDir } = plugin
  const stage = 'CSIPluginConfig StagePublishBaseDir must not be a subdirectory of MountDir, got:'
  return broken([
    [ID === '', 'CSIPluginConfig must have a non-empty PluginID'],
    [
      !['node', 'controller', 'monolith'].includes(Type),
      `CSIPluginConfig PluginType must be one of 'node', 'controller', or 'monolith', got: "${Type}"`,
    ],
    [
      StagePublishBaseDir.startsWith(`${MountDir}/`),
      `${stage} StagePublishBaseDir="${StagePublishBaseDir}" MountDir="${MountDir}"`,
    ],
  ])
}
