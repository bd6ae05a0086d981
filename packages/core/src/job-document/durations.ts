// Durations as Go writes and reads them: `10s`, `5m0s`, `1h0m0s`, `1.5s`, `100ms`. Inside job documents they are
// nanoseconds. Rules: semantics/4 §1.7; client-surface §2.1.

const second = 1_000_000_000n

/** A duration in nanoseconds as Go prints it. A double beyond 2^53 is printed as what it stands for. */
export function printDuration(nanos: number | bigint): string {
  const value = BigInt(nanos)
  if (value === 0n) return '0s'
  const sign = value < 0n ? '-' : ''
  const size = value < 0n ? -value : value
  return sign + (size < second ? printShort(size) : printLong(size))
}

function printShort(size: bigint): string {
  if (size >= 1_000_000n) return `${decimal(size, 1_000_000n)}ms`
  return size >= 1_000n ? `${decimal(size, 1_000n)}µs` : `${size}ns`
}

function printLong(size: bigint): string {
  const hours = size / (3_600n * second)
  const minutes = (size / (60n * second)) % 60n
  const rest = `${decimal(size % (60n * second), second)}s`
  if (hours > 0n) return `${hours}h${minutes}m${rest}`
  return minutes > 0n ? `${minutes}m${rest}` : rest
}

function decimal(value: bigint, unit: bigint): string {
  const fraction = String(value % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '')
  return fraction === '' ? String(value / unit) : `${value / unit}.${fraction}`
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: second,
  m: 60n * second,
  h: 3_600n * second,
}

const most = 9_223_372_036_854_775_807n

/** A duration, or why a text is none, in Go's words. */
export type ParsedDuration =
  | { readonly ok: true; readonly nanos: number }
  | { readonly ok: false; readonly text: string }

/** Reads a duration text into nanoseconds (a double: exact up to 104 days). */
export function parseDuration(text: string): ParsedDuration {
  const invalid = { ok: false, text: `time: invalid duration ${JSON.stringify(text)}` } as const
  const unsigned = text.replace(/^[+-]/, '')
  if (unsigned === '0') return { ok: true, nanos: 0 }
  let rest = unsigned
  let sum = 0n
  while (rest !== '') {
    const [part, whole = '', fraction = '', unit = ''] = /^(\d*)(?:\.(\d*))?([^\d.]*)/.exec(rest) ?? []
    if (part === undefined || whole + fraction === '') return invalid
    const size = units[unit]
    if (unit === '') return { ok: false, text: `time: missing unit in duration ${JSON.stringify(text)}` }
    if (size === undefined)
      return { ok: false, text: `time: unknown unit "${unit}" in duration ${JSON.stringify(text)}` }
    sum += BigInt(whole || '0') * size + (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length)
    rest = rest.slice(part.length)
  }
  if (unsigned === '' || sum > most) return invalid
  return { ok: true, nanos: Number(text.startsWith('-') ? -sum : sum) }
}
