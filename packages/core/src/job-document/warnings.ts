// What a client is told about a job that is accepted all the same. Rules: semantics/4 §1.9.

import { broken, nested, quote } from '../job-validation/texts.ts'
import { eachOf } from '../json.ts'
import type { IdentityDocument, ServiceDocument } from './document-parts.ts'
import type { StoredGroup, StoredJob, StoredTask } from './document-stored.ts'

/** The warnings about a job, in Nomad's order. */
export function jobWarnings(job: StoredJob, memoryOversubscription: boolean): readonly string[] {
  const groups = job.TaskGroups
  const tasks = groups.flatMap((group) => group.Tasks.map((task) => ({ group: group.Name, task })))
  return [
    ...groups.flatMap((group) => nested(`Group ${quote(group.Name)} has warnings: `, groupWarnings(group))),
    ...groups.flatMap(delayWarnings),
    ...broken([
      [isPartlyPromoted(groups), 'auto_promote must be true for all groups to enable automatic promotion'],
      [Boolean(job.Periodic?.Spec), 'cron is deprecated and may be removed in a future release. Use crons instead'],
    ]),
    ...tasks.flatMap(({ task }) => vaultWarnings(task)),
    ...tasks
      .filter(({ task }) => !memoryOversubscription && task.Resources.MemoryMaxMB !== 0)
      .map(({ group, task }) => memoryWarning(`${group}.${task.Name}`)),
  ]
}

function memoryWarning(task: string): string {
  const advice = 'Update the Scheduler Configuration to allow oversubscription.'
  return `Memory oversubscription is not enabled; Task ${quote(task)} memory_max value will be ignored. ${advice}`
}

function groupWarnings(group: StoredGroup): readonly string[] {
  const { Count, Update, Networks } = group
  const most = Update?.MaxParallel ?? 0
  const destructive = 'A destructive change would result in the simultaneous replacement of all allocations.'
  return [
    ...broken([
      [
        Count > 1 && most > Count,
        `Update max parallel count is greater than task group count (${most} > ${Count}). ${destructive}`,
      ],
      [
        (Networks?.[0]?.MBits ?? 0) > 0,
        'mbits has been deprecated as of Nomad 0.12.0. Please remove mbits from the network block',
      ],
    ]),
    ...serviceWarnings(group.Services),
    ...group.Tasks.flatMap((task) => nested(`Task ${quote(task.Name)} has warnings: `, taskWarnings(task))),
  ]
}

function serviceWarnings(services: readonly ServiceDocument[] | null): readonly string[] {
  return eachOf(services).flatMap(({ Name, Identity }) =>
    Identity ? identityWarnings(Identity).map((text) => `Service ${quote(Name)}: ${text}`) : [],
  )
}

function taskWarnings({ Resources, Templates, Services, Identities }: StoredTask): readonly string[] {
  const networks = 'Please configure networking via group network block.'
  const grace = 'has been deprecated as of Nomad 0.11 and ignored since Vault 0.5.'
  return [
    ...broken([
      [Resources.IOPS !== 0, 'IOPS has been deprecated as of Nomad 0.9.0. Please remove IOPS from resource block.'],
      [Resources.Networks !== null, `task network resources have been deprecated as of Nomad 0.12.0. ${networks}`],
      ...eachOf(Templates).map(({ VaultGrace }, i) => {
        const advice = 'Please remove VaultGrace / vault_grace from template block.'
        return [VaultGrace !== 0, `Template[${i}] VaultGrace ${grace} ${advice}`] as const
      }),
    ]),
    ...serviceWarnings(Services),
    ...eachOf(Identities).flatMap((identity) =>
      nested(
        '',
        identityWarnings(identity).map((text) => `Identity[${identity.Name}] ${text}`),
      ),
    ),
  ]
}

function identityWarnings({ Audience, Name, TTL, Env, ChangeMode }: IdentityDocument): readonly string[] {
  const audiences = Audience?.length ?? 0
  return broken([
    [audiences === 0, 'identities without an audience are insecure'],
    [audiences > 1, 'while multiple audiences is allowed, it is more secure to use 1 audience per identity'],
    [Name !== '' && Name !== 'default' && TTL === 0, 'identities without an expiration are insecure'],
    [
      Env && ChangeMode !== 'restart',
      'using env=true without change_mode="restart" may result in task not getting updated identity',
    ],
  ])
}

/**
 * Services are to be taken out of discovery before their tasks stop; those behind a sidecar are not counted for their
 * group.
 */
function delayWarnings({ Name, Services, Tasks, ShutdownDelay }: StoredGroup): readonly string[] {
  const services = eachOf(Services)
  const group = quote(Name)
  const isDelayed = (ShutdownDelay ?? 0) > 0 || Tasks.some((task) => task.ShutdownDelay > 0)
  const hasOwn = services.some(({ TaskName, Connect }) => TaskName === '' && !Connect?.SidecarService)
  return [
    ...Tasks.filter((task) => task.ShutdownDelay <= 0).flatMap((task) => {
      const named = task.Name !== '' && services.some(({ TaskName }) => TaskName === task.Name)
      const name = quote(task.Name)
      return broken([
        [
          named && task.ShutdownDelay === 0,
          `group ${group} references task ${name} in a service definition, but the task has no shutdown_delay set`,
        ],
        [task.Services !== null, `task ${name} in group ${group} defines services, but has no shutdown_delay set`],
      ])
    }),
    ...broken([
      [
        hasOwn && !isDelayed,
        `group ${group} defines services, but neither the group nor any of its tasks have shutdown_delay set`,
      ],
    ]),
  ]
}

function isPartlyPromoted(groups: readonly StoredGroup[]): boolean {
  const updates = groups.flatMap(({ Update }) => (Update ? [Update] : []))
  const hasLaggard = updates.some(({ Canary, AutoPromote }) => Canary !== 0 && !AutoPromote)
  return hasLaggard && updates.some(({ AutoPromote }) => AutoPromote)
}

function vaultWarnings({ Name: task, Vault, Identities }: StoredTask): readonly string[] {
  if (Vault) return []
  return eachOf(Identities)
    .filter(({ Name }) => Name.startsWith('vault_'))
    .map(({ Name }) => `Task ${task} has an identity called ${Name} but no vault block`)
}
