// The subpath `lists`: pages of rows, and what an API tells of a job beyond its rows. What a rollout needs of a state is in the index.

export { listAllocations } from './queries/allocations.ts'
export { listDeployments } from './queries/deployments.ts'
export { allocationsOfEvaluation, listEvaluations, relatedEvaluations } from './queries/evaluations.ts'
export { type ListedJob, listJobs, type VersionChoice, versionToCompare } from './queries/jobs.ts'
export { listNodes } from './queries/nodes.ts'
export { filteredPage } from './queries/page.ts'
export { type GroupScale, type ScaleStatus, scaleStatus } from './queries/scale-status.ts'
