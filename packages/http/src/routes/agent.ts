// What a client asks before it asks for anything else: who leads, is the server well, what is it. Rules: client-surface §1.4.

import type { Api, Handler } from '../api.ts'
import { HttpError, json } from '../response.ts'
import type { Wire } from '../wire/encode.ts'

export const leader: Handler = (api) => json(rpcAddress(api))

export const peers: Handler = (api) => json([rpcAddress(api)])

export const regions: Handler = (api) => json([api.settings.region])

export const health: Handler = (api, request) => {
  const type = request.query.get('type') ?? ''
  const failure = api.engine.status().storageFailure
  const half = { message: failure ?? 'ok', ok: failure === undefined }
  const body = { ...(type !== 'server' ? { client: half } : {}), ...(type !== 'client' ? { server: half } : {}) }
  const answer = json(body)
  if (failure === undefined) return answer
  throw new HttpError(500, typeof answer.body === 'string' ? answer.body : failure)
}

export const self: Handler = (api) => json({ config: config(api), member: member(api), stats: stats(api) })

export const members: Handler = (api) =>
  json({
    Members: [member(api)],
    ServerDC: api.settings.datacenter,
    ServerName: api.settings.name,
    ServerRegion: api.settings.region,
  })

function rpcAddress({ settings }: Api): string {
  return settings.address.replace(/:(\d+)$/, (_all, port: string) => `:${Number(port) + 1}`)
}

function config({ settings }: Api): Wire {
  return {
    ACL: { Enabled: settings.acl === true },
    Datacenter: settings.datacenter,
    NodeName: settings.name,
    Region: settings.region,
    Server: { Enabled: true },
    UI: { Enabled: true, Label: null, ShowCLIHints: false },
    Version: { Version: '2.0.6', VersionMetadata: '', VersionPrerelease: 'dev', Cutover: settings.version },
  }
}

function member({ settings }: Api): Wire {
  const [host = '127.0.0.1', port = '4646'] = settings.address.split(':')
  return {
    Addr: host,
    DelegateCur: 4,
    DelegateMax: 5,
    DelegateMin: 2,
    Name: `${settings.name}.${settings.region}`,
    Port: Number(port) + 2,
    ProtocolCur: 2,
    ProtocolMax: 5,
    ProtocolMin: 1,
    Status: 'alive',
    Tags: { build: '2.0.6-dev', dc: settings.datacenter, region: settings.region, role: 'nomad' },
  }
}

function stats({ engine }: Api): Wire {
  const { term, lastIndex, waiting, blocked } = engine.status()
  return {
    cutover: { blocked_queries: String(blocked), waiting_commands: String(waiting) },
    nomad: { leader: 'true', server: 'true' },
    raft: {
      applied_index: String(lastIndex),
      commit_index: String(lastIndex),
      last_log_index: String(lastIndex),
      state: 'Leader',
      term: String(term),
    },
  }
}
