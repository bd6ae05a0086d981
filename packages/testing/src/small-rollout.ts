// A whole rollout as entries: one version that comes up, one that crashes and goes back.

import { type Entry, seconds } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { World } from '@cutover/simulator'

/** The entries of a rollout that fails and goes back, about forty of them, with most shapes of events. */
export function rolloutEntries(): readonly Entry[] {
  const entries: Entry[] = []
  const world = new World({ seed: 'rollout', managers: defaultManagers, onEntry: (entry) => entries.push(entry) })
  world.register(job('24h', 0))
  world.run(seconds(6))
  world.register(job('300ms', 1))
  world.run(seconds(14))
  return entries
}

function job(runFor: string, exitCode: number): object {
  const update = { HealthCheck: 'task_states', MinHealthyTime: 1e9, AutoRevert: true }
  const tasks = [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: runFor, exit_code: exitCode } }]
  const policies = { RestartPolicy: { Attempts: 0, Mode: 'fail' }, ReschedulePolicy: { Attempts: 0, Unlimited: false } }
  return {
    ID: 'web',
    Datacenters: ['*'],
    TaskGroups: [{ Name: 'app', Count: 3, Update: update, ...policies, Tasks: tasks }],
  }
}
