// Chooses the node of one placement: feasible nodes in an arbitrary but repeatable order, the best of the first few
// that fit. Answers with Nomad's metrics either way. Rules: semantics/2 §4.4, semantics/4 §5.7.

import type { Allocation } from '../entities/allocation.ts'
import type { Node } from '../entities/node.ts'
import type { GroupDocument, JobDocument } from '../job-document/document.ts'
import type { JsonObject } from '../json.ts'
import { elementAt } from '../order.ts'

import { affinityOf } from './affinity.ts'
import { infeasibility } from './feasible.ts'
import { type Census, type Metric, metricJson, newMetric, noteExhausted, noteFiltered } from './metric.ts'
import { offerPorts, type PortOffer } from './ports.ts'
import { type Amounts, add, allocatedResources, capacity, exhaustedDimension, groupAmounts } from './resources.ts'
import { type Score, scoreNode } from './score.ts'
import { type Staging, viewOf } from './staging.ts'

/** One placement to find a node for. */
export interface Wish {
  readonly document: JobDocument
  readonly group: GroupDocument
  /** Candidates in the order in which they are tried; a preferred node is put first by the caller. */
  readonly nodes: readonly Node[]
  /** How many candidates there are in each datacenter. */
  readonly census: Census
  /** Tried before all others, and taken if it fits. */
  readonly preferred: Node | undefined
  /** Nodes that failed an allocation before this one. */
  readonly penalties: ReadonlySet<string>
  readonly isBatch: boolean
}

/** A node, or none, and what was seen on the way. */
export interface Selection {
  readonly node: Node | undefined
  readonly metric: JsonObject
  /** What an allocation would get there. */
  readonly resources: JsonObject
}

interface Candidate {
  readonly node: Node
  readonly ports: PortOffer
  readonly score: Score
}

/** How many poor candidates may be passed over in the hope of a better one. */
const skipsMax = 3

/** The best node for the wish, if any fits. */
export function selectNode(staging: Staging, wish: Wish): Selection {
  const preferred = wish.preferred && tryNodes(staging, wish, [wish.preferred])
  return preferred?.node ? preferred : tryNodes(staging, wish, wish.nodes)
}

function tryNodes(staging: Staging, wish: Wish, nodes: readonly Node[]): Selection {
  const metric = newMetric(wish.document, wish.census)
  const candidates: Candidate[] = []
  const limit = candidateLimit(wish)
  let skipped = 0
  for (const node of fromOffset(staging, nodes)) {
    const candidate = judge(staging, { wish, node, metric })
    if (!candidate) continue
    const poor = candidate.score.norm <= 0 && skipped < skipsMax
    if (poor) skipped += 1
    candidates.push(candidate)
    if (candidates.length - skipped >= limit) break
  }
  candidates.sort((a, b) => b.score.norm - a.score.norm)
  const [best] = candidates
  const resources = allocatedResources(wish.group, best?.ports)
  return { node: best?.node, metric: metricJson(metric, wish.group, candidates), resources }
}

// Each search goes on where the last one stopped, so that a few candidates for each still reach every node in turn.
function* fromOffset(staging: Staging, nodes: readonly Node[]): Iterable<Node> {
  const start = staging.offset
  for (let step = 0; step < nodes.length; step += 1) {
    staging.offset = (start + step + 1) % nodes.length
    yield elementAt(nodes, (start + step) % nodes.length)
  }
}

// A batch job looks at two nodes, a service at the binary logarithm of all; affinities and spreads look at every node.
function candidateLimit({ document, group, nodes, isBatch }: Wish): number {
  const weighs = [document, group].some((level) => listed(level['Affinities']) || listed(level['Spreads']))
  if (weighs) return nodes.length
  let logarithm = 0
  while (2 ** logarithm < nodes.length) logarithm += 1
  return isBatch ? 2 : Math.max(2, logarithm)
}

function listed(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

interface Judgement {
  readonly wish: Wish
  readonly node: Node
  readonly metric: Metric
}

function judge(staging: Staging, { wish, node, metric }: Judgement): Candidate | undefined {
  metric.evaluated += 1
  const { present, used: taken } = viewOf(staging, node.id)
  const why = infeasibility(staging, { node, present, ...wish })
  if (why !== undefined) return noteFiltered(metric, node, why)
  const asked = groupAmounts(wish.group)
  const used = add(taken, asked)
  const total = capacity(node)
  const dimension = exhaustedDimension(used, total)
  if (dimension !== undefined) return noteExhausted(metric, { node, dimension })
  const ports = offerPorts(wish.group, node, present)
  if (!ports) return noteExhausted(metric, { node, dimension: 'network: port collision' })
  return { node, ports, score: suitability(staging, wish, { node, present, used, total }) }
}

interface Found {
  readonly node: Node
  readonly present: readonly Allocation[]
  readonly used: Amounts
  readonly total: Amounts
}

function suitability({ finds }: Staging, wish: Wish, { node, present, used, total }: Found): Score {
  const siblings = present.filter(
    (allocation) => allocation.jobId === wish.document.ID && allocation.group === wish.group.Name,
  ).length
  return scoreNode({
    used,
    total,
    siblings,
    desiredCount: wish.group.Count,
    penalty: wish.penalties.has(node.id),
    affinity: affinityOf(node, wish, finds),
  })
}
