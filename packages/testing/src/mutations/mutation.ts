// A deliberate mistake: one exact text of the core's sources, and what stands there instead.

/** One mistake, and where recordings are likely to notice it. */
export interface Mutation {
  readonly name: string
  /** The rule that it breaks. */
  readonly rule: string
  /** Below the core's sources. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** The sets to look at first, the likeliest first. */
  readonly sets: readonly string[]
}

/** The file's text with the mistake in it. Throws when the text to replace is not there exactly once. */
export function mutated({ name, file, find, replace }: Mutation, source: string): string {
  const parts = source.split(find)
  if (parts.length !== 2) throw new Error(`${name}: its text occurs ${parts.length - 1} times in ${file}`)
  return parts.join(replace)
}
