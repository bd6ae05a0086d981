// The servers themselves over HTTP: who leads, how they are, searches, tokens.

import type { CallOptions, HttpClient, Read, ReadOptions } from './http-client.ts'
import { path } from './paths.ts'
import type {
  AclPolicy,
  AclRole,
  AclToken,
  Document,
  FuzzySearchResult,
  Members,
  SearchResult,
} from './wire-cluster.ts'

/** Calls about the servers. */
export class System {
  readonly #http: HttpClient

  constructor(http: HttpClient) {
    this.#http = http
  }

  /** `host:port`; empty when there is no leader. */
  leader(options?: CallOptions): Promise<string> {
    return this.#document('/v1/status/leader', options)
  }

  peers(options?: CallOptions): Promise<readonly string[]> {
    return this.#document('/v1/status/peers', options)
  }

  regions(options?: CallOptions): Promise<readonly string[]> {
    return this.#document('/v1/regions', options)
  }

  self(options?: CallOptions): Promise<Document> {
    return this.#document('/v1/agent/self', options)
  }

  members(options?: CallOptions): Promise<Members> {
    return this.#document('/v1/agent/members', options)
  }

  health(options?: CallOptions): Promise<Document> {
    return this.#document('/v1/agent/health', options)
  }

  metrics(options?: CallOptions): Promise<Document> {
    return this.#document('/v1/metrics', options)
  }

  schedulerConfiguration(options?: CallOptions): Promise<Document> {
    return this.#document('/v1/operator/scheduler/configuration', options)
  }

  raftConfiguration(options?: CallOptions): Promise<Document> {
    return this.#document('/v1/operator/raft/configuration', options)
  }

  scalingPolicies(options?: ReadOptions): Promise<Read<readonly Document[]>> {
    return this.#http.read('/v1/scaling/policies', options)
  }

  /** Collects what has ended and nobody needs. */
  async collectGarbage(options: CallOptions = {}): Promise<void> {
    await this.#http.json('/v1/system/gc', { method: 'PUT', ...options })
  }

  /** Ids that begin with a text; `context` such as `deployment` or `all`. */
  search(prefix: string, context: string, options?: CallOptions): Promise<SearchResult> {
    return this.#http.write('/v1/search', { Prefix: prefix, Context: context }, options)
  }

  /** Names that hold a text. */
  fuzzySearch(text: string, context: string, options?: CallOptions): Promise<FuzzySearchResult> {
    return this.#http.write('/v1/search/fuzzy', { Text: text, Context: context }, options)
  }

  async #document<T>(at: string, options: CallOptions = {}): Promise<T> {
    const { data } = await this.#http.json<T>(at, options)
    return data
  }
}

/** Calls about who may do what. */
export class Acl {
  readonly #http: HttpClient

  constructor(http: HttpClient) {
    this.#http = http
  }

  /** The first management token; once. */
  bootstrap(options?: CallOptions): Promise<AclToken> {
    return this.#http.write('/v1/acl/bootstrap', {}, options)
  }

  /** The token that the client speaks with. */
  async self(options: CallOptions = {}): Promise<AclToken> {
    const { data } = await this.#http.json<AclToken>('/v1/acl/token/self', options)
    return data
  }

  tokens(options?: ReadOptions): Promise<Read<readonly AclToken[]>> {
    return this.#http.read('/v1/acl/tokens', options)
  }

  token(accessorId: string, options?: ReadOptions): Promise<Read<AclToken>> {
    return this.#http.read(path`/v1/acl/token/${accessorId}`, options)
  }

  createToken(token: Partial<AclToken>, options?: CallOptions): Promise<AclToken> {
    return this.#http.write('/v1/acl/token', token, options)
  }

  async deleteToken(accessorId: string, options: CallOptions = {}): Promise<void> {
    await this.#http.json(path`/v1/acl/token/${accessorId}`, { method: 'DELETE', ...options })
  }

  policies(options?: ReadOptions): Promise<Read<readonly AclPolicy[]>> {
    return this.#http.read('/v1/acl/policies', options)
  }

  policy(name: string, options?: ReadOptions): Promise<Read<AclPolicy>> {
    return this.#http.read(path`/v1/acl/policy/${name}`, options)
  }

  async putPolicy(policy: Partial<AclPolicy> & { readonly Name: string }, options: CallOptions = {}): Promise<void> {
    await this.#http.write(path`/v1/acl/policy/${policy.Name}`, policy, options)
  }

  async deletePolicy(name: string, options: CallOptions = {}): Promise<void> {
    await this.#http.json(path`/v1/acl/policy/${name}`, { method: 'DELETE', ...options })
  }

  roles(options?: ReadOptions): Promise<Read<readonly AclRole[]>> {
    return this.#http.read('/v1/acl/roles', options)
  }

  createRole(role: Partial<AclRole>, options?: CallOptions): Promise<AclRole> {
    return this.#http.write('/v1/acl/role', role, options)
  }

  async deleteRole(id: string, options: CallOptions = {}): Promise<void> {
    await this.#http.json(path`/v1/acl/role/${id}`, { method: 'DELETE', ...options })
  }
}
