// A thread that plays histories in bulk: told which, answers what they came to.

import { parentPort, workerData } from 'node:worker_threads'
import { type Bulk, playMany } from './play-many.ts'

const bulk: Bulk = workerData
parentPort?.postMessage(playMany(bulk))
