// Room in the store's file ahead of what the store uses. A disk syncs bytes of a file that it has written before with less work than
// bytes that make the file longer: the file system need not note a new length first. The store minds no longer file; zeros are
// only ever written behind its end, and only between two writes of the store.

import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'

/** How far the file of a store reaches, and how much of it is used. */
export interface RoomPorts {
  readonly file: string
  /** The bytes up to the end of the last page that the store uses. */
  readonly used: () => number
}

/** So much at once at least, so that a new log stays small. */
const stepMin = 65_536
/** So much at most: longer steps would hold up everybody else. */
const stepMax = 1_048_576
/** What a write may take beside its bytes: copies of the pages on the way to them. */
const pagesMax = 65_536
/** What it takes for good: most copies take the place of others. */
const pagesKept = 8_192

const zeros = new Uint8Array(stepMin)

/** The one who makes room. Nothing depends on it but speed. */
export class FileRoom {
  readonly #used: () => number
  readonly #file: number
  /** About what is left. */
  #left = 0
  /** Where the file could not be made longer; it is tried again when the store has used more than this. */
  #refusedAt = 0

  constructor({ file, used }: RoomPorts) {
    this.#used = used
    this.#file = openSync(file, 'r+')
  }

  /** Makes sure that a write of so many bytes finds room, if the disk has it. Not to be called while the store writes. */
  provide(bytes: number): void {
    const needed = bytes + pagesMax
    if (this.#left < needed) this.#look(needed)
    this.#left -= bytes + pagesKept
  }

  close(): void {
    closeSync(this.#file)
  }

  #look(needed: number): void {
    const used = this.#used()
    const size = fstatSync(this.#file).size
    this.#left = size - used
    if (this.#left >= needed || used < this.#refusedAt) return
    const step = Math.min(stepMax, Math.max(stepMin, used)) + needed
    try {
      this.#left += this.#lengthen(size, step)
    } catch {
      this.#refusedAt = used + stepMax
    }
  }

  #lengthen(size: number, step: number): number {
    let written = 0
    while (written < step) written += writeSync(this.#file, zeros, 0, zeros.length, size + written)
    return written
  }
}
