// Typed calls of Nomad's API, grouped by what they are about. Uses fetch alone, so it works in browsers as well.

import { Allocations, Evaluations, Namespaces, Nodes } from './cluster.ts'
import { type Deployments, deploymentCalls } from './deployments.ts'
import { type EventBatch, eventStream, type StreamOptions } from './event-stream.ts'
import { type ClientOptions, HttpClient } from './http-client.ts'
import { Jobs } from './jobs.ts'
import { Acl, System } from './system.ts'
import { Variables } from './variables.ts'

/** A client for one server. */
export class Client {
  /** For calls that have no method here. */
  readonly http: HttpClient
  readonly deployments: Deployments
  readonly jobs: Jobs
  readonly allocations: Allocations
  readonly evaluations: Evaluations
  readonly nodes: Nodes
  readonly namespaces: Namespaces
  readonly variables: Variables
  readonly system: System
  readonly acl: Acl

  constructor(options: ClientOptions = {}) {
    this.http = new HttpClient(options)
    this.deployments = deploymentCalls(this.http)
    this.jobs = new Jobs(this.http)
    this.allocations = new Allocations(this.http)
    this.evaluations = new Evaluations(this.http)
    this.nodes = new Nodes(this.http)
    this.namespaces = new Namespaces(this.http)
    this.variables = new Variables(this.http)
    this.system = new System(this.http)
    this.acl = new Acl(this.http)
  }

  /** Follows the event stream. */
  events(options: StreamOptions = {}): AsyncGenerator<EventBatch, void, undefined> {
    return eventStream(this.http, options)
  }
}
