// The public list of this package.

export { type AttachedFleet, attachFleet } from './attach.ts'
export { Fleet, type FleetOptions } from './fleet.ts'
export { lateLooks } from './late-looks.ts'
export { createLots, type Lots } from './lots.ts'
export { Narrator } from './narrate.ts'
export { type NodeShape, nodeId, nodeRow, nodeShape } from './node-document.ts'
export { recordedServers, type ServerTiming } from './server-timing.ts'
export { shortName } from './short-names.ts'
export { storyLines } from './story-lines.ts'
export { type DrawingOptions, drawTimeline } from './timeline-svg.ts'
export { defaultTiming, type Timing } from './timing.ts'
export { World, type WorldOptions } from './world.ts'
