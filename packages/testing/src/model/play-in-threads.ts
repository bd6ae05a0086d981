// Histories in bulk, over several threads.

import { Worker } from 'node:worker_threads'
import { threadUrl } from '../thread-url.ts'
import type { Bulk, BulkResult } from './play-many.ts'

/** Splits the seeds among threads; the failure of the lowest seed counts. */
export async function playInThreads(bulk: Bulk, threads: number): Promise<BulkResult> {
  const share = Math.ceil((bulk.to - bulk.from) / threads)
  const parts = Array.from({ length: threads }, (_, number) => {
    const from = bulk.from + number * share
    return inThread({ ...bulk, from, to: Math.min(from + share, bulk.to) })
  })
  const results = await Promise.all(parts)
  return {
    histories: sum(results.map(({ histories }) => histories)),
    commands: sum(results.map(({ commands }) => commands)),
    refusals: sum(results.map(({ refusals }) => refusals)),
    failure: results.find(({ failure }) => failure)?.failure,
  }
}

function inThread(bulk: Bulk): Promise<BulkResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(threadUrl(import.meta.url, './model-thread'), { workerData: bulk })
    worker.on('message', resolve)
    worker.on('error', reject)
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
