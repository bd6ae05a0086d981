// The public list of this package.

export { assertInvariants, type CheckOptions, checkInvariants, type Violation } from '@cutover/invariants'
export { arbitraryPass } from './arbitrary-pass.ts'
export { inBothProfiles, settleNewest } from './both-profiles.ts'
export { ClusterByHand, type HandReport } from './cluster-by-hand.ts'
export { playCluster } from './clusters/random-cluster.ts'
export { type Asked, actorOf, CommandHistory } from './command-history.ts'
export { type ConformancePlace, conformanceSuite } from './conformance-suite.ts'
export { type EnginePlace, engineContract, type Played, playRollouts } from './engine-contract.ts'
export { type Counterexample, type SearchOptions, type SearchResult, search } from './explorer/search.ts'
export { rolloutManagers, type Searched, type SmallScope, smallScopes } from './explorer/small-scope.ts'
export { type Fault, type FaultLog, faultLog } from './fault-log.ts'
export { freeze, freezeStep } from './freeze.ts'
export { declareStable, dispatchJob, revertJob, scaleJob, stopJob, tagVersion } from './hand-commands.ts'
export { type HandGroup, handJob } from './hand-job.ts'
export { arbitraryFaultSchedule } from './histories/arbitrary-faults.ts'
export {
  arbitraryHistory,
  arbitraryState,
  type HistoryOptions,
  stateAfterHistory,
} from './histories/arbitrary-history.ts'
export { arbitraryJob, arbitraryUpdateStrategy, type UpdateStrategy } from './histories/arbitrary-job.ts'
export { arbitraryBehaviour, type Behaved, type Behaviour, playBehaviours } from './histories/behaviour.ts'
export type { Intent } from './histories/intent.ts'
export { ladder, outcomeOf, type Rung } from './ladder.ts'
export { type Reading, readLines } from './languages.ts'
export { type LogPlace, logContract } from './log-contract.ts'
export { playInThreads } from './model/play-in-threads.ts'
export { type Bulk, type BulkResult, playMany } from './model/play-many.ts'
export { type KeptSeed, keptSeeds } from './model/seeds.ts'
export { type MistakeSearch, type SearchTrial, searchMistakes } from './mutations/search-mistakes.ts'
export { copySources, type SourceTree } from './mutations/source-tree.ts'
export { reconciliationLine } from './reconciliation-line.ts'
export { type FaultScope, faultsOf, type ServerFaults } from './server-faults.ts'
export {
  emptyCluster,
  ladderStamp,
  registration,
  smallCluster,
  smallDocument,
  smallIds,
  smallJob,
  smallNode,
  stateAfter,
} from './small-cluster.ts'
export { engineOn, type Gate, gate, rounds, smallLog, statusOf } from './small-engines.ts'
export { rolloutEntries } from './small-rollout.ts'
export { type SmallServer, smallServer } from './small-server.ts'
export {
  deploymentIdAt,
  entriesFrom,
  entryAt,
  oddEvaluation,
  start,
  stateWithDeployments,
  statusChange,
} from './small-states.ts'
export { storageFaultSuite } from './storage-fault-suite.ts'
export { runTranscript } from './transcript.ts'
export { type Belongings, belongingsIn, bodyOf, pathOf, theirSecret, twoNamespaces } from './two-namespaces.ts'
export { type Cleared, clearBlockers } from './waiting/clear-blockers.ts'
export { type Arrival, arbitraryRolloutStory, arrivalsOf, type RolloutStory } from './waiting/rollout-story.ts'
export {
  ago,
  completed,
  type Decisions,
  deployed,
  deploymentOf,
  type FoundFields,
  failed,
  found,
  limit,
  passNow,
  passOver,
  range,
  replaceOther,
  tainted,
  unknownSince,
  type WantedJob,
  wantedJob,
} from './wanted-and-found.ts'
