// Reads a job document: every field that the engine interprets filled in, the rest untouched.

import type { JobDocument } from '../job-document/document.ts'
import type { JsonObject } from '../json.ts'
import { flagAt, numberAt, objectAt, objectsAt, restOf, textAt, textsAt } from './fields.ts'

type GroupDocument = JobDocument['TaskGroups'][number]
type TaskDocument = GroupDocument['Tasks'][number]

/** A job document without the fields that the server owns. */
export function readDocument(json: JsonObject): JobDocument {
  const spelledOut = {
    ID: textAt(json, 'ID'),
    Name: textAt(json, 'Name'),
    Namespace: textAt(json, 'Namespace'),
    Type: textAt(json, 'Type'),
    Priority: numberAt(json, 'Priority'),
    AllAtOnce: flagAt(json, 'AllAtOnce'),
    Datacenters: textsAt(json, 'Datacenters') ?? [],
    NodePool: textAt(json, 'NodePool'),
    Constraints: readConstraints(json),
    TaskGroups: (objectsAt(json, 'TaskGroups') ?? []).map(readGroup),
    ParentID: textAt(json, 'ParentID'),
    Periodic: objectAt(json, 'Periodic') ?? null,
    ParameterizedJob: objectAt(json, 'ParameterizedJob') ?? null,
    Multiregion: objectAt(json, 'Multiregion') ?? null,
    Meta: objectAt(json, 'Meta') ?? null,
  }
  return withRest(spelledOut, json)
}

// What is spelled out comes first: objects that begin as a literal share their shape, which keeps them fast to read.
function withRest<T extends JsonObject>(spelledOut: T, json: JsonObject): T {
  return Object.assign(spelledOut, restOf(json, new Set(Object.keys(spelledOut))))
}

function readConstraints(json: JsonObject): JobDocument['Constraints'] {
  const constraints = objectsAt(json, 'Constraints')
  if (!constraints) return null
  return constraints.map((constraint) => ({
    ...constraint,
    LTarget: textAt(constraint, 'LTarget'),
    RTarget: textAt(constraint, 'RTarget'),
    Operand: textAt(constraint, 'Operand'),
  }))
}

function readGroup(json: JsonObject): GroupDocument {
  const spelledOut = {
    Name: textAt(json, 'Name'),
    Count: numberAt(json, 'Count'),
    Update: readUpdate(objectAt(json, 'Update')),
    Migrate: readMigrate(objectAt(json, 'Migrate')),
    ReschedulePolicy: readReschedulePolicy(objectAt(json, 'ReschedulePolicy')),
    RestartPolicy: readRestartPolicy(json),
    Disconnect: readDisconnect(objectAt(json, 'Disconnect')),
    Constraints: readConstraints(json),
    Tasks: (objectsAt(json, 'Tasks') ?? []).map(readTask),
    Meta: objectAt(json, 'Meta') ?? null,
  }
  return withRest(spelledOut, json)
}

function readUpdate(json: JsonObject | undefined): GroupDocument['Update'] {
  if (!json) return null
  return {
    ...json,
    Stagger: numberAt(json, 'Stagger'),
    MaxParallel: numberAt(json, 'MaxParallel'),
    HealthCheck: textAt(json, 'HealthCheck'),
    MinHealthyTime: numberAt(json, 'MinHealthyTime'),
    HealthyDeadline: numberAt(json, 'HealthyDeadline'),
    ProgressDeadline: numberAt(json, 'ProgressDeadline'),
    AutoRevert: flagAt(json, 'AutoRevert'),
    AutoPromote: flagAt(json, 'AutoPromote'),
    Canary: numberAt(json, 'Canary'),
  }
}

function readMigrate(json: JsonObject | undefined): GroupDocument['Migrate'] {
  if (!json) return null
  return {
    ...json,
    MaxParallel: numberAt(json, 'MaxParallel'),
    HealthCheck: textAt(json, 'HealthCheck'),
    MinHealthyTime: numberAt(json, 'MinHealthyTime'),
    HealthyDeadline: numberAt(json, 'HealthyDeadline'),
  }
}

function readReschedulePolicy(json: JsonObject | undefined): GroupDocument['ReschedulePolicy'] {
  if (!json) return null
  return {
    ...json,
    Attempts: numberAt(json, 'Attempts'),
    Interval: numberAt(json, 'Interval'),
    Delay: numberAt(json, 'Delay'),
    DelayFunction: textAt(json, 'DelayFunction'),
    MaxDelay: numberAt(json, 'MaxDelay'),
    Unlimited: flagAt(json, 'Unlimited'),
  }
}

function readRestartPolicy(owner: JsonObject): GroupDocument['RestartPolicy'] {
  const json = objectAt(owner, 'RestartPolicy')
  if (!json) return null
  return {
    ...json,
    Attempts: numberAt(json, 'Attempts'),
    Interval: numberAt(json, 'Interval'),
    Delay: numberAt(json, 'Delay'),
    Mode: textAt(json, 'Mode'),
    RenderTemplates: flagAt(json, 'RenderTemplates'),
  }
}

function readDisconnect(json: JsonObject | undefined): GroupDocument['Disconnect'] {
  if (!json) return null
  const { StopOnClientAfter: stopOnClientAfter, Replace: replace } = json
  return {
    ...json,
    LostAfter: numberAt(json, 'LostAfter'),
    StopOnClientAfter: typeof stopOnClientAfter === 'number' ? stopOnClientAfter : null,
    Replace: typeof replace === 'boolean' ? replace : null,
    Reconcile: textAt(json, 'Reconcile'),
  }
}

function readTask(json: JsonObject): TaskDocument {
  const resources = objectAt(json, 'Resources') ?? {}
  const lifecycle = objectAt(json, 'Lifecycle')
  const spelledOut = {
    Name: textAt(json, 'Name'),
    Driver: textAt(json, 'Driver'),
    Config: objectAt(json, 'Config') ?? null,
    Resources: {
      ...resources,
      CPU: numberAt(resources, 'CPU'),
      Cores: numberAt(resources, 'Cores'),
      MemoryMB: numberAt(resources, 'MemoryMB'),
      MemoryMaxMB: numberAt(resources, 'MemoryMaxMB'),
      DiskMB: numberAt(resources, 'DiskMB'),
    },
    RestartPolicy: readRestartPolicy(json),
    Lifecycle: lifecycle
      ? { ...lifecycle, Hook: textAt(lifecycle, 'Hook'), Sidecar: flagAt(lifecycle, 'Sidecar') }
      : null,
    Leader: flagAt(json, 'Leader'),
    KillTimeout: numberAt(json, 'KillTimeout'),
    ShutdownDelay: numberAt(json, 'ShutdownDelay'),
    Constraints: readConstraints(json),
    Meta: objectAt(json, 'Meta') ?? null,
  }
  return withRest(spelledOut, json)
}
