// The public list of this package.

export { type AttachedFleet, attachFleet } from './attach.ts'
export { commandOfLine, type Names } from './command-words.ts'
export { callOf, type Exchange } from './exchange.ts'
export { Fleet, type FleetOptions } from './fleet.ts'
export { type Gap, ImportedLog, nothingTold } from './import/imported-log.ts'
export { readStreamLine, readToldRows, type ToldBatch, type ToldEvent, type ToldRows } from './import/stream-line.ts'
export { changeJob, describeJob } from './job-words.ts'
export { createLots, type Lots } from './lots.ts'
export { type Exhibit, isSound, playExhibit } from './museum/exhibit.ts'
export { exhibits } from './museum/exhibits.ts'
export { Narrator } from './narrate.ts'
export { type NodeShape, nodeId, nodeRow, nodeShape } from './node-document.ts'
export { type HealthBehaviour, readBehaviour, usualBehaviour } from './odds/health-behaviour.ts'
export { type Odds, OddsCount, odds, type TimeSpread } from './odds/odds.ts'
export { type Outcome, tryOnce } from './odds/trial.ts'
export { type Retold, retell } from './retell/retell.ts'
export { decodeRun, encodeRun, type Shared, type Spoken, spokenOf } from './run-link.ts'
export { recordedServers, type ServerTiming } from './server-timing.ts'
export { shortName } from './short-names.ts'
export { type JobText, openStage, type Stage, StageError, type StageOptions } from './stage.ts'
export { perform } from './stage-words.ts'
export { storyLines } from './story-lines.ts'
export { type DrawingOptions, drawTimeline } from './timeline-svg.ts'
export { defaultTiming, type Timing } from './timing.ts'
export { World, type WorldOptions } from './world.ts'
export { type LifeHash, lifeHash } from './years/life-hash.ts'
export {
  type Played,
  type PlayedChange,
  type PlayOptions,
  type Progress,
  playLines,
  type Watch,
} from './years/play-lines.ts'
export { type Shows, type Shrinking, shrinkLines, shrinkList } from './years/shrink.ts'
export { yearLines, yearNodes } from './years/year-lines.ts'
export { simulateYears, type Years, type YearsOptions } from './years/years.ts'
