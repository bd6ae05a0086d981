// What a life leaves behind in three figures that must be the same on every runtime: seeds are worth nothing otherwise.

import { type Entry, hashState } from '@cutover/core'
import { openStage, StageError } from '../stage.ts'
import { perform } from '../stage-words.ts'
import { yearLines, yearNodes } from './year-lines.ts'

/** Figures of a life. */
export interface LifeHash {
  readonly entries: number
  /** Over every entry, in order. */
  readonly logHash: string
  /** Over the last state. */
  readonly stateHash: string
}

/** Plays the first lines of the life that a seed gives. Needs nothing of a host: it runs in a browser too. */
export function lifeHash(seed: string, lines: number): LifeHash {
  const log = new TextHash()
  let entries = 0
  const onEntry = (entry: Entry): void => {
    entries += 1
    log.add(JSON.stringify(entry, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)))
  }
  const stage = openStage({ nodes: yearNodes, onEntry })
  let left = lines
  for (const line of yearLines(seed)) {
    try {
      perform(stage, line)
    } catch (error) {
      if (!(error instanceof StageError)) throw error
    }
    left -= 1
    if (left <= 0) break
  }
  return { entries, logHash: log.digest(), stateHash: hashState(stage.world.state) }
}

/** Four FNV-1a hashes of 32 bits with bases of their own: enough to tell logs apart, not to withstand anybody. */
class TextHash {
  readonly #parts = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b]

  add(text: string): void {
    for (const [place, part] of this.#parts.entries()) {
      let hash = part
      for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
      this.#parts[place] = hash
    }
  }

  digest(): string {
    return this.#parts.map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('')
  }
}
