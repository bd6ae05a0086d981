// Changes of node pools. The built-in ones stay as they are. Rules: client-surface §1.4.

import { type Handler, submit } from '../api.ts'
import { bodyFields, textOf } from '../request.ts'
import { nodePoolBody } from '../request-bodies.ts'
import { empty, HttpError } from '../response.ts'

const builtIn: ReadonlySet<string> = new Set(['all', 'default'])

export const put: Handler = async (api, request, [named]) => {
  const { Name: _name, ...document } = bodyFields(request, nodePoolBody)
  const name = textOf(bodyFields(request, nodePoolBody), 'Name')
  if (named !== undefined && named !== name) throw new HttpError(400, 'Node pool name does not match request path')
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name))
    throw new HttpError(500, `invalid name ${JSON.stringify(name)}, must match regex ^[a-zA-Z0-9-_]{1,128}$`)
  refuseBuiltIn(name, 'modifying')
  return submit(api, request, { type: 'UpsertNodePools', nodePools: [{ name, document }] }, ({ index }) =>
    empty(200, { 'X-Nomad-Index': String(index) }),
  )
}

export const remove: Handler = async (api, request, [name = '']) => {
  refuseBuiltIn(name, 'deleting')
  const { tables } = api.engine.read()
  const region = api.settings.region
  if ([...tables.nodes].some(({ nodePool }) => nodePool === name))
    throw new HttpError(500, `node pool ${JSON.stringify(name)} has nodes in regions: [${region}]`)
  if ([...tables.jobs].some(({ document, status }) => document.NodePool === name && status !== 'dead'))
    throw new HttpError(500, `node pool ${JSON.stringify(name)} has non-terminal jobs in regions: [${region}]`)
  return submit(api, request, { type: 'DeleteNodePools', names: [name] }, ({ index }) =>
    empty(200, { 'X-Nomad-Index': String(index) }),
  )
}

function refuseBuiltIn(name: string, what: string): void {
  if (builtIn.has(name)) throw new HttpError(500, `${what} node pool ${JSON.stringify(name)} is not allowed`)
}
