// What a client asks before it asks for anything else: who leads, is the server well, what is it. Rules: client-surface §1.4.

import { deriveId } from '@cutover/core'
import type { Peer } from '@cutover/engine'
import { agentConfiguration } from '../agent-configuration.ts'
import type { Api, Handler } from '../api.ts'
import { serverId } from '../keys.ts'
import { measures, prometheusText } from '../metrics.ts'
import { checkRegion } from '../request.ts'
import { HttpError, json } from '../response.ts'
import { Float, type Wire } from '../wire/encode.ts'
import { rfc3339 } from '../wire/time.ts'

export const leader: Handler = (api, request) => {
  checkRegion(request, api.settings.region)
  return json(leaderAddress(api))
}

export const peers: Handler = (api, request) => {
  checkRegion(request, api.settings.region)
  return json(peersOf(api).map(({ address }) => rpcBeside(address)))
}

export const regions: Handler = (api) => json([api.settings.region])

/** The agent is a server and no client: whatever runs allocations here is not part of it. */
export const health: Handler = (api, request) => {
  const type = request.query.get('type')
  if (type === 'client') throw new HttpError(500, '{"client":{"ok":false,"message":"client not enabled"}}')
  if (type !== null && type !== '' && type !== 'server') return json({})
  const failure = api.engine.status().storageFailure
  if (failure === undefined) return json({ server: { message: 'ok', ok: true } })
  throw new HttpError(500, JSON.stringify({ server: { ok: false, message: failure } }))
}

export const self: Handler = (api) =>
  json({ config: agentConfiguration(api.settings), member: member(api, us(api)), stats: stats(api) })

export const members: Handler = (api) =>
  json({
    Members: peersOf(api).map((peer) => member(api, peer)),
    ServerDC: api.settings.datacenter,
    ServerName: api.settings.name,
    ServerRegion: api.settings.region,
  })

const schedulerTypes = ['service', 'batch', 'system', 'sysbatch', '_core'] as const

/** There is one worker: the process manager that runs evaluations. */
export const schedulers: Handler = (api) => {
  const isPaused = api.engine.read().schedulerConfiguration?.pauseEvaluationBroker === true
  const worker = {
    enabled_schedulers: schedulerTypes,
    id: serverId(api),
    started: rfc3339(api.engine.read().at),
    status: isPaused ? 'Paused' : 'Started',
    workload_status: isPaused ? 'Paused' : 'WaitingToDequeue',
  }
  return json({ schedulers: [worker], server_id: memberName(api) })
}

export const schedulerSettings: Handler = (api) =>
  json({ enabled_schedulers: schedulerTypes, num_schedulers: 1, server_id: memberName(api) })

export const metrics: Handler = async (api, request) => {
  const all = measures(api)
  if (request.query.get('format') === 'prometheus') {
    const headers = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }
    return { status: 200, headers, body: await prometheusText(all) }
  }
  const gauges = all.map(({ name, value }) => ({ Labels: {}, Name: name, Value: new Float(value) }))
  const timestamp = `${new Date(api.clock.now() / 1_000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`
  return json({ Counters: [], Gauges: gauges, Points: [], Samples: [], Timestamp: timestamp })
}

/** `host:port` of the servers' own protocol, which nobody speaks here: clients only show it. */
export function rpcAddress({ settings }: Api): string {
  return rpcBeside(settings.address)
}

/** That of the leader; empty when nobody leads. */
function leaderAddress(api: Api): string {
  if (api.leader === undefined) return rpcAddress(api)
  return rpcBeside(api.engine.status().standing.leader?.address ?? '')
}

function rpcBeside(address: string): string {
  return address.replace(/:(\d+)$/, (_all, port: string) => `:${Number(port) + 1}`)
}

function memberName({ settings }: Api): string {
  return `${settings.name}.${settings.region}`
}

/** All servers that live; this one alone where it shares its log with nobody. */
function peersOf(api: Api): readonly Peer[] {
  return api.engine.status().standing.peers ?? [us(api)]
}

function us({ settings }: Api): Peer {
  return { name: settings.name, address: settings.address }
}

function member(api: Api, { name, address }: Peer): Wire {
  const [host = '127.0.0.1', port = '4646'] = address.split(':')
  return {
    Addr: host,
    DelegateCur: 4,
    DelegateMax: 5,
    DelegateMin: 2,
    Name: `${name}.${api.settings.region}`,
    Port: Number(port) + 2,
    ProtocolCur: 2,
    ProtocolMax: 5,
    ProtocolMin: 1,
    Status: 'alive',
    Tags: tags(api, { name, address: host }, Number(port)),
  }
}

function tags(api: Api, { name, address: host }: Peer, port: number): Wire {
  const count = peersOf(api).length
  return {
    bootstrap: '1',
    build: '2.0.6-dev',
    dc: api.settings.datacenter,
    expect: String(count),
    id: count > 1 ? deriveId(`${serverId(api)} ${name}`, 0, 0) : serverId(api),
    port: String(port + 1),
    raft_vsn: '3',
    region: api.settings.region,
    revision: '',
    role: 'nomad',
    rpc_addr: host,
    vsn: '1',
  }
}

function stats(api: Api): Wire {
  const { term, lastIndex, waiting, blocked, standing } = api.engine.status()
  const servers = peersOf(api).length
  return {
    nomad: {
      blocked_queries: String(blocked),
      bootstrap: 'true',
      known_regions: '1',
      leader: String(standing.leads),
      leader_addr: leaderAddress(api),
      server: 'true',
      waiting_commands: String(waiting),
    },
    raft: {
      applied_index: String(lastIndex),
      commit_index: String(lastIndex),
      last_log_index: String(lastIndex),
      num_peers: String(servers - 1),
      state: standing.leads ? 'Leader' : 'Follower',
      term: String(term),
    },
    runtime: { arch: process.arch, 'kernel.name': process.platform, version: process.version },
    serf: { failed: '0', left: '0', members: String(servers) },
  }
}
