// Which name indexes of a group are taken, and which are taken more than once. Rules: semantics/2 §2.4.

/** The indexes in use; mutable, because the placement stage goes on drawing names from it. */
export interface NameIndex {
  /** Everything of a name before its index: `JOB.GROUP[`. */
  readonly prefix: string
  readonly count: number
  readonly taken: Set<number>
  /** Extra copies by index, once there are any: 1 means that two allocations share the index. */
  extra: Map<number, number> | undefined
  readonly keepsTripledNames: boolean
}

/** The index between the brackets of a name; 0 when the name does not have the expected form. */
export function nameIndexOf(name: string, prefixLength: number): number {
  const end = name.length - 1
  let index = 0
  for (let i = prefixLength; i < end; i += 1) {
    const digit = name.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return 0
    index = index * 10 + digit
  }
  return index
}

/** An index with nothing taken. */
export function emptyNameIndex(prefix: string, count: number, keepsTripledNames: boolean): NameIndex {
  return { prefix, count, taken: new Set(), extra: undefined, keepsTripledNames }
}

/** Notes one more allocation under an index. */
export function takeIndex(names: NameIndex, index: number): void {
  if (!names.taken.has(index)) {
    names.taken.add(index)
    return
  }
  names.extra ??= new Map()
  names.extra.set(index, (names.extra.get(index) ?? 0) + 1)
}

/** Notes that an allocation under an index goes. */
export function freeIndex(names: NameIndex, index: number): void {
  const extra = names.extra?.get(index)
  if (extra === undefined) names.taken.delete(index)
  else if (extra === 1) names.extra?.delete(index)
  else if (!names.keepsTripledNames) names.extra?.set(index, extra - 1)
}

/** Whether two or more allocations share an index. */
export function isDuplicateIndex(names: NameIndex, index: number): boolean {
  return names.extra?.has(index) === true
}

/** The indexes that two or more allocations share, ascending. */
export function duplicateIndexes(names: NameIndex): readonly number[] {
  return names.extra === undefined ? [] : [...names.extra.keys()].sort((a, b) => a - b)
}

/** Takes `wanted` names: free indexes below the count first, then 0, 1, 2 … once more. */
export function nextNames(names: NameIndex, wanted: number): readonly string[] {
  const result: string[] = []
  for (let i = 0; i < names.count && result.length < wanted; i += 1) {
    if (!names.taken.has(i)) draw(names, i, result)
  }
  for (let i = 0; result.length < wanted; i += 1) draw(names, i, result)
  return result
}

/**
 * Takes `wanted` names for canaries: the names of allocations that will be replaced, then free names, then names above
 * the count. Names of existing canaries are skipped below the count.
 */
export function nextCanaryNames(
  names: NameIndex,
  wanted: number,
  existing: ReadonlySet<string>,
  replaced: readonly number[],
): readonly string[] {
  const result: string[] = []
  const seen = new Set<number>()
  for (const index of replaced) {
    if (result.length === wanted) return result
    if (index >= names.count || seen.has(index) || existing.has(nameOf(names, index))) continue
    seen.add(index)
    draw(names, index, result)
  }
  for (let i = 0; i < names.count && result.length < wanted; i += 1) {
    if (!names.taken.has(i) && !existing.has(nameOf(names, i))) draw(names, i, result)
  }
  for (let i = names.count; result.length < wanted; i += 1) result.push(nameOf(names, i))
  return result
}

/** The highest taken indexes, at most `wanted`; they are free afterwards. */
export function highestNames(names: NameIndex, wanted: number): ReadonlySet<string> {
  const indexes = [...names.taken].sort((a, b) => b - a)
  const result = new Set<string>()
  for (const index of indexes) {
    if (result.size >= wanted) break
    names.taken.delete(index)
    result.add(nameOf(names, index))
  }
  return result
}

function draw(names: NameIndex, index: number, into: string[]): void {
  into.push(nameOf(names, index))
  names.taken.add(index)
}

function nameOf(names: NameIndex, index: number): string {
  return `${names.prefix}${index}]`
}
