// What nodes have and what allocations take: CPU shares, memory, disk. Rules: semantics/4 §5.7, §6.

import type { Allocation } from '../entities/allocation.ts'
import type { Node } from '../entities/node.ts'
import type { GroupDocument, TaskDocument } from '../job-document/document.ts'
import type { Json, JsonObject } from '../json.ts'
import type { PortOffer } from './ports.ts'

/** Amounts of what is shared out. Whole numbers: MHz, megabytes. */
export interface Amounts {
  readonly cpu: number
  readonly memory: number
  readonly disk: number
}

/** Nothing. */
export const noAmounts: Amounts = { cpu: 0, memory: 0, disk: 0 }

/** What a node has to give: its resources less what it reserves for itself. */
export function capacity(node: Node): Amounts {
  const total = nodeAmounts(member(node.document, 'NodeResources'))
  const reserved = nodeAmounts(member(node.document, 'ReservedResources'))
  return {
    cpu: total.cpu - reserved.cpu,
    memory: total.memory - reserved.memory,
    disk: total.disk - reserved.disk,
  }
}

/** What one allocation of the group asks for. */
export function groupAmounts(group: GroupDocument): Amounts {
  const tasks = group.Tasks.map((task) => task.Resources)
  return {
    cpu: tasks.reduce((sum, resources) => sum + resources.CPU, 0),
    memory: tasks.reduce((sum, resources) => sum + resources.MemoryMB, 0),
    disk: numberOf(member(group['EphemeralDisk'], 'SizeMB')),
  }
}

/** What a placed allocation takes. */
export function allocationAmounts(allocation: Allocation): Amounts {
  const tasks = Object.values(asObject(member(allocation.resources, 'Tasks')))
  return {
    cpu: tasks.reduce((sum: number, task) => sum + numberOf(member(member(task, 'Cpu'), 'CpuShares')), 0),
    memory: tasks.reduce((sum: number, task) => sum + numberOf(member(member(task, 'Memory'), 'MemoryMB')), 0),
    disk: numberOf(member(member(allocation.resources, 'Shared'), 'DiskMB')),
  }
}

/** The resources of an allocation, in Nomad's form (`AllocatedResources`). */
export function allocatedResources(
  group: GroupDocument,
  { ports, networks }: PortOffer = { ports: null, networks: null },
): JsonObject {
  return {
    Shared: { DiskMB: groupAmounts(group).disk, Networks: networks, Ports: ports },
    TaskLifecycles: Object.fromEntries(group.Tasks.map((task) => [task.Name, task.Lifecycle])),
    Tasks: Object.fromEntries(group.Tasks.map((task) => [task.Name, taskResources(task)])),
  }
}

/** The sum of two amounts. */
export function add(a: Amounts, b: Amounts): Amounts {
  return { cpu: a.cpu + b.cpu, memory: a.memory + b.memory, disk: a.disk + b.disk }
}

/** The first dimension that does not fit, in the order in which Nomad looks, or undefined. */
export function exhaustedDimension(used: Amounts, total: Amounts): keyof Amounts | undefined {
  if (used.cpu > total.cpu) return 'cpu'
  if (used.memory > total.memory) return 'memory'
  return used.disk > total.disk ? 'disk' : undefined
}

/** A member of a JSON object; null when there is none. */
export function member(value: Json | undefined, key: string): Json {
  return asObject(value)[key] ?? null
}

/** A JSON object, or an empty one. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

/** A JSON list, or an empty one. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** A JSON number, or 0. */
export function numberOf(value: Json | undefined): number {
  if (typeof value === 'number') return value
  return typeof value === 'bigint' ? Number(value) : 0
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nodeAmounts(resources: Json): Amounts {
  const shares = numberOf(member(member(resources, 'Cpu'), 'CpuShares'))
  return {
    cpu: shares,
    memory: numberOf(member(member(resources, 'Memory'), 'MemoryMB')),
    disk: numberOf(member(member(resources, 'Disk'), 'DiskMB')),
  }
}

function taskResources(task: TaskDocument): JsonObject {
  return {
    Cpu: { CpuShares: task.Resources.CPU, ReservedCores: null },
    Memory: { MemoryMB: task.Resources.MemoryMB, MemoryMaxMB: task.Resources.MemoryMaxMB },
    Networks: null,
    Devices: null,
  }
}
