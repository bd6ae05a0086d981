// What a cluster without storage plug-ins and without an enterprise licence answers. Rules: client-surface §1.4.

import { isRefusal } from '@cutover/core'
import { findAllocation, findNode } from '@cutover/core/lists'
import { type Handler, read, refusalError } from '../api.ts'
import { HttpError, json } from '../response.ts'

/** An empty list, without metadata. */
export const noPlugins: Handler = () => json([])

/** No volumes; with the kind of volume the answer carries metadata. */
export const noVolumes: Handler = (api, request) => {
  const type = request.query.get('type') ?? ''
  if (type !== 'csi' && type !== 'host') return json([])
  return read(api, request, {
    find: () => ({ value: [], index: type === 'host' ? 1 : 0 }),
    tables: [],
    body: (volumes) => volumes,
  })
}

/** Nodes do not serve clients themselves: of those that are known Nomad says as much when it cannot reach them. */
export const nodeStatistics: Handler = (api, request) => {
  request.access?.permit()
  const id = request.query.get('node_id') ?? ''
  const found = findNode(api.engine.read(), id)
  if (isRefusal(found)) throw refusalError(found)
  throw found.value ? unreachable() : new HttpError(404, `Unknown node ${id}`)
}

export const allocationStatistics: Handler = (api, request, [id = '']) => {
  request.access?.permit()
  const found = findAllocation(api.engine.read(), id)
  if (isRefusal(found)) throw refusalError(found)
  throw found.value ? unreachable() : new HttpError(404, `Unknown allocation "${id}"`)
}

function unreachable(): HttpError {
  return new HttpError(500, 'No path to node')
}

/** What only the enterprise edition has. */
export const enterpriseOnly: Handler = () => {
  throw new HttpError(501, 'Nomad Enterprise only endpoint')
}
