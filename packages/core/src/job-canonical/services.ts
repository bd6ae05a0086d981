// Names and owners of services, their identities and checks: what is derived from the job around them. Rules:
// semantics/4 §1.5 "Services".

import type { CheckDocument, IdentityDocument, ServiceDocument } from '../job-document/document-parts.ts'

/** Where a service stands. `task` is empty for a group's service. */
export interface ServiceOwner {
  readonly namespace: string
  readonly job: string
  readonly group: string
  readonly task: string
}

/** The service with what is derived from its place. A task that was sent and is not its own stays, to be refused. */
export function deriveService(service: ServiceDocument, owner: ServiceOwner): ServiceDocument {
  const named = { ...service, Name: serviceName(service.Name, owner) }
  return {
    ...named,
    TaskName: service.TaskName || owner.task,
    Namespace: service.Provider === 'nomad' ? owner.namespace : 'default',
    Identity: service.Identity && serviceIdentity(named, service.Identity, owner.task),
    Checks: service.Checks?.map((check) => deriveCheck(check, named, owner.task)) ?? null,
  }
}

function serviceName(name: string, { job, group, task }: ServiceOwner): string {
  const own = name || (task === '' ? `${job}-${group}` : `${job}-${group}-${task}`)
  const variables = {
    JOB: job,
    TASKGROUP: group,
    TASK: task || 'group',
    BASE: `${job}-${group}-${task || 'group'}`,
  }
  return own.replaceAll(
    /\$\{(JOB|TASKGROUP|TASK|BASE)\}/g,
    (_, variable: keyof typeof variables) => variables[variable],
  )
}

/** Consul's identities are named by Nomad; those of Nomad's own services keep what was sent. */
function serviceIdentity(service: ServiceDocument, identity: IdentityDocument, task: string): IdentityDocument {
  if (service.Provider !== 'consul') return identity
  const place = task === '' ? service.Name : `${task}-${service.Name}`
  return { ...identity, Name: `consul-service_${place}-${service.PortLabel}`, ServiceName: service.Name }
}

function deriveCheck(check: CheckDocument, service: ServiceDocument, task: string): CheckDocument {
  return {
    ...check,
    Name: check.Name || `service: "${service.Name}" check`,
    OnUpdate: check.OnUpdate || service.OnUpdate,
    TaskName: task || check.TaskName,
    SuccessBeforePassing: notNegative(check.SuccessBeforePassing),
    FailuresBeforeCritical: notNegative(check.FailuresBeforeCritical),
    FailuresBeforeWarning: notNegative(check.FailuresBeforeWarning),
  }
}

function notNegative(count: number): number {
  return count < 0 ? 0 : count
}
