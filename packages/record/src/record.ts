// The bytes of a batch of entries or of some rows of a snapshot: a checksum, then MessagePack records whose key lists
// ("structures") are kept beside them in the store. The only file where bytes become types.

import type { Entry, Job, JobDocument } from '@cutover/core'
import type { SnapshotChunk, SnapshotHead } from '@cutover/engine'
import { Packr } from 'msgpackr'
import { createChecksum } from './checksum.ts'
import { RecordWriter } from './record-writer.ts'
import { attachJobs, type Detached, detachJobs } from './shared-jobs.ts'

/** Key lists in the store; records of further shapes spell their keys out. */
const structuresMax = 1_024
const headerSize = 4
/** Jobs whose bytes are remembered, so that equal jobs in different batches become one object again. */
const jobsRememberedMax = 4_096

/** The jobs of one batch or of one snapshot, in the order of their numbers. */
export interface JobList {
  readonly jobs: Job[]
  readonly numbers: Map<Job, number>
}

interface Packed extends Detached {
  /** The jobs that the list did not have before. */
  readonly jobs: readonly Uint8Array[]
}

interface PackedJob extends Omit<Job, 'document'> {
  /** The document as JSON text, which is exact for any key and any string; with big integers as MessagePack. */
  readonly document: string | Uint8Array
}

/** Encodes and decodes records; knows the structures of its store. */
export class Codec {
  readonly #records: Packr
  /** Undefined where key lists are not kept. */
  readonly #writer: RecordWriter | undefined
  readonly #maps = new Packr({ useRecords: false, variableMapSize: true, useBigIntExtension: true })
  readonly #checksum: (bytes: Uint8Array) => number = createChecksum()
  readonly #encodedJobs = new WeakMap<Job, Uint8Array>()
  readonly #decodedJobs = new Map<string, Job>()
  #unsaved: Uint8Array | undefined
  #latest: Uint8Array | undefined

