// What a search for a node has seen, in Nomad's form (`AllocMetric`). Rules: semantics/4 §5.7.

import type { Node } from '../entities/node.ts'
import type { GroupDocument, JobDocument } from '../job-document/document.ts'
import type { Json, JsonObject } from '../json.ts'
import { type Amounts, asObject, numberOf } from './resources.ts'
import type { Score } from './score.ts'

/** Counts while searching; turned into JSON at the end. */
export interface Metric {
  readonly pool: string
  readonly inPool: number
  readonly available: ReadonlyMap<string, number>
  evaluated: number
  filtered: number
  exhausted: number
  readonly constraintFiltered: Map<string, number>
  readonly classFiltered: Map<string, number>
  readonly classExhausted: Map<string, number>
  readonly dimensionExhausted: Map<string, number>
}

/** How many nodes may be searched, in all and by datacenter. */
export interface Census {
  readonly nodes: number
  readonly datacenters: ReadonlyMap<string, number>
}

/** Counts the nodes that may be searched. */
export function takeCensus(nodes: readonly Node[]): Census {
  const datacenters = new Map<string, number>()
  for (const node of nodes) count(datacenters, node.datacenter)
  return { nodes: nodes.length, datacenters }
}

/** An empty count for a search over so many nodes. */
export function newMetric(document: JobDocument, census: Census): Metric {
  return {
    pool: document.NodePool,
    inPool: census.nodes,
    available: census.datacenters,
    evaluated: 0,
    filtered: 0,
    exhausted: 0,
    constraintFiltered: new Map(),
    classFiltered: new Map(),
    classExhausted: new Map(),
    dimensionExhausted: new Map(),
  }
}

/** Counts a node that was rejected by a constraint. */
export function noteFiltered(metric: Metric, node: Node, why: string): undefined {
  metric.filtered += 1
  count(metric.constraintFiltered, why)
  if (node.nodeClass !== '') count(metric.classFiltered, node.nodeClass)
}

/** One node without room. */
export interface Exhaustion {
  readonly node: Node
  readonly dimension: keyof Amounts | 'network: port collision'
}

/** Counts a node that lacks room. */
export function noteExhausted(metric: Metric, { node, dimension }: Exhaustion): undefined {
  metric.exhausted += 1
  count(metric.dimensionExhausted, dimension)
  if (node.nodeClass !== '') count(metric.classExhausted, node.nodeClass)
}

/** A node that would do, and how well. */
export interface Ranked {
  readonly node: Node
  readonly score: Score
}

/** The count in Nomad's form, best five candidates included. */
export function metricJson(metric: Metric, group: GroupDocument, ranked: readonly Ranked[]): JsonObject {
  const placed = ranked.length > 0
  return {
    NodesEvaluated: metric.evaluated,
    NodesFiltered: metric.filtered,
    NodesInPool: metric.inPool,
    NodePool: metric.pool,
    NodesAvailable: object(metric.available) ?? {},
    ClassFiltered: object(metric.classFiltered),
    ConstraintFiltered: object(metric.constraintFiltered),
    NodesExhausted: metric.exhausted,
    ClassExhausted: object(metric.classExhausted),
    DimensionExhausted: object(metric.dimensionExhausted),
    QuotaExhausted: null,
    ResourcesExhausted: placed ? null : exhaustedResources(group, metric.dimensionExhausted, 1),
    Scores: null,
    ScoreMetaData: placed ? ranked.slice(0, 5).map(({ node, score }) => scoreJson(node, score)) : null,
    AllocationTime: 0,
    CoalescedFailures: 0,
  }
}

/** The metric of a failure with one more allocation of the group that was not even tried. */
export function coalesce(metric: JsonObject, group: GroupDocument): JsonObject {
  const failures = numberOf(metric['CoalescedFailures']) + 1
  const dimensions = new Map(Object.entries(asObject(metric['DimensionExhausted'])))
  const ResourcesExhausted = exhaustedResources(group, dimensions, failures + 1)
  return { ...metric, CoalescedFailures: failures, ResourcesExhausted }
}

// What so many allocations lack, by task: only what is short is filled in.
function exhaustedResources(
  group: GroupDocument,
  dimensions: ReadonlyMap<string, unknown>,
  times: number,
): JsonObject | null {
  const isShort = dimensions.has('cpu') || dimensions.has('memory')
  if (!isShort) return null
  return Object.fromEntries(
    group.Tasks.map(({ Name, Resources }) => [
      Name,
      {
        ...emptyResources,
        CPU: dimensions.has('cpu') ? Resources.CPU * times : 0,
        MemoryMB: dimensions.has('memory') ? Resources.MemoryMB * times : 0,
      },
    ]),
  )
}

const emptyResources: JsonObject = {
  CPU: 0,
  Cores: 0,
  MemoryMB: 0,
  MemoryMaxMB: 0,
  DiskMB: 0,
  IOPS: 0,
  SecretsMB: 0,
  Networks: null,
  Devices: null,
  NUMA: null,
}

function scoreJson(node: Node, score: Score): JsonObject {
  return {
    NodeID: node.id,
    NormScore: score.norm,
    Scores: {
      binpack: score.binpack,
      'job-anti-affinity': score.jobAntiAffinity,
      'node-affinity': score.affinity,
      'node-reschedule-penalty': score.reschedulePenalty,
    },
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function object(counts: ReadonlyMap<string, Json>): JsonObject | null {
  return counts.size === 0 ? null : Object.fromEntries(counts)
}
