// Durations as Nomad's API writes them: `30s`, `1m30s`, `250ms`.

const unitsMs = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
])

/** A Go duration in milliseconds; 0 when it is none. */
export function durationMs(text: string): number {
  if (!/^(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return 0
  const parts = text.matchAll(/(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)/g)
  return [...parts].reduce((sum, [, number, unit = '']) => sum + Number(number) * (unitsMs.get(unit) ?? 0), 0)
}
