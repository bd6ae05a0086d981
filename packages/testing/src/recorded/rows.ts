// Reads recorded rows into the rows of the state: as any rows of Nomad's.

export {
  readAllocation,
  readDeployment,
  readDocument,
  readEvaluation,
  readJob,
  readNode,
} from '@cutover/core/nomad-rows'
