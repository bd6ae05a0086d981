// The configuration that the agent tells of itself: Nomad's keys, with what holds here. Rules: client-surface §1.4.

import type { ServerSettings } from './api.ts'
import type { Wire } from './wire/encode.ts'

/** The agent's configuration. Clients read `ACL`, `UI` and `Version` of it. */
export function agentConfiguration(settings: ServerSettings): Wire {
  const [host = '127.0.0.1', port = '4646'] = settings.address.split(':')
  const ports = { HTTP: Number(port), RPC: Number(port) + 1, Serf: Number(port) + 2 }
  return {
    ...unused,
    ACL: { Enabled: settings.acl === true },
    Addresses: { HTTP: host, RPC: host, Serf: host },
    AdvertiseAddrs: Object.fromEntries(Object.entries(ports).map(([name, number]) => [name, `${host}:${number}`])),
    BindAddr: host,
    Client: { Enabled: false },
    Datacenter: settings.datacenter,
    NodeName: settings.name,
    Ports: ports,
    Region: settings.region,
    Server: { BootstrapExpect: 1, Enabled: true, EnableEventBroker: true, JobTrackedVersions: 6, NumSchedulers: 1 },
    UI: { Enabled: true, Label: null, ShowCLIHints: false },
    Version: {
      BuildDate: null,
      Cutover: settings.version,
      Revision: '',
      Version: '2.0.6',
      VersionMetadata: '',
      VersionPrerelease: 'dev',
    },
  }
}

/** What Nomad can be told and this server has no use for. */
const unused = {
  Audit: {},
  Autopilot: {},
  ConfigPaths: [],
  Consuls: [],
  DataDir: '',
  DevMode: false,
  DisableAnonymousSignature: true,
  DisableUpdateCheck: true,
  EnableDebug: false,
  EnableSyslog: false,
  Eventlog: {},
  Files: [],
  HTTPAPIResponseHeaders: {},
  KEKProviders: null,
  LeaveOnInt: false,
  LeaveOnTerm: false,
  Limits: {},
  LogFile: '',
  LogIncludeLocation: false,
  LogJson: false,
  LogLevel: 'INFO',
  LogRotateBytes: 0,
  LogRotateDuration: '',
  LogRotateMaxFiles: 0,
  PluginDir: '',
  Plugins: null,
  RPC: {},
  Reporting: {},
  Sentinel: {},
  SyslogFacility: 'LOCAL0',
  TLSConfig: {},
  Telemetry: {},
  Vaults: [],
} as const
