// The shapes of Nomad's API that concern nodes, namespaces, tokens and the servers themselves, with Nomad's names.

/** One row of the list of nodes. */
export interface NodeStub {
  readonly ID: string
  readonly Name: string
  readonly Datacenter: string
  readonly NodePool: string
  readonly Status: string
  readonly SchedulingEligibility: string
  readonly Drain: boolean
  readonly Drivers: Readonly<Record<string, { readonly Detected: boolean; readonly Healthy: boolean }>> | null
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

/** A node. */
export interface Node {
  readonly ID: string
  readonly Name: string
  readonly Status: string
  readonly SchedulingEligibility: string
  readonly DrainStrategy: DrainSpec | null
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

/** How a node is drained. Deadline in nanoseconds: 0 none, below 0 at once. */
export interface DrainSpec {
  readonly Deadline: number
  readonly IgnoreSystemJobs: boolean
}

/** What draining a node or changing its eligibility answers. */
export interface NodeUpdated {
  readonly NodeModifyIndex: number
  readonly EvalIDs: readonly string[] | null
  readonly EvalCreateIndex: number
  readonly Index: number
}

/** A namespace. */
export interface Namespace {
  readonly Name: string
  readonly Description: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

/** Ids that begin with a text, by kind. */
export interface SearchResult {
  readonly Matches: Readonly<Record<string, readonly string[] | null>> | null
  readonly Truncations: Readonly<Record<string, boolean>> | null
}

/** Names that hold a text, by kind. */
export interface FuzzySearchResult {
  readonly Matches: Readonly<
    Record<string, readonly { readonly ID: string; readonly Scope?: readonly string[] }[] | null>
  > | null
  readonly Truncations: Readonly<Record<string, boolean>> | null
}

/** The servers of a region. */
export interface Members {
  readonly ServerName: string
  readonly ServerRegion: string
  readonly ServerDC: string
  readonly Members: readonly Readonly<Record<string, unknown>>[]
}

/** An ACL token; `SecretID` is told once, to who creates it. */
export interface AclToken {
  readonly AccessorID: string
  readonly SecretID?: string
  readonly Name: string
  readonly Type: string
  readonly Policies: readonly string[] | null
  readonly Roles?: readonly { readonly ID: string; readonly Name: string }[] | null
  readonly Global: boolean
  readonly ExpirationTime?: string | null
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

/** An ACL policy. */
export interface AclPolicy {
  readonly Name: string
  readonly Description: string
  /** HCL or JSON. */
  readonly Rules?: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

/** An ACL role. */
export interface AclRole {
  readonly ID: string
  readonly Name: string
  readonly Description: string
  readonly Policies: readonly { readonly Name: string }[] | null
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

/** Anything that Nomad answers as an object and this package does not look into. */
export interface Document {
  readonly [field: string]: unknown
}
