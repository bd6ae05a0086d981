// The public list of this package.

export { deploymentIdAt, stateWithDeployments } from './small-states.ts'
