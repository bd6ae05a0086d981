// Writes values as MessagePack records byte by byte as msgpackr does, for values whose key lists it has seen before: most of what
// a log takes is that, and one pass that knows nothing else is several times faster. All others are left to msgpackr.

import { holdsJob, isJob } from './shared-jobs.ts'

/** Packs any value on its own. */
export type Pack = (value: unknown) => Uint8Array

/** Records are numbered from here on in the order of their key lists; those from the second on take two bytes. */
const firstNumber = 0x40
const firstLongNumber = 0x60
/** Strings so short are written here, longer ones are handed over. */
const shortMax = 0x40
/** What any value but a string takes at most, and any header. */
const smallMax = 16

/** A known key list. */
class Shape {
  readonly number: number
  readonly isJob: boolean
  /** What was written of it last, when, and where it lies. */
  latest: object | undefined
  latestPack = 0
  latestFrom = 0
  latestTo = 0

  constructor(number: number, keys: readonly string[]) {
    this.number = number
    this.isJob = isJob(Object.fromEntries(keys.map((key) => [key, null])))
  }
}

/** The keys so far of some key lists. */
class Prefix {
  readonly next = new Map<string, Prefix>()
  shape: Shape | undefined
  /** Where the last one that came here went on. */
  latestKey = ''
  latest: Prefix | undefined
}

/** The one who writes records. */
export class RecordWriter {
  readonly #pack: Pack
  readonly #shapes = new Prefix()
  #known = 0
  #bytes = Buffer.allocUnsafe(65_536)
  #view = viewOf(this.#bytes)
  #position = 0
  #packs = 0
  #hasJob = false

  /** `pack` is for what is not known here. */
  constructor(pack: Pack) {
    this.#pack = pack
  }

  /** Takes in the key lists, in the order of their numbers: those of before and further ones. */
  learn(keyLists: readonly (readonly string[])[]): void {
    for (const [place, keys] of keyLists.entries()) {
      if (place < this.#known) continue
      let prefix = this.#shapes
      for (const key of keys) {
        const next = prefix.next.get(key) ?? new Prefix()
        prefix.next.set(key, next)
        prefix = next
      }
      prefix.shape = new Shape(firstNumber + place, keys)
    }
    this.#known = Math.max(this.#known, keyLists.length)
  }

  /** The bytes, good until the next call; undefined when the value holds a job. */
  pack(value: object): Uint8Array | undefined {
    this.#position = 0
    this.#packs += 1
    this.#hasJob = false
    this.#write(value)
    return this.#hasJob ? undefined : this.#bytes.subarray(0, this.#position)
  }

  #write(value: unknown): void {
    if (typeof value === 'string') this.#writeString(value)
    else if (typeof value === 'number') this.#writeNumber(value)
    else if (Array.isArray(value)) this.#writeList(value)
    else if (isPlain(value)) this.#writeObject(value)
    else this.#writeForeign(value)
  }

  #writeObject(value: Record<string, unknown>): void {
    const shape = this.#shapeOf(value)
    if (shape === undefined) return void this.#writeForeign(value)
    if (shape.isJob) this.#hasJob = true
    if (this.#hasJob || this.#repeats(shape, value)) return
    const from = this.#position
    this.#writeRecordNumber(shape.number)
    for (const key in value) this.#write(value[key])
    shape.latest = value
    shape.latestPack = this.#packs
    shape.latestFrom = from
    shape.latestTo = this.#position
  }

  #shapeOf(value: Record<string, unknown>): Shape | undefined {
    let prefix = this.#shapes
    for (const key in value) {
      if (prefix.latestKey !== key || prefix.latest === undefined) {
        const next = prefix.next.get(key)
        if (next === undefined) return undefined
        prefix.latestKey = key
        prefix.latest = next
      }
      prefix = prefix.latest
    }
    return prefix.shape
  }

  /** What is equal to the last of its shape, as causes are, is copied. */
  #repeats(shape: Shape, value: Record<string, unknown>): boolean {
    const { latest, latestFrom, latestTo } = shape
    if (latest === undefined || shape.latestPack !== this.#packs || !isPlain(latest)) return false
    for (const key in value) if (value[key] !== latest[key]) return false
    this.#provide(latestTo - latestFrom)
    this.#bytes.copyWithin(this.#position, latestFrom, latestTo)
    this.#position += latestTo - latestFrom
    return true
  }

  #writeRecordNumber(number: number): void {
    this.#provide(smallMax)
    if (number < firstLongNumber) {
      this.#bytes[this.#position++] = number
      return
    }
    const rest = number - firstLongNumber
    this.#bytes[this.#position++] = firstLongNumber + (rest & 0x1f)
    this.#bytes[this.#position++] = rest >> 5
  }

  #writeList(list: readonly unknown[]): void {
    const { length } = list
    this.#provide(smallMax)
    if (length < 0x10) this.#bytes[this.#position++] = 0x90 | length
    else if (length < 0x1_0000) this.#writeTagged(0xdc, 2, length)
    else this.#writeTagged(0xdd, 4, length)
    for (let place = 0; place < length && !this.#hasJob; place++) this.#write(list[place])
  }

  #writeTagged(tag: number, size: 1 | 2 | 4, value: number): void {
    this.#bytes[this.#position] = tag
    if (size === 1) this.#bytes[this.#position + 1] = value
    else if (size === 2) this.#view.setUint16(this.#position + 1, value)
    else this.#view.setUint32(this.#position + 1, value)
    this.#position += 1 + size
  }

  #writeNumber(value: number): void {
    if (value >>> 0 !== value) return void this.#writeOtherNumber(value)
    this.#provide(smallMax)
    if (value < 0x40) this.#bytes[this.#position++] = value
    else if (value < 0x100) this.#writeTagged(0xcc, 1, value)
    else if (value < 0x1_0000) this.#writeTagged(0xcd, 2, value)
    else this.#writeTagged(0xce, 4, value)
  }

  #writeOtherNumber(value: number): void {
    if (value >> 0 === value) return void this.#writeForeign(value)
    this.#provide(smallMax)
    this.#bytes[this.#position] = 0xcb
    this.#view.setFloat64(this.#position + 1, value)
    this.#position += 9
  }

  #writeString(value: string): void {
    const { length } = value
    if (length >= shortMax) return void this.#writeForeign(value)
    this.#provide(smallMax + length)
    const bytes = this.#bytes
    let position = this.#position + (length < 0x20 ? 1 : 2)
    for (let place = 0; place < length; place++) {
      const unit = value.charCodeAt(place)
      if (unit >= 0x80) return void this.#writeForeign(value)
      bytes[position++] = unit
    }
    if (length < 0x20) bytes[this.#position] = 0xa0 | length
    else {
      bytes[this.#position] = 0xd9
      bytes[this.#position + 1] = length
    }
    this.#position = position
  }

  #writeForeign(value: unknown): void {
    if (typeof value === 'object' && value !== null && holdsJob(value)) {
      this.#hasJob = true
      return
    }
    const bytes = this.#pack(value)
    this.#provide(bytes.length)
    this.#bytes.set(bytes, this.#position)
    this.#position += bytes.length
  }

  #provide(size: number): void {
    if (this.#position + size <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.#position + size))
    larger.set(this.#bytes.subarray(0, this.#position))
    this.#bytes = larger
    this.#view = viewOf(larger)
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && value.constructor === Object
}
