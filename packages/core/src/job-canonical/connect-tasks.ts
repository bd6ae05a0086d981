// The tasks that are injected for Consul Connect, and how a service's own sidecar task is laid over them.
// Rules: semantics/4 §1.5 "Connect sidecar", "Exact form of what is injected".

import type { RestartPolicyDocument } from '../job-document/document.ts'
import type { StoredTask } from '../job-document/document-stored.ts'
import { fillBlock } from '../job-document/fill.ts'
import { taskBlock } from '../job-fields/task.ts'
import type { JsonObject } from '../json.ts'
import { constraint, consulVersion } from './implied-constraints.ts'
import { blockAt } from './sent.ts'
import { deriveTask } from './tasks.ts'

const nowhere = { namespace: '', job: '', group: '', task: '' }

const proxyArguments = [
  '-c',
  `\${NOMAD_SECRETS_DIR}/envoy_bootstrap.json`,
  '-l',
  `\${meta.connect.log_level}`,
  '--concurrency',
  `\${meta.connect.proxy_concurrency}`,
  '--disable-hot-restart',
]

function proxyTask(sent: JsonObject, restart: RestartPolicyDocument): StoredTask {
  const task = fillBlock(taskBlock, {
    Driver: 'docker',
    Resources: { CPU: 250, MemoryMB: 128 },
    LogConfig: { MaxFiles: 2, MaxFileSizeMB: 2 },
    ShutdownDelay: 5_000_000_000,
    RestartPolicy: restart,
    Constraints: [consulVersion, constraint(`\${attr.consul.grpc}`, '>', '0')],
    ...sent,
  })
  return deriveTask(task, nowhere)
}

/** The proxy of a service. */
export function sidecarTask(service: string, restart: RestartPolicyDocument): StoredTask {
  const sent = {
    Name: `connect-proxy-${service}`,
    Kind: `connect-proxy:${service}`,
    Lifecycle: { Hook: 'prestart', Sidecar: true },
    Config: { image: `\${meta.connect.sidecar_image}`, args: proxyArguments },
  }
  return proxyTask(sent, restart)
}

/** What a gateway task is made for. */
export interface GatewayPlace {
  readonly kind: 'ingress' | 'terminating' | 'mesh'
  readonly service: string
  readonly mode: string
}

/** The proxy of a gateway. */
export function gatewayTask({ kind, service, mode }: GatewayPlace, restart: RestartPolicyDocument): StoredTask {
  const network = mode === 'host' ? { network_mode: 'host' } : {}
  const sent = {
    Name: `connect-${kind}-${service}`,
    Kind: `connect-${kind}:${service}`,
    Config: { image: `\${meta.connect.gateway_image}`, args: proxyArguments, ...network },
  }
  return proxyTask(sent, restart)
}

const replaced = ['Name', 'Driver', 'User', 'Config', 'KillSignal', 'VolumeMounts', 'Identities'] as const
const alwaysReplaced = ['Resources', 'KillTimeout', 'LogConfig', 'ShutdownDelay'] as const

/** The task with what a service says about its own sidecar task: it has its defaults by then, and they count. */
export function layOver(task: StoredTask, over: JsonObject | null): StoredTask {
  if (!over) return task
  const members = [...replaced.filter((name) => over[name]), ...alwaysReplaced]
  const laid = Object.fromEntries(members.map((name) => [name, over[name] ?? null]))
  const added = {
    Env: { ...blockAt(task, 'Env'), ...blockAt(over, 'Env') },
    Meta: { ...task.Meta, ...blockAt(over, 'Meta') },
  }
  return fillBlock(taskBlock, { ...task, ...laid, ...added })
}
