// The typed view of a whole stored job, as admission sees it: everything that defaults and validation look at.
// It is a job document with more of its fields spelled out. Rules: semantics/4 §1.

import type { JsonObject } from '../json.ts'
import type {
  ConstraintDocument,
  GroupDocument,
  JobDocument,
  ResourcesDocument,
  RestartPolicyDocument,
  TaskDocument,
  UpdateDocument,
} from './document.ts'
import type {
  ActionDocument,
  ArtifactDocument,
  ConsulDocument,
  CsiPluginDocument,
  EphemeralDiskDocument,
  IdentityDocument,
  LogConfigDocument,
  NetworkDocument,
  NumaDocument,
  ParameterizedDocument,
  PeriodicDocument,
  ScalingDocument,
  SecretDocument,
  ServiceDocument,
  SpreadDocument,
  TemplateDocument,
  VaultDocument,
  VolumeDocument,
  VolumeMountDocument,
} from './document-parts.ts'

export interface AffinityDocument extends ConstraintDocument {
  readonly Weight: number
}

export interface DeviceDocument extends JsonObject {
  readonly Name: string
  readonly Constraints: readonly ConstraintDocument[] | null
  readonly Affinities: readonly AffinityDocument[] | null
}

export interface StoredResources extends ResourcesDocument {
  readonly IOPS: number
  readonly SecretsMB: number
  readonly Networks: readonly NetworkDocument[] | null
  readonly Devices: readonly DeviceDocument[] | null
  readonly NUMA: NumaDocument | null
}

export interface StoredTask extends TaskDocument {
  readonly Resources: StoredResources
  readonly RestartPolicy: RestartPolicyDocument
  readonly Services: readonly ServiceDocument[] | null
  readonly Vault: VaultDocument | null
  readonly Secrets: readonly SecretDocument[] | null
  readonly Consul: ConsulDocument | null
  readonly Templates: readonly TemplateDocument[] | null
  readonly Affinities: readonly AffinityDocument[] | null
  readonly DispatchPayload: { readonly File: string } | null
  readonly LogConfig: LogConfigDocument
  readonly Artifacts: readonly ArtifactDocument[] | null
  readonly VolumeMounts: readonly VolumeMountDocument[] | null
  readonly KillSignal: string
  readonly Kind: string
  readonly CSIPluginConfig: CsiPluginDocument | null
  readonly Identity: IdentityDocument
  readonly Identities: readonly IdentityDocument[] | null
  readonly Actions: readonly ActionDocument[] | null
  readonly Schedule: JsonObject | null
}

export interface StoredGroup extends GroupDocument {
  readonly Tasks: readonly StoredTask[]
  readonly RestartPolicy: RestartPolicyDocument
  readonly Scaling: ScalingDocument | null
  readonly EphemeralDisk: EphemeralDiskDocument
  readonly Affinities: readonly AffinityDocument[] | null
  readonly Spreads: readonly SpreadDocument[] | null
  readonly Networks: readonly NetworkDocument[] | null
  readonly Consul: ConsulDocument | null
  readonly Services: readonly ServiceDocument[] | null
  readonly Volumes: Readonly<Record<string, VolumeDocument>> | null
  readonly ShutdownDelay: number | null
  readonly MaxRunDuration: number | null
}

/** A job's tag as it is sent and shown, its time in nanoseconds. */
export interface TagDocument extends JsonObject {
  readonly Name: string
  readonly Description: string
  readonly TaggedTime: number | bigint
}

/** A canonical job with those fields of the server that a client may name. */
export interface StoredJob extends JobDocument {
  readonly Stop: boolean
  readonly Region: string
  readonly TaskGroups: readonly StoredGroup[]
  readonly Affinities: readonly AffinityDocument[] | null
  readonly Spreads: readonly SpreadDocument[] | null
  readonly Update: UpdateDocument
  readonly Periodic: PeriodicDocument | null
  readonly ParameterizedJob: ParameterizedDocument | null
  readonly Multiregion: { readonly Regions: readonly { readonly Name: string }[] | null } | null
  readonly Payload: string | null
  readonly Version: number
  readonly UI: { readonly Description: string } | null
  readonly VersionTag: TagDocument | null
}
