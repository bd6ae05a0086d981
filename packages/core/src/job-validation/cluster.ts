// Checks a job against the cluster around it: Vault, Consul, its place, limits, editions.
// Rules: semantics/4 §1.7 "Order of the top list".

import type { StoredGroup, StoredJob } from '../job-document/document-stored.ts'
import type { Surroundings } from '../job-document/surroundings.ts'
import { eachOf } from '../json.ts'
import { checkPlace } from './place.ts'
import { broken, quote } from './texts.ts'

/** What is checked before the job itself. */
export function checkCluster(job: StoredJob, around: Surroundings): readonly string[] {
  return [...checkVaults(job.TaskGroups), ...checkConsul(job.TaskGroups), ...checkPlace(job, around)]
}

/** Vault is never enabled here; the first task that uses it says so. */
function checkVaults(groups: readonly StoredGroup[]): readonly string[] {
  const vault = groups.flatMap(({ Tasks }) => Tasks).find(({ Vault }) => Vault !== null)?.Vault
  return vault ? [`Vault ${quote(vault.Cluster)} not enabled but used in the job`] : []
}

/** The first error of Consul clusters and partitions. */
function checkConsul(groups: readonly StoredGroup[]): readonly string[] {
  return groups.flatMap((group) => consulErrors(group)).slice(0, 1)
}

function consulErrors(group: StoredGroup): readonly string[] {
  const enterprise = 'non-default Consul cluster requires Nomad Enterprise'
  const isForeign = (services: StoredGroup['Services']): boolean =>
    services?.some(({ Provider, Cluster }) => Provider === 'consul' && Cluster !== 'default') === true
  const partition = group.Consul?.Partition ?? ''
  return [
    ...broken([
      [group.Consul !== null && group.Consul.Cluster !== 'default', enterprise],
      [isForeign(group.Services), enterprise],
    ]),
    ...group.Tasks.flatMap(({ Services, Consul }) => {
      const own = Consul?.Partition ?? ''
      const both = `task.consul.partition ${quote(own)} must match group.consul.partition ${quote(partition)}`
      return broken([
        [isForeign(Services), enterprise],
        [own !== '' && partition !== '' && own !== partition, `${both} if both are set`],
      ])
    }),
  ]
}

/** What is checked after the job itself. */
export function checkLimits(job: StoredJob, around: Surroundings): readonly string[] {
  const total = job.TaskGroups.reduce((sum, { Count }) => sum + BigInt(Count), 0n)
  const tasks = job.TaskGroups.flatMap(({ Tasks }) => Tasks)
  const max = around.jobCountMax
  return [
    ...broken([
      [job.Type === '_core', 'job type cannot be core'],
      [Boolean(job.Payload), "job can't be submitted with a payload, only dispatched"],
      [job.Priority < 1 || job.Priority > 100, 'job priority must be between [1, 100]'],
    ]),
    ...job.TaskGroups.flatMap(checkIdentityNames),
    ...broken([
      [max > 0 && total > max, `total count was greater than configured job_max_count: ${total} > ${max}`],
      [
        tasks.some(({ Resources: { NUMA } }) => NUMA !== null && !['', 'none'].includes(NUMA.Affinity)),
        'numa scheduling requires Nomad Enterprise',
      ],
      [tasks.some(({ Schedule }) => Schedule !== null), 'task schedules requires Nomad Enterprise'],
    ]),
  ]
}

function checkIdentityNames(group: StoredGroup): readonly string[] {
  const unnamed = (services: StoredGroup['Services'], place: string): readonly string[] =>
    eachOf(services)
      .filter(({ Identity }) => Identity !== null && Identity.Name === '')
      .map(({ Name }) => `Service ${Name} in ${place} has an identity with an empty name`)
  return [
    ...unnamed(group.Services, `task group ${group.Name}`),
    ...group.Tasks.flatMap((task) => [
      ...unnamed(task.Services, `task ${task.Name}`),
      ...checkVaultIdentity(task.Name, task.Vault?.Cluster ?? 'default'),
    ]),
  ]
}

function checkVaultIdentity(task: string, cluster: string): readonly string[] {
  const missing = `does not have an identity named vault_${cluster} and no default identity is provided`
  return broken([
    [cluster !== 'default', `Task ${task} uses Vault cluster ${cluster} but ${missing} in agent configuration`],
  ])
}
