// Scaling policies: the scaling blocks of jobs as objects of their own. Rules: client-surface §1.4, semantics/4 §2.4.

import { fieldOf, isJsonObject, type Job, type JsonObject, type State } from '@cutover/core'
import { type Handler, read } from '../api.ts'
import { readOptions } from '../request.ts'
import type { Wire } from '../wire/encode.ts'

export const listAll: Handler = (api, request) => {
  const { namespace, prefix } = readOptions(request)
  const job = request.query.get('job') ?? ''
  const type = request.query.get('type') ?? ''
  return read(api, request, {
    find: (state) => {
      const value = policiesIn(state).filter(
        (one) =>
          (namespace === '*' || one.job.namespace === namespace) &&
          (request.access?.sees(one.job.namespace) ?? true) &&
          (job === '' || one.job.id === job) &&
          typeOf(one).startsWith(type) &&
          idOf(one).startsWith(prefix),
      )
      return { value, index: Math.max(1, state.indexes.scaling_policy) }
    },
    tables: ['jobs'],
    body: (policies) => policies.map(wireStub),
  })
}

export const getOne: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => {
      const value = policiesIn(state).find((one) => idOf(one) === id)
      return { value, index: value ? indexOf(value, 'ModifyIndex') : state.indexes.scaling_policy }
    },
    tables: ['jobs'],
    body: (policy) => policy && { ...policy.scaling, Target: targetOf(policy) },
    missing: 'policy not found',
  })

interface Policy {
  readonly job: Job
  readonly group: string
  readonly scaling: JsonObject
}

// In the order of their ids, as the store has them.
function policiesIn({ tables }: State): readonly Policy[] {
  return [...tables.jobs]
    .flatMap((job) =>
      job.document.TaskGroups.flatMap(({ Name: group, Scaling: scaling }) =>
        isJsonObject(scaling) ? [{ job, group, scaling }] : [],
      ),
    )
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
}

function idOf({ scaling }: Policy): string {
  return String(fieldOf(scaling, 'ID') ?? '')
}

function typeOf({ scaling }: Policy): string {
  return String(fieldOf(scaling, 'Type') ?? '')
}

function indexOf({ scaling }: Policy, name: 'CreateIndex' | 'ModifyIndex'): number {
  return Number(fieldOf(scaling, name) ?? 0)
}

function targetOf({ job, group }: Policy): Wire {
  return { Group: group, Job: job.id, Namespace: job.namespace }
}

function wireStub(policy: Policy): Wire {
  return {
    CreateIndex: indexOf(policy, 'CreateIndex'),
    Enabled: fieldOf(policy.scaling, 'Enabled') === true,
    ID: idOf(policy),
    ModifyIndex: indexOf(policy, 'ModifyIndex'),
    Target: targetOf(policy),
    Type: typeOf(policy),
  }
}
