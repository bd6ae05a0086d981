// Finds the innermost place where two trimmed values part, so that a report can name a field instead of printing documents.

/** A place inside a value, and what stands there on both sides. */
export interface Parting {
  readonly path: string
  readonly expected: unknown
  readonly got: unknown
}

/** The first place where the values differ; undefined when they are equal. */
export function firstDifference(expected: unknown, got: unknown, path = ''): Parting | undefined {
  if (Object.is(expected, got)) return undefined
  if (!isContainer(expected) || !isContainer(got) || Array.isArray(expected) !== Array.isArray(got)) {
    return { path, expected, got }
  }
  const left = new Map<string, unknown>(Object.entries(expected))
  const right = new Map<string, unknown>(Object.entries(got))
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const found = firstDifference(
      left.get(key),
      right.get(key),
      `${path}/${nameOf(left.get(key) ?? right.get(key)) ?? key}`,
    )
    if (found) return found
  }
  return undefined
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function nameOf(value: unknown): string | undefined {
  return isContainer(value) && 'Name' in value && typeof value.Name === 'string' ? value.Name : undefined
}
