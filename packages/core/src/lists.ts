// The subpath `lists`: pages of rows, and what an API tells of a job beyond its rows. What a rollout needs of a state is in the index.

export { uuidPrefixFault } from './entities/uuid.ts'
export { allocationsOfNode, findAllocation, listAllocations } from './queries/allocations.ts'
export { allocationsOfDeployment, deploymentsOfJob, findDeployment, listDeployments } from './queries/deployments.ts'
export { allocationsOfEvaluation, findEvaluation, listEvaluations, relatedEvaluations } from './queries/evaluations.ts'
export {
  allocationsOfJob,
  evaluationsOfJob,
  findJob,
  findSummary,
  findVersions,
  type ListedJob,
  listJobs,
  type VersionChoice,
  versionToCompare,
} from './queries/jobs.ts'
export { findNode, listNodes } from './queries/nodes.ts'
export { filteredPage } from './queries/page.ts'
export { type GroupScale, type ScaleStatus, scaleStatus } from './queries/scale-status.ts'
