// What a cluster without storage plug-ins and without an enterprise licence answers. Rules: client-surface §1.4.

import { type Handler, read } from '../api.ts'
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

/** What only the enterprise edition has. */
export const enterpriseOnly: Handler = () => {
  throw new HttpError(501, 'Nomad Enterprise only endpoint')
}
