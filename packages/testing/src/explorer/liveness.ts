// From every state with a rollout that goes on, a state without one can be reached. Checked backwards: whatever leads to an end is
// fine, and so is what was not looked at yet.

/** A state of the graph: whether a rollout goes on in it, and where its moves lead. */
export interface Vertex {
  readonly isRolling: boolean
  readonly next: readonly number[]
}

/** The first state, of the `expanded` ones, from which no end can be reached; undefined when there is none. */
export function findStuck(vertices: readonly Vertex[], expanded: number): number | undefined {
  const previous: number[][] = vertices.map(() => [])
  for (const [from, { next }] of vertices.entries()) for (const to of next) previous[to]?.push(from)
  const isFine = vertices.map(({ isRolling }, ordinal) => !isRolling || ordinal >= expanded)
  const open = [...isFine.keys()].filter((ordinal) => isFine[ordinal])
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const from of previous[at] ?? []) {
      if (isFine[from]) continue
      isFine[from] = true
      open.push(from)
    }
  }
  const stuck = isFine.indexOf(false)
  return stuck < 0 ? undefined : stuck
}
