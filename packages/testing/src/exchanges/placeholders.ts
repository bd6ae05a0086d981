// Fills the placeholders of a recorded request: `<<name>>`, `<<name|upper>>`, `<<i|+1>>`. Rules: oracle/README-http §2.

/** The text with every placeholder filled from `values`. */
export function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/<<([A-Za-z_][\w|:+-]*)>>/g, (_whole, inner: string) => {
    const [name = '', ...filters] = inner.split('|')
    const value = values.get(name)
    if (value === undefined) throw new Error(`nothing is bound to ${name}`)
    return filters.reduce(filtered, value)
  })
}

function filtered(value: string, filter: string): string {
  if (filter === 'upper') return value.toUpperCase()
  if (filter === 'nohyphen') return value.replaceAll('-', '')
  if (filter === 'q') return encodeURIComponent(value).replace(/[!'()*]/g, hexEscape)
  if (filter.startsWith(':')) return value.slice(0, Number(filter.slice(1)))
  if (/^[+-]\d+$/.test(filter)) return String(BigInt(value) + BigInt(filter))
  throw new Error(`no such filter: ${filter}`)
}

function hexEscape(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
}

/** A name made from a pattern: each `#` becomes a hex digit of `digits`. */
export function patterned(pattern: string, digits: string): string {
  let used = 0
  return pattern.replaceAll('#', () => digits[used++ % digits.length] ?? '0')
}
