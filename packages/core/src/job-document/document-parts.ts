// The typed view of the parts of a job document that only admission interprets: services, networks, volumes and the
// like. Nomad's own field names, durations in nanoseconds. Rules: semantics/4 §1.3, §1.5.

import type { Json, JsonObject } from '../json.ts'

export interface SpreadDocument extends JsonObject {
  readonly Attribute: string
  readonly Weight: number
  readonly SpreadTarget: readonly { readonly Value: string; readonly Percent: number }[] | null
}

export interface EphemeralDiskDocument extends JsonObject {
  readonly Sticky: boolean
  readonly Migrate: boolean
  readonly SizeMB: number
}

export interface PeriodicDocument extends JsonObject {
  readonly Enabled: boolean
  readonly Spec: string
  readonly Specs: readonly string[]
  readonly SpecType: string
  readonly ProhibitOverlap: boolean
  readonly TimeZone: string
}

export interface ParameterizedDocument extends JsonObject {
  readonly Payload: string
  readonly MetaRequired: readonly string[] | null
  readonly MetaOptional: readonly string[] | null
}

export interface VolumeDocument extends JsonObject {
  readonly Type: string
  readonly Source: string
  readonly ReadOnly: boolean
  readonly Sticky: boolean
  readonly AccessMode: string
  readonly AttachmentMode: string
  readonly MountOptions: JsonObject | null
  readonly PerAlloc: boolean
}

/** Empty members are left out. */
export interface PortDocument extends JsonObject {
  readonly Label?: string
  readonly Value?: number
  readonly To?: number
  readonly HostNetwork?: string
  readonly IgnoreCollision?: boolean
}

/** Empty members are left out. */
export interface NetworkDocument extends JsonObject {
  readonly Mode?: string
  readonly MBits?: number
  readonly Hostname?: string
  readonly ReservedPorts?: readonly PortDocument[]
  readonly DynamicPorts?: readonly PortDocument[]
  readonly CNI?: { readonly Args: Readonly<Record<string, string>> | null }
}

export interface IdentityDocument extends JsonObject {
  readonly Name: string
  readonly Audience: readonly string[] | null
  readonly ChangeMode: string
  readonly ChangeSignal: string
  readonly Env: boolean
  readonly File: boolean
  readonly Filepath: string
  readonly ServiceName: string
  readonly TTL: number
}

export interface CheckRestartDocument extends JsonObject {
  readonly Limit: number
  readonly Grace: number
  readonly IgnoreWarnings: boolean
}

export interface CheckDocument extends JsonObject {
  readonly Name: string
  readonly Type: string
  readonly Command: string
  readonly Path: string
  readonly PortLabel: string
  readonly Expose: boolean
  readonly AddressMode: string
  readonly Interval: number
  readonly Timeout: number
  readonly InitialStatus: string
  readonly TLSServerName: string
  readonly Method: string
  readonly CheckRestart: CheckRestartDocument | null
  readonly TaskName: string
  readonly SuccessBeforePassing: number
  readonly FailuresBeforeCritical: number
  readonly FailuresBeforeWarning: number
  readonly OnUpdate: string
  readonly Notes: string
}

export interface GatewayProxyDocument extends JsonObject {
  readonly EnvoyGatewayBindAddresses: JsonObject | null
  readonly EnvoyGatewayNoDefaultBind: boolean
}

export interface UpstreamDocument extends JsonObject {
  readonly DestinationName: string
  readonly LocalBindAddress: string
  readonly LocalBindPort: number
}

export interface ListenerDocument extends JsonObject {
  readonly Port: number
  readonly Protocol: string
  readonly Services: readonly { readonly Name: string; readonly Hosts: readonly string[] | null }[] | null
}

export interface LinkedServiceDocument extends JsonObject {
  readonly Name: string
  readonly CAFile: string
  readonly CertFile: string
  readonly KeyFile: string
  readonly SNI: string
}

export interface GatewayDocument extends JsonObject {
  readonly Proxy: GatewayProxyDocument | null
  readonly Ingress: { readonly Listeners: readonly ListenerDocument[] | null } | null
  readonly Terminating: { readonly Services: readonly LinkedServiceDocument[] | null } | null
  readonly Mesh: JsonObject | null
}

export interface SidecarProxyDocument extends JsonObject {
  readonly Upstreams: readonly UpstreamDocument[] | null
  readonly Expose: JsonObject | null
  readonly TransparentProxy: JsonObject | null
}

export interface ConnectDocument extends JsonObject {
  readonly Native: boolean
  readonly Gateway: GatewayDocument | null
  readonly SidecarService: { readonly Proxy: SidecarProxyDocument | null; readonly Port: string } | null
  readonly SidecarTask: JsonObject | null
}

export interface ServiceDocument extends JsonObject {
  readonly Name: string
  readonly TaskName: string
  readonly PortLabel: string
  readonly AddressMode: string
  readonly Address: string
  readonly Checks: readonly CheckDocument[] | null
  readonly Connect: ConnectDocument | null
  readonly Namespace: string
  readonly OnUpdate: string
  readonly Provider: string
  readonly Cluster: string
  readonly Identity: IdentityDocument | null
  readonly Kind: string
}

export interface ConsulDocument extends JsonObject {
  readonly Namespace: string
  readonly Cluster: string
  readonly Partition: string
}

export interface VaultDocument extends JsonObject {
  readonly Cluster: string
  readonly ChangeMode: string
  readonly ChangeSignal: string
}

export interface ArtifactDocument extends JsonObject {
  readonly GetterSource: string
  readonly GetterOptions: Readonly<Record<string, string>> | null
  readonly GetterMode: string
  readonly RelativeDest: string
}

export interface ChangeScriptDocument extends JsonObject {
  readonly Command: string
}

export interface TemplateDocument extends JsonObject {
  readonly SourcePath: string
  readonly DestPath: string
  readonly EmbeddedTmpl: string
  readonly ChangeMode: string
  readonly ChangeSignal: string
  readonly ChangeScript: ChangeScriptDocument | null
  readonly Splay: number
  readonly Perms: string
  readonly Envvars: boolean
  readonly VaultGrace: number
  readonly Wait: { readonly Min: number | null; readonly Max: number | null } | null
}

export interface CsiPluginDocument extends JsonObject {
  readonly ID: string
  readonly Type: string
  readonly MountDir: string
  readonly StagePublishBaseDir: string
}

export interface ActionDocument extends JsonObject {
  readonly Name: string
  readonly Command: string
}

export interface SecretDocument extends JsonObject {
  readonly Name: string
  readonly Provider: string
  readonly Path: string
  readonly Config: JsonObject | null
  readonly Env: JsonObject | null
}

export interface NumaDocument extends JsonObject {
  readonly Affinity: string
  readonly Devices: readonly string[] | null
}

export interface LogConfigDocument extends JsonObject {
  readonly MaxFiles: number
  readonly MaxFileSizeMB: number
  readonly Disabled: boolean
}

export interface VolumeMountDocument extends JsonObject {
  readonly Volume: string
  readonly Destination: string
  readonly PropagationMode: string
  readonly SELinuxLabel: string
}

export interface ScalingDocument extends JsonObject {
  readonly Type: string
  readonly Target: Json
  readonly Min: number | null
  readonly Max: number | null
}
