// Job documents from short words: `3 × app, max_parallel 1, canary 1; 2 × worker`.

import { type JobText, StageError } from './stage.ts'

type Mutable = { [key: string]: unknown }

/** A job of these groups. Times are short, so that stories are: healthy after one second. */
export function describeJob(id: string, text: string): JobText {
  const job: Mutable = { ID: id, Type: 'service', Datacenters: ['*'], TaskGroups: [] }
  return {
    ...job,
    TaskGroups: text.split(';').map((group) => describeGroup(job, group.trim())),
    Type: job['Type'] ?? 'service',
    ...jobWords(job),
  }
}

/** The last document of a job with some words changed; for all groups, or behind `group NAME:` for one. */
export function changeJob(before: JobText | undefined, text: string): JobText {
  if (!before) throw new StageError('nothing was registered under that id')
  const job: Mutable = structuredClone(before)
  const [, only, rest = text] = /^group (\S+): (.+)$/.exec(text) ?? []
  for (const group of groupsOf(job))
    if (only === undefined || group['Name'] === only) for (const word of listOf(rest)) applyWord(job, group, word)
  return job
}

function jobWords(job: Mutable): Mutable {
  return Object.fromEntries(Object.entries(job).filter(([key]) => key === 'Priority' || key === 'Meta'))
}

function describeGroup(job: Mutable, text: string): Mutable {
  const [head = '', ...rest] = listOf(text)
  const [, count = '1', name = 'app'] = /^(\d+) × (\S+)$/.exec(head) ?? []
  const group: Mutable = {
    Name: name,
    Count: Number(count),
    Update: {
      MaxParallel: 1,
      HealthCheck: 'task_states',
      MinHealthyTime: 1e9,
      HealthyDeadline: 60e9,
      ProgressDeadline: 120e9,
    },
    RestartPolicy: { Attempts: 0, Mode: 'fail' },
    ReschedulePolicy: { Delay: 5e9, DelayFunction: 'constant', Unlimited: true },
    Tasks: [
      { Name: 'main', Driver: 'mock_driver', Config: { run_for: '24h' }, Resources: { CPU: 100, MemoryMB: 100 } },
    ],
  }
  for (const word of rest) applyWord(job, group, word)
  return group
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((word) => word.trim())
}

const groupWords: readonly (readonly [RegExp, (group: Mutable, value: string, job: Mutable) => void])[] = [
  [/^(\d+) copies$/, (group, count) => set(group, 'Count', Number(count))],
  [/^max_parallel (\d+)$/, (group, value) => update(group, 'MaxParallel', Number(value))],
  [/^canary (\d+)$/, (group, value) => update(group, 'Canary', Number(value))],
  [/^(auto_promote)$/, (group) => update(group, 'AutoPromote', true)],
  [/^(auto_revert)$/, (group) => update(group, 'AutoRevert', true)],
  [/^(manual health)$/, (group) => update(group, 'HealthCheck', 'manual')],
  [/^progress deadline (\d+)s$/, (group, value) => deadline(group, Number(value))],
  [/^(no progress deadline)$/, (group) => update(group, 'ProgressDeadline', 0)],
  [/^healthy after (\d+)s$/, (group, value) => update(group, 'MinHealthyTime', Number(value) * 1e9)],
  [/^(no update block)$/, (group) => update(group, 'MaxParallel', 0)],
  [/^rev (\S+)$/, (group, value) => task(group, 'Env', { REV: value })],
  [/^kill timeout (\d+)s$/, (group, value) => task(group, 'KillTimeout', Number(value) * 1e9)],
  [/^(crashes)$/, (group) => task(group, 'Config', { run_for: '100ms', exit_code: 1 })],
  [/^crashes after (\S+)$/, (group, value) => task(group, 'Config', { run_for: value, exit_code: 1 })],
  [/^ends after (\S+)$/, (group, value) => task(group, 'Config', { run_for: value })],
  [/^(runs)$/, (group) => task(group, 'Config', { run_for: '24h' })],
  [/^starts after (\S+)$/, (group, value) => task(group, 'Config', { run_for: '24h', start_block_for: value })],
  [/^(does not start)$/, (group) => task(group, 'Config', { start_error: 'no such image' })],
  [/^(no reschedules)$/, (group) => set(group, 'ReschedulePolicy', { Attempts: 0, Unlimited: false })],
  [
    /^reschedule (\d+) times$/,
    (group, value) =>
      set(group, 'ReschedulePolicy', {
        Attempts: Number(value),
        Interval: 3600e9,
        Unlimited: false,
        Delay: 5e9,
        DelayFunction: 'constant',
      }),
  ],
  [
    /^(patient reschedules)$/,
    (group) =>
      set(group, 'ReschedulePolicy', {
        Delay: 30e9,
        DelayFunction: 'exponential',
        MaxDelay: 3600e9,
        Unlimited: true,
      }),
  ],
  [/^needs (\d+) MHz$/, (group, value) => task(group, 'Resources', { CPU: Number(value), MemoryMB: 100 })],
  [/^lost after (\d+)s$/, (group, value) => set(group, 'Disconnect', { LostAfter: Number(value) * 1e9 })],
  [/^type (\S+)$/, (group, value, job) => jobType(group, value, job)],
  [/^priority (\d+)$/, (_group, value, job) => set(job, 'Priority', Number(value))],
]

function set(target: Mutable, key: string, value: unknown): void {
  target[key] = value
}

function applyWord(job: Mutable, group: Mutable, word: string): void {
  for (const [pattern, act] of groupWords) {
    const match = pattern.exec(word)
    if (!match) continue
    act(group, match[1] ?? '', job)
    return
  }
  throw new StageError(`a transcript does not know this of a group: ${word}`)
}

function jobType(group: Mutable, type: string, job: Mutable): void {
  job['Type'] = type
  if (type !== 'service') delete group['ReschedulePolicy']
  if (type === 'batch' || type === 'sysbatch') delete group['Update']
}

function update(group: Mutable, key: string, value: unknown): void {
  group['Update'] = { ...asObject(group['Update']), [key]: value }
}

function deadline(group: Mutable, value: number): void {
  update(group, 'ProgressDeadline', value * 1e9)
  update(group, 'HealthyDeadline', (value / 2) * 1e9)
}

function task(group: Mutable, key: string, value: unknown): void {
  const tasks = Array.isArray(group['Tasks']) ? group['Tasks'] : []
  group['Tasks'] = tasks.map((each) => ({ ...asObject(each), [key]: value }))
}

function groupsOf(job: Mutable): readonly Mutable[] {
  return Array.isArray(job['TaskGroups']) ? job['TaskGroups'] : []
}

function asObject(value: unknown): Mutable {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
