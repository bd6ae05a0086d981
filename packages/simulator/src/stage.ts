// A stage: a world that is spoken to in words, one line at a time, and that tells its story as lines. Transcripts, the page and
// shared links are all lists of such lines; the same lines give the same log. Time is virtual.

import {
  type Deployment,
  type Entry,
  type Manager,
  type Micros,
  type Refusal,
  type State,
  type Step,
  seconds,
} from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { type Asked, type Exchange, exchangeOf } from './exchange.ts'
import { Narrator } from './narrate.ts'
import { storyLines } from './story-lines.ts'
import { World } from './world.ts'

/** The world of one script. */
export interface Stage {
  readonly world: World
  readonly narrator: Narrator
  /** The instant from which the story counts. */
  readonly start: Micros
  /** Tells of a call of the API that a line amounts to. */
  readonly hear: (asked: Asked, outcome: Step | Refusal) => void
  /** Says something in the story. */
  readonly say: (line: string) => void
  /** The last document registered, by job id. */
  readonly documents: Map<string, JobText>
}

/** A job document as words build it. */
export type JobText = { readonly [key: string]: unknown }

/** A line that makes no sense here: nobody knows the words, or what they name is not there. */
export class StageError extends Error {}

/** How a stage is set up. */
export interface StageOptions {
  /** Default: 3. They have joined before the story begins. */
  readonly nodes?: number
  /** A cluster to go on from, with its own nodes; an empty one by default. */
  readonly state?: State
  /** What ids and lots are drawn from; default `transcript`. */
  readonly seed?: string
  /** Takes every line of the story; default: nobody listens. */
  readonly say?: (line: string) => void
  /** Who reacts to entries; by default the process managers of a rollout. */
  readonly managers?: readonly Manager[]
  /** Takes every call of the API that the lines amount to. */
  readonly onExchange?: (exchange: Exchange) => void
  /** Called for every entry, also for those before the story begins. */
  readonly onEntry?: (entry: Entry, after: State, before: State) => void
}

/** Opens a stage. */
export function openStage({
  nodes = 3,
  seed = 'transcript',
  state,
  say = silent,
  managers = defaultManagers,
  onEntry,
  onExchange,
}: StageOptions = {}): Stage {
  const narrator = new Narrator()
  let start: Micros | undefined
  for (const { id } of oldestFirst(state)) narrator.nameOf(id)
  const world = new World({
    ...(state ? { state } : {}),
    seed,
    managers,
    nodes,
    onEntry: (entry, after, before) => {
      onEntry?.(entry, after, before)
      if (start === undefined) return
      if (say === silent) return nameDeployments(narrator, entry)
      for (const line of storyLines(entry, narrator.tell(entry, before, after), start)) say(line)
    },
  })
  world.run(seconds(0))
  start = world.now
  const hear: Stage['hear'] = (asked, outcome) => {
    const exchange = onExchange && exchangeOf(asked, outcome)
    if (exchange) onExchange(exchange)
  }
  return { world, narrator, start, hear, say, documents: documentsOf(state) }
}

// Stories are costly; without a listener only the short names are given out, in the order in which they would be told.
function nameDeployments(narrator: Narrator, { events }: Entry): void {
  for (const event of events) if (event.type === 'DeploymentCreated') narrator.nameOf(event.deployment.id)
}

function oldestFirst(state: State | undefined): readonly Deployment[] {
  return [...(state?.tables.deployments ?? [])].sort((a, b) => a.createIndex - b.createIndex)
}

// What runs already can be changed by words too.
function documentsOf(state: State | undefined): Map<string, JobText> {
  return new Map([...(state?.tables.jobs ?? [])].map(({ id, document }) => [id, { ...document }]))
}

function silent(): void {
  // Nobody listens.
}
