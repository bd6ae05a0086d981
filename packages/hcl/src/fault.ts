// Why a job file cannot be read: thrown while it is read, and turned into a text with line and column at the door of this package.

/** A fault, and the piece of the file that shows where it is. */
export class Fault extends Error {
  /** A piece of the source as it stands there; empty: the fault tells its place itself. */
  readonly near: string

  constructor(text: string, near = '') {
    super(text)
    this.near = near
  }
}

/** The fault with its place, as HCL's own errors have it: `file:line,from-to: text`. */
export function placed({ message, near }: Fault, file: string, source: string): string {
  const at = near === '' ? -1 : source.indexOf(near)
  if (at < 0) return near === '' ? message : `${file}: ${message}`
  const before = source.slice(0, at).split('\n')
  const column = (before.at(-1) ?? '').length + 1
  const length = near.split('\n')[0]?.length ?? 1
  return `${file}:${before.length},${column}-${column + length}: ${message}`
}
