// Which program replays which recorded set. Sets are named by the first word of their files; a set without a program is
// reported as not replayed. Programs are loaded when they are needed, because some bring a server with them.

import type { ReplayReport } from './report.ts'

/** Replays the lines of one file. */
export type Replay = (lines: Iterable<string>) => ReplayReport | Promise<ReplayReport>

/** Every recorded set, in the order in which they are replayed; undefined where there is no program yet. */
export const registry: ReadonlyMap<string, (() => Promise<Replay>) | undefined> = new Map([
  ['fsm', async (): Promise<Replay> => (await import('./fsm.ts')).replayFsm],
  ['endpoints', async (): Promise<Replay> => (await import('./endpoints.ts')).replayEndpoints],
  ['reconciler', async (): Promise<Replay> => (await import('./reconciler.ts')).replayReconciler],
  ['spec-change', async (): Promise<Replay> => (await import('./spec-change.ts')).replaySpecChange],
  ['jobs', async (): Promise<Replay> => (await import('./jobs.ts')).replayJobs],
  ['reschedule', async (): Promise<Replay> => (await import('./reschedule.ts')).replayReschedule],
  ['rollouts', async (): Promise<Replay> => (await import('./rollouts.ts')).replayRollouts],
  ['http', async (): Promise<Replay> => (await import('../exchanges/http.ts')).replayHttp],
])
