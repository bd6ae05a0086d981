// Whether update blocks are refused with exactly the texts that the table of the rules says (semantics/4 §1.8), for blocks at random.

import { initialState } from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import fc from 'fast-check'

const second = 1_000_000_000

const update = fc.record({
  MaxParallel: fc.constantFrom(-1, 0, 1, 2),
  Canary: fc.constantFrom(-2, 0, 0, 1),
  AutoPromote: fc.boolean(),
  HealthCheck: fc.constantFrom('checks', 'task_states', 'manual', 'sometimes'),
  MinHealthyTime: seconds(-1, 0, 10, 300, 600),
  HealthyDeadline: seconds(0, 10, 300, 600, 1_200),
  ProgressDeadline: seconds(-5, 0, 600, 1_200, 1_800),
  Stagger: seconds(0, 30),
})

const sent = fc.record({
  type: fc.constantFrom('service', 'service', 'system', 'batch'),
  update,
  killTimeout: seconds(5, 599, 600, 601, 3_600),
})

type Sent = typeof sent extends fc.Arbitrary<infer T> ? T : never

function seconds(...values: readonly number[]): fc.Arbitrary<number> {
  return fc.constantFrom(...values.map((value) => value * second))
}

/** Answers the first block of which the core says something else. */
export function checkUpdates(): string | undefined {
  for (const one of fc.sample(sent, { numRuns: 400, seed: 7 })) {
    const [told, wanted] = [textsFor(one), wantedTexts(one)]
    if (`${told}` !== `${wanted}`) return `${JSON.stringify(one)}: ${told.join('; ')}, the rules ${wanted.join('; ')}`
  }
  return undefined
}

function textsFor({ type, update: block, killTimeout }: Sent): readonly string[] {
  const task = { Name: 't', Driver: 'mock_driver', Config: {}, KillTimeout: killTimeout }
  const job = { ID: 'job', Type: type, TaskGroups: [{ Name: 'g', Count: 1, Update: block, Tasks: [task] }] }
  const submission = submissionOf(initialState('updates'), { body: { json: { Job: job } } }, 'global')
  if (submission.ok) return []
  const lines = submission.text.split('\n').map((line) => line.replace(/^\t\* /, ''))
  return lines.filter((line) => line !== '' && !/(error|errors) occurred:$/.test(line)).sort()
}

type Table = readonly (readonly [boolean, string])[]

function wantedTexts(sent: Sent): readonly string[] {
  const table = [...textsOfCounts(sent), ...textsOfTimes(sent)]
  return table.flatMap(([isBroken, text]) => (isBroken ? [text] : [])).sort()
}

function textsOfCounts({ type, update: block }: Sent): Table {
  const { MaxParallel, Canary, HealthCheck } = block
  const known = ['checks', 'task_states', 'manual']
  return [
    [type === 'batch', 'Job type "batch" does not allow update block'],
    [!known.includes(HealthCheck), `Invalid health check given: "${HealthCheck}"`],
    [MaxParallel < 0, `Max parallel can not be less than zero: ${MaxParallel} < 0`],
    [Canary < 0, `Canary count can not be less than zero: ${Canary} < 0`],
    [block.AutoPromote && Canary === 0, 'Auto Promote requires a Canary count greater than zero'],
  ]
}

function textsOfTimes({ type, update: block, killTimeout }: Sent): Table {
  const { MinHealthyTime, HealthyDeadline, ProgressDeadline } = block
  const [healthy, deadline, progress] = [MinHealthyTime, HealthyDeadline, ProgressDeadline].map(printed)
  return [
    [MinHealthyTime < 0, `Minimum healthy time may not be less than zero: ${healthy}`],
    [HealthyDeadline <= 0, `Healthy deadline must be greater than zero: ${deadline}`],
    [ProgressDeadline < 0, `Progress deadline must be zero or greater: ${progress}`],
    [
      MinHealthyTime >= HealthyDeadline,
      `Minimum healthy time must be less than healthy deadline: ${healthy} > ${deadline}`,
    ],
    [
      ProgressDeadline !== 0 && HealthyDeadline >= ProgressDeadline,
      `Healthy deadline must be less than progress deadline: ${deadline} > ${progress}`,
    ],
    [block.Stagger <= 0, `Stagger must be greater than zero: ${printed(block.Stagger)}`],
    [
      type === 'service' && ProgressDeadline > 0 && killTimeout > ProgressDeadline,
      `KillTimout (${printed(killTimeout)}) longer than the group's ProgressDeadline (${progress})`,
    ],
  ]
}

// Whole seconds, as Go prints them.
function printed(nanos: number): string {
  const whole = Math.abs(nanos / second)
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60]
  const parts = [hours > 0 ? `${hours}h` : '', hours > 0 || minutes > 0 ? `${minutes}m` : '', `${rest}s`]
  return `${nanos < 0 ? '-' : ''}${parts.join('')}`
}
