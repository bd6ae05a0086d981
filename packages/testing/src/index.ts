// The public list of this package.

export { deploymentIdAt, entriesFrom, entryAt, oddEvaluation, start, stateWithDeployments, statusChange } from './small-states.ts'
export { engineOn, gate, type Gate, rounds, smallLog, statusOf } from './small-engines.ts'
export { type Fault, type FaultLog, faultLog } from './fault-log.ts'
export { logContract, type LogPlace } from './log-contract.ts'
export { ladder, ladderStamp, outcomeOf, type Rung, stateAfter } from './ladder.ts'
export {
  emptyCluster,
  registration,
  smallCluster,
  smallDocument,
  smallIds,
  smallJob,
  smallNode,
} from './small-cluster.ts'
