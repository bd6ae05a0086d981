// What operators ask of the cluster as a whole: the scheduler's configuration, garbage collection, the servers and their health.
// Rules: client-surface §1.4, semantics/1 §3.15, §7.

import { type JsonObject, type SchedulerConfiguration, zero } from '@cutover/core'
import { type Handler, read, submit } from '../api.ts'
import { serverId } from '../keys.ts'
import { bodyFields, checkRegion, type HttpRequest, objectOf, textOf, wholeOf } from '../request.ts'
import { schedulerBody } from '../request-bodies.ts'
import { empty, HttpError, json, metaBody } from '../response.ts'
import type { Wire } from '../wire/encode.ts'
import { rfc3339 } from '../wire/time.ts'
import { rpcAddress } from './agent.ts'

const preemptions = [
  'SystemSchedulerEnabled',
  'SysBatchSchedulerEnabled',
  'BatchSchedulerEnabled',
  'ServiceSchedulerEnabled',
]

export const getScheduler: Handler = (api, request) =>
  read(api, request, {
    find: ({ schedulerConfiguration }) => ({
      value: schedulerConfiguration,
      index: schedulerConfiguration?.modifyIndex ?? firstIndex,
    }),
    body: (configuration) => ({
      ...metaBody(configuration?.modifyIndex ?? firstIndex, true),
      SchedulerConfig: wireScheduler(configuration),
    }),
  })

/** The index of the configuration that a new cluster is born with. */
const firstIndex = 1

export const setScheduler: Handler = async (api, request) => {
  const document = schedulerDocument(request)
  const expected = expectedIndex(request)
  const isUnset = api.engine.read().schedulerConfiguration === undefined
  return submit(
    api,
    request,
    {
      type: 'ConfigureScheduler',
      document,
      expectedIndex: isUnset && expected === firstIndex ? 0 : expected,
    },
    (reply) => json({ Index: reply.index, Updated: reply.updated === true }, { 'X-Nomad-Index': String(reply.index) }),
  )
}

function schedulerDocument(request: HttpRequest): JsonObject {
  const body = schedulerFields(request)
  const preemption = objectOf(body, 'PreemptionConfig')
  return {
    MemoryOversubscriptionEnabled: body['MemoryOversubscriptionEnabled'] === true,
    NodeLimitForFeasibilityChecks: wholeOf(body, 'NodeLimitForFeasibilityChecks'),
    PauseEvalBroker: body['PauseEvalBroker'] === true,
    PreemptionConfig: Object.fromEntries(preemptions.map((name) => [name, preemption[name] === true])),
    RejectJobRegistration: body['RejectJobRegistration'] === true,
    SchedulerAlgorithm: textOf(body, 'SchedulerAlgorithm') || 'binpack',
  }
}

function schedulerFields(request: HttpRequest): JsonObject {
  try {
    return bodyFields(request, schedulerBody)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw new HttpError(400, `Error parsing scheduler config: ${error.message}`)
  }
}

// Without the parameter nothing is compared.
function expectedIndex({ query }: HttpRequest): number | undefined {
  const text = query.get('cas') ?? ''
  if (text === '') return undefined
  if (/^\d{1,19}$/.test(text)) return Number(text)
  const why = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`
  throw new HttpError(400, `Error parsing cas value: ${why}`)
}

const freshScheduler: JsonObject = {
  MemoryOversubscriptionEnabled: false,
  NodeLimitForFeasibilityChecks: 0,
  PauseEvalBroker: false,
  PreemptionConfig: {
    BatchSchedulerEnabled: false,
    ServiceSchedulerEnabled: false,
    SysBatchSchedulerEnabled: false,
    SystemSchedulerEnabled: true,
  },
  RejectJobRegistration: false,
  SchedulerAlgorithm: 'binpack',
}

function wireScheduler(configuration: SchedulerConfiguration | undefined): Wire {
  return {
    ...freshScheduler,
    ...configuration?.document,
    PauseEvalBroker: configuration?.pauseEvaluationBroker ?? false,
    CreateIndex: firstIndex,
    ModifyIndex: configuration?.modifyIndex ?? firstIndex,
  }
}

export const collectGarbage: Handler = async (api, request) => {
  return submit(api, request, { type: 'CollectGarbage', what: 'all', force: true }, () => empty(200))
}

/** The community edition has no licence. */
export const license: Handler = () => empty(204)

export const raftConfiguration: Handler = (api, request) => {
  checkRegion(request, api.settings.region)
  const server = {
    Address: rpcAddress(api),
    ID: serverId(api),
    Leader: true,
    Node: `${api.settings.name}.${api.settings.region}`,
    RaftProtocol: '3',
    Voter: true,
  }
  return json({ Index: 0, Servers: [server] })
}

export const autopilotConfiguration: Handler = () =>
  json({
    CleanupDeadServers: true,
    CreateIndex: firstIndex,
    DisableUpgradeMigration: false,
    EnableCustomUpgrades: false,
    EnableRedundancyZones: false,
    LastContactThreshold: '200ms',
    MaxTrailingLogs: 250,
    MinQuorum: 0,
    ModifyIndex: firstIndex,
    ServerStabilizationTime: '10s',
  })

export const autopilotHealth: Handler = (api) => {
  const { term, lastIndex, storageFailure } = api.engine.status()
  const isHealthy = storageFailure === undefined
  const server = {
    Address: rpcAddress(api),
    Healthy: isHealthy,
    ID: serverId(api),
    LastContact: '0s',
    LastIndex: lastIndex,
    LastTerm: term,
    Leader: true,
    Name: `${api.settings.name}.${api.settings.region}`,
    SerfStatus: 'alive',
    StableSince: rfc3339(zero),
    Version: '2.0.6-dev',
    Voter: true,
  }
  return json({ FailureTolerance: 0, Healthy: isHealthy, Leader: server.ID, Servers: [server], Voters: [server.ID] })
}
