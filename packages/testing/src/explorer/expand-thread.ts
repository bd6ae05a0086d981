// A thread that expands states: told a world and the shared ways, asked for slices, answers numbers.

import { parentPort, workerData } from 'node:worker_threads'
import { expand } from './expand.ts'
import type { Slice, Task } from './expanders.ts'
import { firstPosition } from './first-position.ts'
import { rolloutManagers, type Searched } from './small-scope.ts'
import { Walker } from './walk.ts'

const { scope, ways }: Task = workerData
const searched: Searched = { scope, managers: rolloutManagers }
const walker = new Walker(searched, ways, firstPosition(searched))
parentPort?.on('message', ({ from, to }: Slice) => {
  parentPort?.postMessage(expand(walker, searched, from, to))
})
