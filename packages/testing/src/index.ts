// The public list of this package.

export { deploymentIdAt, oddEvaluation, stateWithDeployments } from './small-states.ts'
export { entriesFrom, entryAt, logContract, type LogPlace } from './log-contract.ts'
