// Checks what a task asks of its node and how much it may log. Rules: semantics/4 §1.8 "task".

import type { LogConfigDocument } from '../job-document/document-parts.ts'
import type { DeviceDocument, StoredResources } from '../job-document/document-stored.ts'
import { eachOf } from '../json.ts'
import { checkAffinity, checkConstraint, checkEach } from './placement.ts'
import { broken, errorList, nested, quote } from './texts.ts'

export function checkResources(resources: StoredResources): readonly string[] {
  const { CPU, Cores, MemoryMB, MemoryMaxMB, SecretsMB } = resources
  const minimum = errorList(checkMinimum(resources))
  const isLimited = MemoryMaxMB !== 0 && MemoryMaxMB !== -1
  return [
    ...broken([
      [Cores > 0 && CPU > 0, "Task can only ask for 'cpu' or 'cores' resource, not both."],
      [Cores < 0, `cores value (${Cores}) cannot be negative`],
    ]),
    ...(minimum === undefined ? [] : [minimum]),
    ...eachOf(resources.Devices).flatMap((device, i) =>
      nested(`device ${i + 1} failed validation: `, checkDevice(device)),
    ),
    ...checkNuma(resources),
    ...broken([
      [
        isLimited && MemoryMaxMB < MemoryMB,
        `MemoryMaxMB value (${MemoryMaxMB}) should be larger than MemoryMB value (${MemoryMB})`,
      ],
      [SecretsMB > MemoryMB, `SecretsMB value (${SecretsMB}) cannot be larger than MemoryMB value (${MemoryMB})`],
      [SecretsMB < 0, `SecretsMB value (${SecretsMB}) cannot be negative`],
    ]),
  ]
}

function checkMinimum({ CPU, Cores, MemoryMB }: StoredResources): readonly string[] {
  return broken([
    [CPU < 1 && Cores === 0, `minimum CPU value is 1; got ${CPU}`],
    [MemoryMB < 10, `minimum MemoryMB value is 10; got ${MemoryMB}`],
  ])
}

function checkDevice({ Name, Constraints, Affinities }: DeviceDocument): readonly string[] {
  const shapes = 'type, vendor/type, or vendor/type/name'
  return [
    ...broken([[Name === '', `device name must be given as one of the following: ${shapes}`]]),
    ...eachOf(Constraints).flatMap((constraint, i) => {
      const failed = `Constraint ${i + 1} validation failed: `
      return ['distinct_hosts', 'distinct_property'].includes(constraint.Operand)
        ? [`${failed}using unsupported operand ${quote(constraint.Operand)}`]
        : nested(failed, checkConstraint(constraint))
    }),
    ...checkEach(Affinities, 'Affinity', checkAffinity),
  ]
}

function checkNuma({ NUMA, Devices }: StoredResources): readonly string[] {
  if (!NUMA) return []
  const missing = eachOf(NUMA.Devices).filter((name) => !Devices?.some((device) => device.Name === name))
  return [
    ...missing.map((name) => `numa device ${quote(name)} not requested as task resource`),
    ...broken([
      [
        !['', 'none', 'prefer', 'require'].includes(NUMA.Affinity),
        'numa affinity must be one of none, prefer, or require',
      ],
    ]),
  ]
}

export function checkLog({ MaxFiles, MaxFileSizeMB }: LogConfigDocument, diskMB: number): readonly string[] {
  const used = Number(MaxFiles) * Number(MaxFileSizeMB)
  return broken([
    [MaxFiles < 1, `minimum number of files is 1; got ${MaxFiles}`],
    [MaxFileSizeMB < 1, `minimum file size is 1MB; got ${MaxFileSizeMB}`],
    [diskMB <= used, `log storage (${used} MB) must be less than requested disk capacity (${diskMB} MB)`],
  ])
}
