// Namespaces and node pools over HTTP. Rules: client-surface §1.4, semantics/1 §3.15.

import { createHash } from 'node:crypto'
import { type JsonObject, jobKey, type Namespace, type NodePool } from '@cutover/core'
import { openAccess, seenRows } from '../access.ts'
import { type Handler, read, submit } from '../api.ts'
import { bodyFields, readOptions, textOf } from '../request.ts'
import { namespaceBody } from '../request-bodies.ts'
import { empty, HttpError, type HttpResponse } from '../response.ts'
import { encode, type Wire } from '../wire/encode.ts'
import { wireJobStub } from '../wire/job.ts'
import { wireNodeStub } from '../wire/node.ts'

export const listNamespaces: Handler = (api, request) => {
  const { sees } = request.access ?? openAccess
  const { prefix } = readOptions(request)
  return read(api, request, {
    find: ({ tables, indexes }) => {
      const value = [...tables.namespaces].filter(({ name }) => name.startsWith(prefix) && sees(name))
      return { value, index: Math.max(1, indexes.namespaces) }
    },
    tables: ['namespaces'],
    body: (namespaces) => namespaces.map(wireNamespace),
  })
}

export const getNamespace: Handler = (api, request, [name = '']) =>
  read(api, request, {
    find: ({ tables, indexes }) => {
      const value = tables.namespaces.get(name)
      return { value, index: value?.modifyIndex ?? indexes.namespaces }
    },
    tables: ['namespaces'],
    body: (namespace) => namespace && wireNamespace(namespace),
    missing: 'Namespace not found',
  })

export const putNamespace: Handler = async (api, request, [named]) => {
  const { Name: _name, ...document } = bodyFields(request, namespaceBody)
  const name = textOf(bodyFields(request, namespaceBody), 'Name')
  if (named !== undefined && name !== named) throw new HttpError(400, 'Namespace name does not match request path')
  if (!/^[a-zA-Z0-9-]{1,128}$/.test(name))
    throw new HttpError(500, `invalid name ${JSON.stringify(name)}. Must match regex ^[a-zA-Z0-9-]{1,128}$`)
  const stored = { ...document, Hash: hashOf(name, document) }
  return submit(api, request, { type: 'UpsertNamespaces', namespaces: [{ name, document: stored }] }, ({ index }) =>
    written(index),
  )
}

export const deleteNamespace: Handler = async (api, request, [name = '']) => {
  return submit(api, request, { type: 'RemoveNamespaces', names: [name], region: api.settings.region }, ({ index }) =>
    written(index),
  )
}

export const listNodePools: Handler = (api, request) => {
  const { sees } = request.access ?? openAccess
  const { prefix } = readOptions(request)
  return read(api, request, {
    find: ({ tables, indexes }) => {
      const value = [...tables.nodePools].filter(({ name }) => name.startsWith(prefix) && sees(name))
      return { value, index: indexes.node_pools }
    },
    tables: ['nodePools'],
    body: (pools) => pools.map(wireNodePool),
  })
}

export const getNodePool: Handler = (api, request, [name = '']) =>
  read(api, request, {
    find: ({ tables, indexes }) => {
      const value = tables.nodePools.get(name)
      return { value, index: value?.modifyIndex ?? indexes.node_pools }
    },
    tables: ['nodePools'],
    body: (pool) => pool && wireNodePool(pool),
    missing: 'node pool not found',
  })

export const getNodesOfPool: Handler = (api, request, [name = '']) =>
  read(api, request, {
    find: ({ tables, indexes }) => {
      const value = [...tables.nodes].filter((node) => name === 'all' || node.nodePool === name)
      return { value, index: indexes.nodes }
    },
    tables: ['nodes'],
    body: (nodes) => nodes.map((node) => wireNodeStub(node, { resources: false, attributes: false })),
  })

export const getJobsOfPool: Handler = (api, request, [name = '']) =>
  read(api, request, {
    find: ({ tables, indexes }) => {
      const { namespace } = readOptions(request)
      const value = [...tables.jobs].filter(
        (job) => job.document.NodePool === name && (namespace === '*' || job.namespace === namespace),
      )
      return seenRows(request, { value, index: Math.max(indexes.jobs, indexes.job_summary) })
    },
    tables: ['jobs', 'jobSummaries'],
    body: (jobs, { tables }) =>
      jobs.map((job) => wireJobStub(job, tables.jobSummaries.get(jobKey(job.namespace, job.id)), false)),
  })

function written(index: number): HttpResponse {
  return empty(200, { 'X-Nomad-Index': String(index) })
}

// Opaque to clients; it changes when anything else does.
function hashOf(name: string, document: JsonObject): string {
  return createHash('sha256')
    .update(encode({ ...document, Name: name }))
    .digest('base64')
}

function wireNamespace({ name, document, createIndex, modifyIndex }: Namespace): Wire {
  return {
    Capabilities: null,
    ConsulConfiguration: null,
    Description: '',
    Meta: null,
    NodePoolConfiguration: null,
    OptionalExtraClaims: null,
    Quota: '',
    RequiredExtraClaims: null,
    VaultConfiguration: null,
    ...document,
    CreateIndex: createIndex,
    ModifyIndex: modifyIndex,
    Name: name,
  }
}

function wireNodePool({ name, document, createIndex, modifyIndex }: NodePool): Wire {
  return {
    Description: '',
    Hash: null,
    Meta: null,
    NodeIdentityTTL: 0,
    SchedulerConfiguration: null,
    ...document,
    CreateIndex: createIndex,
    ModifyIndex: modifyIndex,
    Name: name,
  }
}
