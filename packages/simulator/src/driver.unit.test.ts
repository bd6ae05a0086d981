// What every driver does with every option that docs/simulator.md names.

import { seconds, zero } from '@cutover/core'
import { expect, test } from 'vitest'
import { type TaskBehaviour, taskBehaviour } from './driver.ts'

const forever = taskBehaviour('anything', null)

test('an unknown driver runs for ever, well, and listens', () => {
  expect(forever).toEqual({
    startError: undefined,
    startErrorRecoverable: false,
    startBlock: zero,
    runFor: undefined,
    exitCode: 0,
    exitSignal: 0,
    exitMessage: '',
    killAfter: zero,
    listens: true,
  })
})

test.each<[option: string, config: Record<string, string | number | boolean>, difference: Partial<TaskBehaviour>]>([
  ['run_for', { run_for: '2500ms' }, { runFor: seconds(2.5) }],
  ['exit_code', { run_for: '1s', exit_code: 3 }, { runFor: seconds(1), exitCode: 3 }],
  ['exit_code as text', { run_for: '1s', exit_code: '3' }, { runFor: seconds(1), exitCode: 3 }],
  ['exit_signal', { run_for: '1s', exit_signal: 9 }, { runFor: seconds(1), exitSignal: 9 }],
  ['exit_err_msg', { run_for: '1s', exit_err_msg: 'no' }, { runFor: seconds(1), exitMessage: 'no' }],
  ['start_error', { run_for: '1s', start_error: 'cannot' }, { runFor: seconds(1), startError: 'cannot' }],
  [
    'start_error_recoverable',
    { run_for: '1s', start_error: 'cannot', start_error_recoverable: true },
    { runFor: seconds(1), startError: 'cannot', startErrorRecoverable: true },
  ],
  ['start_block_for', { run_for: '1s', start_block_for: '3s' }, { runFor: seconds(1), startBlock: seconds(3) }],
  ['kill_after', { run_for: '1s', kill_after: '2s' }, { runFor: seconds(1), killAfter: seconds(2) }],
  [
    'plugin_exit_after, before the end',
    { run_for: '9s', plugin_exit_after: '2s' },
    { runFor: seconds(2), exitCode: 1, exitMessage: 'plugin exited' },
  ],
  ['plugin_exit_after, too late', { run_for: '1s', plugin_exit_after: '2s' }, { runFor: seconds(1) }],
])('mock_driver: %s', (_option, config, difference) => {
  expect(taskBehaviour('mock_driver', config)).toEqual({ ...forever, ...difference })
})

test('mock_driver without an option ends at once', () => {
  expect(taskBehaviour('mock_driver', {})).toEqual({ ...forever, runFor: zero })
})

test.each([
  ['docker', { image: 'redis' }, 'image name required for docker driver'],
  ['podman', { image: 'redis' }, 'image name required for docker driver'],
  ['java', { jar_path: 'a.jar' }, 'jar_path or class must be specified'],
  ['java', { class: 'Main' }, 'jar_path or class must be specified'],
  ['qemu', { image_path: 'a.img' }, 'image_path must be set'],
])('%s runs for ever with %o and fails at start without', (driver, config, startError) => {
  expect(taskBehaviour(driver, config)).toEqual(forever)
  expect(taskBehaviour(driver, {})).toEqual({ ...forever, startError })
})

const deaf = { ...forever, listens: false }

test.each<[words: string, command: string, args: readonly string[], behaviour: TaskBehaviour]>([
  ['sleep 5', 'sleep', ['5'], { ...deaf, runFor: seconds(5) }],
  ['sleep 2m', '/bin/sleep', ['2m'], { ...deaf, runFor: seconds(120) }],
  ['sleep 1.5h', 'sleep', ['1.5h'], { ...deaf, runFor: seconds(5400) }],
  ['sleep infinity', 'sleep', ['infinity'], deaf],
  ['true', 'true', [], { ...deaf, runFor: seconds(0.01) }],
  ['echo', 'echo', ['hello'], { ...deaf, runFor: seconds(0.01) }],
  ['date', '/bin/date', [], { ...deaf, runFor: seconds(0.01) }],
  ['env', 'env', [], { ...deaf, runFor: seconds(0.01) }],
  ['false', '/bin/false', [], { ...deaf, runFor: seconds(0.01), exitCode: 1 }],
  ['exit 7', 'exit', ['7'], { ...deaf, runFor: seconds(0.01), exitCode: 7 }],
  ['sh -c', '/bin/sh', ['-c', 'sleep 3; exit 1'], { ...deaf, runFor: seconds(3) }],
  ['bash -ec', 'bash', ['-ec', 'exit 2'], { ...deaf, runFor: seconds(0.01), exitCode: 2 }],
  ['a server', '/usr/bin/server', ['-port', '80'], forever],
])('exec and raw_exec: %s', (_words, command, args, behaviour) => {
  expect(taskBehaviour('exec', { command, args })).toEqual(behaviour)
  expect(taskBehaviour('raw_exec', { command, args })).toEqual(behaviour)
})

test('a command that is missing or cannot be found fails at start', () => {
  expect(taskBehaviour('exec', {}).startError).toBe('command must be specified')
  expect(taskBehaviour('raw_exec', { command: '/nonexistent' }).startError).toContain('failed to find command')
})
