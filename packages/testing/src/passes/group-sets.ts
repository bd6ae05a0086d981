// Which allocations of a group are in which set, and which wait (semantics/2 §2.5 to §2.11).

import type { Allocation } from '@cutover/core'
import { type Around, dueOf } from './delays.ts'
import { type Batch, batches, lossesOf, type Wait } from './followups.ts'
import { type GroupWork, texts, without } from './group-work.ts'
import { isUnwanted, losersOf } from './reconnects.ts'
import { byName, isClientTerminal, isOlder, isServerTerminal, type Kind, kindOf, lostAfter } from './rows.ts'

// §2.3 step 4
export function leaveOldBatches(work: GroupWork): void {
  if (!work.input.isBatch) return
  const isOver = (row: Allocation): boolean => isServerTerminal(row) || isClientTerminal(row)
  const left = work.all.filter((row) => isOver(row) && isOlder(row, work.job))
  work.count('ignore', left.length)
  work.all = without(work.all, left)
}

// §2.5 step 1
export function stopUnwantedCanaries(work: GroupWork): void {
  const { old, current } = work.governed
  const failed = work.isFailed ? current : undefined
  const listed = [old, failed].flatMap((deployment) =>
    (deployment?.groups ?? []).flatMap((part) => (part.promoted ? [] : (part.placedCanaries ?? []))),
  )
  const unwanted = work.all.filter(({ id }) => listed.includes(id))
  for (const row of unwanted) work.stop(row, texts.notNeeded)
  work.count('stop', unwanted.length)
  work.all = without(work.all, unwanted)
}

// §2.5 step 2
export function keepCanaries(work: GroupWork): void {
  const listed = (work.governed.current?.groups ?? []).flatMap(({ placedCanaries }) => placedCanaries ?? [])
  const found = work.all.filter(({ id }) => listed.includes(id))
  const moving = found.filter((row) => kindOf(row, work.input) === 'migrate')
  const lost = found.filter((row) => kindOf(row, work.input) === 'lost')
  for (const row of moving) work.stop(row, texts.migrating)
  for (const row of lost) work.stop(row, texts.lost, 'lost')
  work.all = without(work.all, [...moving, ...lost])
  work.canaries = found.filter((row) => kindOf(row, work.input) === 'untainted')
}

// §2.6, §2.7, §2.9
export function classify(work: GroupWork): void {
  const of = (kind: Kind): Allocation[] => work.all.filter((row) => kindOf(row, work.input) === kind)
  work.count('ignore', of('ignore').length)
  work.migrate = of('migrate')
  work.lost = of('lost')
  work.disconnecting = of('disconnecting')
  work.untainted = split(work, of('untainted'), false)
  split(work, work.migrate, false)
  const back = of('reconnecting')
  const losers = losersOf(back, work.all, work.job, work.group)
  for (const { row, status, text } of losers) work.stop(row, text, status)
  work.count('stop', new Set(losers.map(({ row }) => row.id)).size)
  const gone = losers.map(({ row }) => row)
  const kept = without(back, gone)
  const told = kept.filter((row) => !isUnwanted(row, work.job) && row.clientStatus === 'running')
  work.lines.push(...told.map(({ id }) => `${id} is back`))
  work.count('reconnect', told.length)
  work.untainted = [...without(work.untainted, gone), ...kept].sort(byName)
  work.migrate = without(work.migrate, gone)
  work.lost = [...without(work.lost, gone), ...of('expiring')].sort(byName)
  work.disconnecting = without(work.disconnecting, gone)
}

// Answers what stays.
function split(work: GroupWork, rows: readonly Allocation[], isDisconnecting: boolean): Allocation[] {
  const { current } = work.governed
  const isActive = current !== undefined && !['successful', 'failed', 'cancelled'].includes(current.status)
  const around: Around = {
    isBatch: work.input.isBatch,
    isDisconnecting,
    now: work.input.now,
    evaluationId: work.input.evaluationId,
    activeDeployment: isActive ? current.id : '',
  }
  return rows.filter((row) => {
    const { verdict, at } = dueOf(row, around)
    if (verdict === 'now') work.now.push(row)
    if (verdict === 'later') work.later.push({ row, at })
    return verdict === 'keep' || verdict === 'later'
  })
}

// §2.10
export function disconnect(work: GroupWork): void {
  const rows = work.disconnecting
  work.untainted = [...work.untainted, ...split(work, rows, true)].sort(byName)
  work.now.sort(byName)
  if (rows.length === 0) return
  work.count('disconnect', rows.length)
  work.count('rescheduleNow', work.now.length)
}

// §2.11
export function followUp(work: GroupWork): void {
  const { now } = work.input
  const expiries = work.disconnecting.map((row) => ({ row, at: now + lostAfter(row) }))
  const losses = lossesOf(work.lost, now)
  work.isDelayed = losses.length > 0
  work.count('rescheduleLater', work.later.length)
  const ends = batch(work, expiries, 'max-disconnect-timeout', 'created for delayed disconnect timeout')
  for (const [id, wait] of batch(work, losses, 'alloc-failure', 'created for delayed rescheduling'))
    work.waits.set(id, wait)
  const laters = batch(work, work.later, 'alloc-reschedule', 'created for delayed rescheduling')
  for (const { id } of work.disconnecting)
    work.lines.push(`${id} is unknown, waits for ${laters.get(id) ?? ends.get(id)}`)
  const inPlace = [...work.disconnecting, ...work.migrate].map(({ id }) => id)
  for (const [id, wait] of laters) if (!inPlace.includes(id)) work.lines.push(`${id} waits for ${wait}`)
}

function batch(work: GroupWork, due: readonly Wait[], trigger: string, text: string): ReadonlyMap<string, number> {
  const made: Batch = batches(due, { trigger, text, now: work.input.now })
  work.lines.push(...made.lines)
  return made.waits
}
