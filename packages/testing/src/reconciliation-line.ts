// Says a reconciliation in one line: sizes of its lists, counters, names, deployment effects, follow-ups.

import type { Allocation, Reconciliation } from '@cutover/core'
import { passNow } from './wanted-and-found.ts'

/**
 * The line. `P` place, `S` stop, `D` destructive, `I` in place, `A` attribute, `U` disconnect, `R` reconnect; then counters by
 * group; then who: placed names with `c` canary, `r` rescheduled, `l` lost, `m` migrated, `d` downgraded.
 */
export function reconciliationLine(answer: Reconciliation): string {
  return [
    sizes(answer),
    answer.desired.map(counters).join(' + '),
    placed(answer),
    stopped(answer),
    answer.destructive.length === 0 ? '' : `replace ${spans(answer.destructive.map((update) => indexOf(update.name)))}`,
    followups(answer),
    deployment(answer),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

function sizes(answer: Reconciliation): string {
  const lists = {
    P: answer.place,
    S: answer.stop,
    D: answer.destructive,
    I: answer.inplace,
    A: answer.attributeUpdates,
    U: answer.disconnectUpdates,
    R: answer.reconnectUpdates,
  }
  const present = Object.entries(lists).filter(([, list]) => list.length > 0)
  return present.map(([letter, list]) => letter + list.length).join(' ')
}

function counters({ group: _, ...counts }: Reconciliation['desired'][number]): string {
  const present = Object.entries(counts).filter(([, count]) => count > 0)
  return `{${present.map(([name, count]) => `${name} ${count}`).join(', ')}}`
}

function placed(answer: Reconciliation): string {
  if (answer.place.length === 0) return ''
  const items = answer.place.map((one) => {
    const migrated = one.previous !== undefined && !one.reschedule && !one.lost
    const flags = [one.canary && 'c', one.reschedule && 'r', one.lost && 'l', migrated && 'm', one.downgrade && 'd']
    return { kind: flags.filter(Boolean).join(''), index: indexOf(one.name) }
  })
  return `place ${grouped(items)}`
}

function stopped(answer: Reconciliation): string {
  if (answer.stop.length === 0) return ''
  const items = answer.stop.map((one) => ({ kind: stopKind(one), index: indexOf(one.allocation.name) }))
  return `stop ${grouped(items)}`
}

const reasons: Readonly<Record<string, string>> = {
  'alloc not needed due to job update': '',
  'alloc not needed due to disconnected client reconnect': ' reconnected',
  'alloc is being migrated': ' migrating',
  'alloc is lost since its node is down': ' lost',
  'alloc was rescheduled because it failed': ' rescheduled',
}

function stopKind(one: Reconciliation['stop'][number]): string {
  const waits = one.followupEvaluationId === '' ? '' : ' waiting'
  return (reasons[one.description] ?? one.description) + (one.clientStatus === 'failed' ? ' failed' : '') + waits
}

function grouped(items: readonly { readonly kind: string; readonly index: number }[]): string {
  const kinds = [...new Set(items.map((item) => item.kind))]
  return kinds
    .map((kind) => spans(items.filter((item) => item.kind === kind).map((item) => item.index)) + kind)
    .join(', ')
}

/** Runs of numbers: `0-3 5`; numbers that occur more than once make runs of their own: `0-3 ×2`. */
function spans(numbers: readonly number[]): string {
  const layers: number[][] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const layer = layers.find((one) => one.at(-1) !== number)
    if (layer) layer.push(number)
    else layers.push([number])
  }
  const texts = layers.map(runs)
  return [...new Set(texts)].map((text) => repeated(text, texts.filter((one) => one === text).length)).join(' & ')
}

function repeated(text: string, times: number): string {
  return times === 1 ? text : `${text} ×${times}`
}

function runs(ascending: readonly number[]): string {
  const result: { first: number; last: number }[] = []
  for (const number of ascending) {
    const run = result.at(-1)
    if (run && run.last + 1 === number) run.last = number
    else result.push({ first: number, last: number })
  }
  return result.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(' ')
}

function indexOf(name: Allocation['name']): number {
  return Number(name.slice(name.lastIndexOf('[') + 1, -1))
}

function followups(answer: Reconciliation): string {
  const all = answer.followups.flatMap(({ evaluations }) => evaluations)
  const items = all.map((one) => {
    const named = one.statusDescription === '' ? ' unnamed' : ''
    return `${one.triggeredBy} +${(one.waitUntil - passNow) / 1_000_000}s${named}`
  })
  return items.length === 0 ? '' : `later ${items.join(', ')}`
}

function deployment(answer: Reconciliation): string {
  const { newDeployment: created } = answer
  const parts = (created?.groups ?? []).map((group) => {
    return group.desiredCanaries > 0
      ? `${group.desiredTotal} with ${group.desiredCanaries} canaries`
      : `${group.desiredTotal}`
  })
  const text = created ? `deployment of ${parts.join(' + ')}: ${created.statusDescription}` : ''
  const updates = answer.deploymentUpdates.map((update) => `${update.status}: ${update.description}`)
  return [...updates, text].filter((part) => part !== '').join(' · ')
}