  /**
   * `structures` is what `unsavedStructures` gave last, if anything. `self-contained` records spell their key lists out, for
   * places that have nowhere to keep them: any other codec of that kind reads them.
   */
  constructor(structures: Uint8Array | undefined, kind: 'shared' | 'self-contained' = 'shared') {
    this.#latest = structures
    this.#records = new Packr({
      // Asked for, not handed over: only so does msgpackr mark those beyond the 32nd, whose numbers take two bytes.
      getStructures: () => this.#structures(),
      maxSharedStructures: kind === 'shared' ? structuresMax : 0,
      useBigIntExtension: true,
      saveStructures: (changed) => {
        this.#latest = this.#sealed(this.#maps.pack(Array.from(changed)))
        this.#unsaved = this.#latest
        this.#structures()
      },
    })
    this.#writer = kind === 'shared' ? new RecordWriter((value) => this.#records.pack(value)) : undefined
  }

  #structures(): string[][] {
    const keyLists = this.#latest === undefined ? [] : (this.#maps.unpack(this.#checked(this.#latest)) as string[][])
    this.#writer?.learn(keyLists)
    return keyLists
  }

  /** The structures, when records refer to some that are not in the store yet: they must be stored with the next record. */
  get unsavedStructures(): Uint8Array | undefined {
    return this.#unsaved
  }

  /** To be called when what `unsavedStructures` gave is durable. */
  structuresSaved(saved: Uint8Array): void {
    if (this.#unsaved === saved) this.#unsaved = undefined
  }

  /** Whether the bytes are as they were written; a batch that was not written to its end is not. */
  isIntact(bytes: Uint8Array): boolean {
    try {
      return this.#checked(bytes).length > 0
    } catch {
      return false
    }
  }

  encodeBatch(entries: readonly Entry[]): Uint8Array {
    return this.#encode(entries, newJobList())
  }

  /** Throws when the bytes are not what was encoded. */
  decodeBatch(bytes: Uint8Array): readonly Entry[] {
    return this.#decode(bytes, newJobList()) as readonly Entry[]
  }

  /** `list` is the same for all chunks of a snapshot, which must be encoded in order. */
  encodeChunk(chunk: SnapshotChunk, list: JobList): Uint8Array {
    return this.#encode(chunk, list)
  }

  /** `list` is the same for all chunks of a snapshot, which must be decoded in order. */
  decodeChunk(bytes: Uint8Array, list: JobList): SnapshotChunk {
    return this.#decode(bytes, list) as SnapshotChunk
  }

  encodeHead(head: StoredHead): Uint8Array {
    return this.#sealed(this.#maps.pack(head))
  }

  decodeHead(bytes: Uint8Array): StoredHead {
    return this.#maps.unpack(this.#checked(bytes)) as StoredHead
  }

  #encode(value: unknown, list: JobList): Uint8Array {
    const simple: Packed = { value, places: [], jobs: [] }
    const bytes = this.#writer?.pack(simple)
    return bytes ? this.#sealed(bytes) : this.#encodeWithJobs(value, list)
  }

  #encodeWithJobs(value: unknown, list: JobList): Uint8Array {
    const known = list.jobs.length
    const detached = detachJobs(value, (job) => numberOf(list, job))
    const packed: Packed = { ...detached, jobs: list.jobs.slice(known).map((job) => this.#encodeJob(job)) }
    return this.#sealed(this.#records.pack(packed))
  }

  #decode(bytes: Uint8Array, list: JobList): unknown {
    const packed = this.#records.unpack(this.#checked(bytes)) as Packed
    for (const job of packed.jobs) list.jobs.push(this.#decodeJob(job))
    return attachJobs(packed, list.jobs)
  }

  #encodeJob(job: Job): Uint8Array {
    const known = this.#encodedJobs.get(job)
    if (known) return known
    const packed: PackedJob = { ...job, document: this.#encodeDocument(job.document) }
    const bytes = this.#maps.pack(packed)
    this.#encodedJobs.set(job, bytes)
    return bytes
  }

  #decodeJob(bytes: Uint8Array): Job {
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const known = this.#decodedJobs.get(key)
    if (known) return known
    const packed = this.#maps.unpack(bytes) as PackedJob
    const job: Job = { ...packed, document: this.#decodeDocument(packed.document) }
    if (this.#decodedJobs.size >= jobsRememberedMax) this.#decodedJobs.clear()
    this.#decodedJobs.set(key, job)
    return job
  }

  #encodeDocument(document: JobDocument): string | Uint8Array {
    try {
      return JSON.stringify(document)
    } catch {
      // JSON knows no big integers.
      return this.#maps.pack(document)
    }
  }

  #decodeDocument(document: string | Uint8Array): JobDocument {
    return (typeof document === 'string' ? JSON.parse(document) : this.#maps.unpack(document)) as JobDocument
  }

  #sealed(payload: Uint8Array): Uint8Array {
    const bytes = Buffer.allocUnsafe(headerSize + payload.length)
    bytes.writeUInt32LE(this.#checksum(payload), 0)
    bytes.set(payload, headerSize)
    return bytes
  }

  #checked(bytes: Uint8Array): Uint8Array {
    if (bytes.length <= headerSize) throw new Error('record: cut short')
    const payload = bytes.subarray(headerSize)
    const sum = new DataView(bytes.buffer, bytes.byteOffset, headerSize).getUint32(0, true)
    if (sum !== this.#checksum(payload)) throw new Error('record: the checksum does not match')
    return payload
  }
}

/** A snapshot's head as stored, with the number of its chunks. */
export interface StoredHead {
  readonly head: SnapshotHead
  readonly chunks: number
}

/** No jobs yet. */
export function newJobList(): JobList {
  return { jobs: [], numbers: new Map() }
}

function numberOf({ jobs, numbers }: JobList, job: Job): number {
  const known = numbers.get(job)
  if (known !== undefined) return known
  numbers.set(job, jobs.length)
  return jobs.push(job) - 1
}
