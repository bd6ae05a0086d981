// Draws docs/rollout.svg from a real run: three copies of version 0, a version 1 that crashes, and the way back.
// It is run by hand when the drawing changes, with the flags of the script `bench`.

import { writeFileSync } from 'node:fs'
import { type Entry, type State, seconds } from '@cutover/core'
import { Timeline } from '@cutover/core/explain'
import { defaultManagers } from '@cutover/core/managers'
import { drawTimeline, Narrator, World } from '@cutover/simulator'

const timeline = new Timeline()
const narrator = new Narrator()
let before: State | undefined
let recording = false

const world = new World({
  seed: 'picture',
  managers: defaultManagers,
  onEntry: (entry: Entry, after: State) => {
    const words = narrator.tell(entry, before ?? after, after)
    before = after
    if (recording) timeline.add(entry, after, words)
  },
})

recording = true
world.register(job('24h', 0))
world.run(seconds(6))
world.register(job('300ms', 1))
world.run(seconds(14))

const title = 'A rollout that fails and goes back: version 1 crashes, version 0 returns as version 2'
writeFileSync(
  'docs/rollout.svg',
  drawTimeline(timeline, { title, marks: /registered|begins|failed|successful|goes back/ }),
)

function job(runFor: string, exitCode: number): object {
  return {
    ID: 'web',
    Datacenters: ['*'],
    TaskGroups: [
      {
        Name: 'app',
        Count: 3,
        Update: {
          MaxParallel: 1,
          HealthCheck: 'task_states',
          MinHealthyTime: 1e9,
          HealthyDeadline: 60e9,
          ProgressDeadline: 120e9,
          AutoRevert: true,
        },
        RestartPolicy: { Attempts: 0, Mode: 'fail' },
        ReschedulePolicy: { Attempts: 0, Unlimited: false },
        Tasks: [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: runFor, exit_code: exitCode } }],
      },
    ],
  }
}
