// The public list of the conformance cases.

export { type Area, areas, type Case, Difference, type Need, Skip } from './case.ts'
export type { Driver } from './job-documents.ts'
export { type CaseResult, type ConformanceOptions, conformanceCases, driverOf, runCase, runConformance } from './run.ts'
