// Checks a group's policies: restart, update, migrate, disconnect. Rules: semantics/4 §1.8, group blocks in their
// order.

import type {
  DisconnectDocument,
  MigrateDocument,
  RestartPolicyDocument,
  UpdateDocument,
} from '../job-document/document.ts'
import { printDuration } from '../job-document/durations.ts'
import { broken, quote } from './texts.ts'

const minimumInterval = 5_000_000_000

export function checkRestart({ Mode, Attempts, Interval, Delay }: RestartPolicyDocument): readonly string[] {
  const interval = printDuration(Interval)
  const delay = printDuration(Delay)
  return broken([
    [Mode !== 'delay' && Mode !== 'fail', `Unsupported restart mode: ${quote(Mode)}`],
    [Attempts === 0 && Mode !== 'fail', `Restart policy ${quote(Mode)} with 0 attempts is ambiguous`],
    [Interval < minimumInterval, `Interval can not be less than 5s (got ${interval})`],
    [
      Number(Attempts) * Number(Delay) > Interval,
      `Nomad can't restart the TaskGroup ${Attempts} times in an interval of ${interval} with a delay of ${delay}`,
    ],
  ])
}

export function checkUpdate(update: UpdateDocument, type: string): readonly string[] {
  const { HealthCheck, MaxParallel, Canary, AutoPromote, Stagger } = update
  const healthy = printDuration(update.MinHealthyTime)
  const deadline = printDuration(update.HealthyDeadline)
  const progress = printDuration(update.ProgressDeadline)
  const isHealthCheck = HealthCheck === 'checks' || HealthCheck === 'task_states' || HealthCheck === 'manual'
  return broken([
    [type !== 'service' && type !== 'system', `Job type ${quote(type)} does not allow update block`],
    [!isHealthCheck, `Invalid health check given: ${quote(HealthCheck)}`],
    [MaxParallel < 0, `Max parallel can not be less than zero: ${MaxParallel} < 0`],
    [Canary < 0, `Canary count can not be less than zero: ${Canary} < 0`],
    [Canary === 0 && AutoPromote, 'Auto Promote requires a Canary count greater than zero'],
    [update.MinHealthyTime < 0, `Minimum healthy time may not be less than zero: ${healthy}`],
    [update.HealthyDeadline <= 0, `Healthy deadline must be greater than zero: ${deadline}`],
    [update.ProgressDeadline < 0, `Progress deadline must be zero or greater: ${progress}`],
    [
      update.MinHealthyTime >= update.HealthyDeadline,
      `Minimum healthy time must be less than healthy deadline: ${healthy} > ${deadline}`,
    ],
    [
      update.ProgressDeadline !== 0 && update.HealthyDeadline >= update.ProgressDeadline,
      `Healthy deadline must be less than progress deadline: ${deadline} > ${progress}`,
    ],
    [Stagger <= 0, `Stagger must be greater than zero: ${printDuration(Stagger)}`],
  ])
}

/** Types other than service have no migration; a block that was sent is refused as a whole. */
export function checkMigrate(migrate: MigrateDocument | null, type: string): readonly string[] {
  if (!migrate) return []
  if (type !== 'service') return [`Job type ${quote(type)} does not allow migrate block`]
  const { MaxParallel, HealthCheck, MinHealthyTime, HealthyDeadline } = migrate
  const isHealthCheck = HealthCheck === 'checks' || HealthCheck === 'task_states' || HealthCheck === ''
  return broken([
    [MaxParallel < 0, `MaxParallel must be >= 0 but found ${MaxParallel}`],
    [HealthCheck === '' && MaxParallel > 0, 'Missing HealthCheck'],
    [!isHealthCheck, `Invalid HealthCheck: ${quote(HealthCheck)}`],
    [MinHealthyTime < 0, `MinHealthyTime is ${printDuration(MinHealthyTime)} and must be >= 0`],
    [HealthyDeadline < 0, `HealthyDeadline is ${printDuration(HealthyDeadline)} and must be >= 0`],
    [MinHealthyTime > HealthyDeadline, 'MinHealthyTime must be less than HealthyDeadline'],
  ])
}

const reconciliations = ['best_score', 'longest_running', 'keep_original', 'keep_replacement', '']

export function checkDisconnect(disconnect: DisconnectDocument, type: string): readonly string[] {
  const { StopOnClientAfter, LostAfter, Reconcile } = disconnect
  const stops = StopOnClientAfter !== null
  const mayStop = type === 'service' || type === 'batch'
  return broken([
    [stops && StopOnClientAfter < 0, 'stop_after cannot be a negative duration'],
    [stops && !mayStop, 'stop_after can only be used with service or batch job types'],
    [LostAfter < 0, 'lost_after cannot be a negative duration'],
    [stops && LostAfter !== 0, 'Disconnect cannot be configured with both lost_after and stop_after'],
    [!reconciliations.includes(Reconcile), `reconcile option is invalid: ${Reconcile}`],
  ])
}
