// Two promises about rollouts, over the graph of a search. One: from every state in which a rollout goes on, a state without one can be
// reached. Two: whatever happens, none goes on for ever, because no way through such states comes back to where it was.

/** The graph: where the moves of states lead that operators do not have to make. */
export interface Graph {
  /** How many states there are, and how many of them were expanded. */
  readonly states: number
  readonly expanded: number
  /** Not zero where a rollout goes on. */
  readonly rolling: Uint8Array
  /** Pairs: from, to. */
  readonly edges: Uint32Array
}

/** The first expanded state from which no end can be reached. States that were not expanded count as fine. */
export function findStuck(graph: Graph): number | undefined {
  const previous = adjacency(graph, 1)
  const isFine = new Uint8Array(graph.states)
  const open = new Uint32Array(graph.states)
  let waiting = 0
  const admit = (ordinal: number): void => {
    if (isFine[ordinal]) return
    isFine[ordinal] = 1
    open[waiting] = ordinal
    waiting += 1
  }
  for (let ordinal = 0; ordinal < graph.states; ordinal++)
    if (!graph.rolling[ordinal] || ordinal >= graph.expanded) admit(ordinal)
  while (waiting > 0) {
    waiting -= 1
    forEach(previous, open[waiting] ?? 0, admit)
  }
  const stuck = isFine.indexOf(0)
  return stuck < 0 ? undefined : stuck
}

/** A way through states with a rollout that ends where it began; undefined when there is none. */
export function findCycle(graph: Graph): readonly number[] | undefined {
  const next = adjacency(graph, 0)
  const previous = adjacency(graph, 1)
  // Whatever has no move within such states is taken away until nothing more goes: what is left leads to a cycle.
  const left = new Uint32Array(graph.states)
  const open: number[] = []
  for (let ordinal = 0; ordinal < graph.states; ordinal++) {
    forEach(next, ordinal, (to) => {
      if (graph.rolling[to]) left[ordinal] = (left[ordinal] ?? 0) + 1
    })
    if (graph.rolling[ordinal] && left[ordinal] === 0) open.push(ordinal)
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    forEach(previous, at, (from) => {
      left[from] = (left[from] ?? 0) - 1
      if (graph.rolling[from] && left[from] === 0) open.push(from)
    })
  }
  const first = left.findIndex((count, ordinal) => count > 0 && graph.rolling[ordinal] !== 0)
  return first < 0
    ? undefined
    : cycleFrom(first, next, (ordinal) => (left[ordinal] ?? 0) > 0 && graph.rolling[ordinal] !== 0)
}

function cycleFrom(first: number, next: Adjacency, isLeft: (ordinal: number) => boolean): readonly number[] {
  const way: number[] = []
  const seen = new Map<number, number>()
  for (let at = first; !seen.has(at); ) {
    seen.set(at, way.length)
    way.push(at)
    let onward = at
    forEach(next, at, (to) => {
      if (isLeft(to)) onward = to
    })
    at = onward
    if (seen.has(at)) return way.slice(seen.get(at))
  }
  return way
}

interface Adjacency {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

// Side 0: by the state that a move begins in; side 1: by the one that it leads to.
function adjacency({ states, edges }: Graph, side: 0 | 1): Adjacency {
  const starts = new Uint32Array(states + 1)
  for (let edge = side; edge < edges.length; edge += 2) {
    const at = (edges[edge] ?? 0) + 1
    starts[at] = (starts[at] ?? 0) + 1
  }
  for (let at = 1; at <= states; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
  const filled = starts.slice()
  const ends = new Uint32Array(edges.length / 2)
  for (let edge = 0; edge < edges.length; edge += 2) {
    const at = edges[edge + side] ?? 0
    const slot = filled[at] ?? 0
    ends[slot] = edges[edge + 1 - side] ?? 0
    filled[at] = slot + 1
  }
  return { starts, ends }
}

function forEach({ starts, ends }: Adjacency, at: number, visit: (other: number) => void): void {
  for (let slot = starts[at] ?? 0; slot < (starts[at + 1] ?? 0); slot++) visit(ends[slot] ?? 0)
}
