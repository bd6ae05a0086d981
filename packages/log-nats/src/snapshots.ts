// Snapshots as objects beside the stream: a head, then chunks, each with its length. An object counts once its last part is stored.

import type { Index } from '@cutover/core'
import type { Snapshot, SnapshotChunk } from '@cutover/engine'
import { Codec, newJobList } from '@cutover/record'
import { type ObjectStore, Objm } from '@nats-io/obj'
import type { NatsConnection } from '@nats-io/transport-node'
import type { StreamShape } from './stream.ts'

/** Where snapshots lie. */
export interface SnapshotStore {
  readonly put: (snapshot: Snapshot) => Promise<void>
  /** The one with the highest index, not above `notAbove` when given. */
  readonly latest: (notAbove?: Index) => Promise<Snapshot | undefined>
  /** Drops those below an index. */
  readonly forgetBefore: (index: Index) => Promise<void>
}

const lengthBytes = 4

/** Opens the store of a stream's snapshots, making it when it is new. */
export async function openSnapshots(connection: NatsConnection, shape: StreamShape): Promise<SnapshotStore> {
  const objects = await new Objm(connection).create(`${shape.stream}-snapshots`, {
    storage: 'file',
    replicas: shape.replicas,
  })
  return {
    put: (snapshot) => put(objects, snapshot),
    latest: (notAbove) => latest(objects, notAbove),
    forgetBefore: (index) => forgetBefore(objects, index),
  }
}

async function put(objects: ObjectStore, snapshot: Snapshot): Promise<void> {
  const { index } = snapshot.head
  // Where several servers find a new log, the first to write its beginning decides how it begins.
  if (index > 0) return void (await objects.put({ name: nameOf(index) }, streamOf(parts(snapshot))))
  try {
    await objects.put({ name: nameOf(index) }, streamOf(parts(snapshot)), { previousRevision: 0 })
  } catch (error) {
    if ((await objects.info(nameOf(index))) === null) throw error
  }
}

function streamOf(pieces: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const next = await pieces.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
  })
}

/** The head, then each chunk: its length and its bytes. */
async function* parts(snapshot: Snapshot): AsyncGenerator<Uint8Array, void, undefined> {
  const codec = new Codec(undefined, 'self-contained')
  const jobs = newJobList()
  yield framed(codec.encodeHead({ head: snapshot.head, chunks: 0 }))
  for await (const chunk of snapshot.chunks()) yield framed(codec.encodeChunk(chunk, jobs))
}

function framed(bytes: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(lengthBytes + bytes.length)
  frame.writeUInt32LE(bytes.length, 0)
  frame.set(bytes, lengthBytes)
  return frame
}

async function latest(objects: ObjectStore, notAbove = Number.POSITIVE_INFINITY): Promise<Snapshot | undefined> {
  const index = (await indexes(objects)).findLast((found) => found <= notAbove)
  if (index === undefined) return undefined
  const first = await frames(objects, index).next()
  if (first.done) throw new Error(`snapshot ${index} is empty`)
  const { head } = new Codec(undefined, 'self-contained').decodeHead(first.value)
  return { head, chunks: () => chunks(objects, index) }
}

async function* chunks(objects: ObjectStore, index: Index): AsyncGenerator<SnapshotChunk, void, undefined> {
  const codec = new Codec(undefined, 'self-contained')
  const jobs = newJobList()
  let isHead = true
  for await (const frame of frames(objects, index)) {
    if (!isHead) yield codec.decodeChunk(frame, jobs)
    isHead = false
  }
}

async function* frames(objects: ObjectStore, index: Index): AsyncGenerator<Uint8Array, void, undefined> {
  const found = await objects.get(nameOf(index))
  if (!found) throw new Error(`snapshot ${index} is gone`)
  let rest = Buffer.alloc(0)
  for await (const piece of found.data) {
    rest = Buffer.concat([rest, piece])
    let length = rest.length < lengthBytes ? undefined : rest.readUInt32LE(0)
    while (length !== undefined && rest.length >= lengthBytes + length) {
      yield rest.subarray(lengthBytes, lengthBytes + length)
      rest = rest.subarray(lengthBytes + length)
      length = rest.length < lengthBytes ? undefined : rest.readUInt32LE(0)
    }
  }
  const failure = await found.error
  if (failure) throw new Error(`snapshot ${index} is damaged: ${failure.message}`)
  if (rest.length > 0) throw new Error(`snapshot ${index} is cut short`)
}

async function forgetBefore(objects: ObjectStore, index: Index): Promise<void> {
  for (const old of await indexes(objects)) if (old < index) await objects.delete(nameOf(old))
}

async function indexes(objects: ObjectStore): Promise<readonly Index[]> {
  const all = await objects.list()
  return all
    .filter(({ deleted }) => !deleted)
    .map(({ name }) => Number(name.replace('snapshot-', '')))
    .sort((a, b) => a - b)
}

function nameOf(index: Index): string {
  return `snapshot-${index}`
}
