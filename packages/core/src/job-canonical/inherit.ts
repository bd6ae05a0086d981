// What a job's groups and tasks take over from the levels above them, and the defaults that depend on the job's type,
// laid under what the client sent. Static defaults come afterwards, by the description of the fields. Rules:
// semantics/4 §1.3, §1.5, §1.6.

import { fillBlock } from '../job-document/fill.ts'
import { batchReschedule, batchRestart, serviceReschedule, updateBlock } from '../job-fields/policies.ts'
import { fieldOf, isJsonList, type Json, type JsonObject } from '../json.ts'
import { blockAt, blocksAt, mapBlocks, textAt } from './sent.ts'

/** The levels above a group. */
interface Above {
  readonly type: string
  readonly job: JsonObject
}

/** The sent job with everything that groups and tasks inherit in its place. */
export function inheritJob(sent: JsonObject): JsonObject {
  const above: Above = { type: textAt(sent, 'Type') ?? 'service', job: sent }
  return {
    ...sent,
    Name: sent.Name ?? sent.ID ?? null,
    Datacenters: isJsonList(sent.Datacenters) && sent.Datacenters.length > 0 ? sent.Datacenters : ['*'],
    Update: storedUpdate(above),
    TaskGroups: blocksAt(sent, 'TaskGroups').map((group) => inheritGroup(group, above)),
  }
}

/** On the job itself only the pace of its update block is stored, and only where it has one. */
function storedUpdate({ type, job }: Above): JsonObject {
  if (!job.Update && !hasDeployments(type)) return {}
  const { Stagger, MaxParallel } = fillBlock(updateBlock, blockAt(job, 'Update') ?? {})
  return MaxParallel > 0 ? { Stagger, MaxParallel } : {}
}

function hasDeployments(type: string): boolean {
  return type === 'service' || type === 'system'
}

function inheritGroup(sent: JsonObject, above: Above): JsonObject {
  const scaling = blockAt(sent, 'Scaling')
  const count = sent.Count ?? scaling?.Min ?? 1
  const restart = { ...(hasDeployments(above.type) ? {} : batchRestart), ...blockAt(sent, 'RestartPolicy') }
  return {
    ...sent,
    Count: count,
    Scaling: scaling ? { Min: count, ...scaling } : null,
    Update: groupUpdate(sent, above),
    Migrate: migrate(sent, above),
    ReschedulePolicy: reschedule(sent, above),
    RestartPolicy: restart,
    Consul: groupConsul(sent, above.job),
    Volumes: knownVolumes(blockAt(sent, 'Volumes')),
    Services: mapBlocks(sent, 'Services', inheritService),
    Tasks: mapBlocks(sent, 'Tasks', (task) => inheritTask(task, restart)),
  }
}

/** An update block whose members are all given and all zero, false or empty is inherited by nobody. */
function groupUpdate(sent: JsonObject, { type, job }: Above): JsonObject | null {
  const own = blockAt(sent, 'Update')
  const jobs = blockAt(job, 'Update')
  if (own) return { ...jobs, ...own }
  if (jobs) return isAllZero(jobs) ? null : jobs
  return hasDeployments(type) ? {} : null
}

function isAllZero(update: JsonObject): boolean {
  return Object.keys(updateBlock.fields).every((name) => update[name] !== undefined && !update[name])
}

/** Types without migration keep a block that was sent, to be refused. */
function migrate(sent: JsonObject, { type, job }: Above): JsonObject | null {
  const own = blockAt(sent, 'Migrate')
  const jobs = blockAt(job, 'Migrate')
  return own || jobs || type === 'service' ? { ...jobs, ...own } : null
}

/** Types without rescheduling keep a block that was sent, to be refused. */
function reschedule(sent: JsonObject, { type, job }: Above): JsonObject | null {
  const own = blockAt(sent, 'ReschedulePolicy')
  const jobs = blockAt(job, 'Reschedule')
  if (type === 'service') return { ...serviceReschedule, ...jobs, ...own }
  if (type === 'batch') return { ...batchReschedule, ...jobs, ...own }
  return own || jobs ? { ...jobs, ...own } : null
}

/** The job's Consul namespace goes to groups that have a Consul block without one. */
function groupConsul(sent: JsonObject, job: JsonObject): JsonObject | null {
  const consul = blockAt(sent, 'Consul')
  if (!consul) return null
  return { ...consul, Namespace: textAt(consul, 'Namespace') || textAt(job, 'ConsulNamespace') || '' }
}

/** Volumes of other types are dropped; a map that was not empty stays a map. */
function knownVolumes(volumes: JsonObject | undefined): JsonObject | null {
  const entries = Object.entries(volumes ?? {})
  if (entries.length === 0) return null
  return Object.fromEntries(entries.filter(([, volume]) => isKnownVolume(volume)))
}

function isKnownVolume(volume: Json): boolean {
  const type = fieldOf(volume, 'Type')
  return type === 'host' || type === 'csi'
}

function inheritTask(sent: JsonObject, restart: JsonObject): JsonObject {
  return {
    ...sent,
    RestartPolicy: { ...restart, ...blockAt(sent, 'RestartPolicy') },
    Resources: withCpu(blockAt(sent, 'Resources') ?? {}),
    Services: mapBlocks(sent, 'Services', inheritService),
  }
}

/** A task gets CPU unless it asks for cores. */
function withCpu(resources: JsonObject): JsonObject {
  return { ...resources, CPU: resources.CPU ?? (resources.Cores ? 0 : 100) }
}

/** A service's restart rule goes to its checks, under their own; a sidecar task gets CPU as other tasks do. */
function inheritService(sent: JsonObject): JsonObject {
  const restart = blockAt(sent, 'CheckRestart')
  const connect = blockAt(sent, 'Connect')
  return {
    ...sent,
    Checks: mapBlocks(sent, 'Checks', (check) => {
      const own = blockAt(check, 'CheckRestart')
      return { ...check, CheckRestart: own || restart ? { ...restart, ...own } : null }
    }),
    Connect: connect ? withSidecarCpu(connect) : null,
  }
}

function withSidecarCpu(connect: JsonObject): JsonObject {
  const task = blockAt(connect, 'SidecarTask')
  return task ? { ...connect, SidecarTask: { ...task, Resources: withCpu(blockAt(task, 'Resources') ?? {}) } } : connect
}
