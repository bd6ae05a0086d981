// How far the clocks of a time zone are ahead of UTC, as the host knows them.

import type { ZoneOffset } from '@cutover/core/periodic'

const formats = new Map<string, Intl.DateTimeFormat>()

/** In seconds; a zone that the host does not know, and none, is UTC. */
export const zoneOffset: ZoneOffset = (zone, at) => {
  if (zone === '' || zone === 'UTC') return 0
  const format = formatOf(zone)
  if (!format) return 0
  const whole = Math.floor(at / 1_000_000)
  const parts = new Map(format.formatToParts(whole * 1_000).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local / 1_000 - whole
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone)
  if (known) return known
  try {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', second: 'numeric', ...numeric })
    formats.set(zone, format)
    return format
  } catch {
    return undefined
  }
}
