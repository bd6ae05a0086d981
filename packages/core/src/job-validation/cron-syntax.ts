// Whether a cron line can be read: 5 to 7 fields (seconds first when there are 7, a year last when there are 6 or 7),
// or a macro. Rules: semantics/4 §1.8 "periodic", §8.1 "launch time".

const macros = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@hourly']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const longMonths = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
]
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const longDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** What one field may hold. */
interface CronField {
  readonly name: string
  readonly least: number
  readonly most: number
  readonly words?: readonly string[]
  /** Forms that only this field knows, such as `L` and `15W`. */
  readonly special?: RegExp
}

const fields: readonly CronField[] = [
  { name: 'second', least: 0, most: 59 },
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day-of-month', least: 1, most: 31, special: /^(?:l|lw|(?:[1-9]|[12]\d|3[01])w)$/ },
  { name: 'month', least: 1, most: 12, words: [...months, ...longMonths] },
  { name: 'day-of-week', least: 0, most: 7, words: [...days, ...longDays], special: /^(?:[0-7]|[a-z]+)(?:l|#[1-5])$/ },
  { name: 'year', least: 1970, most: 2099 },
]

/** The reader's error, or undefined. */
export function cronError(line: string): string | undefined {
  const text = line.trim()
  if (macros.includes(text)) return undefined
  const parts = text.split(/\s+/)
  if (parts.length < 5) return 'missing field(s)'
  const used = parts.length >= 7 ? fields : fields.slice(1)
  for (const [i, field] of used.entries()) {
    const part = parts[i]
    const bad = part === undefined ? undefined : badDirective(part, field)
    if (bad !== undefined) return `syntax error in ${field.name} field: '${bad}'`
  }
  return undefined
}

function badDirective(part: string, field: CronField): string | undefined {
  return part.split(',').find((directive) => !isDirective(directive.toLowerCase(), field))
}

function isDirective(directive: string, field: CronField): boolean {
  if (field.special?.test(directive)) return true
  const parts = /^([^/]*)(?:\/(\d+))?$/.exec(directive)
  if (!parts) return false
  const [, range = '', step] = parts
  if (step !== undefined && (Number(step) < 1 || Number(step) > field.most)) return false
  if (range === '*' || range === '?') return true
  const [low = '', high, ...more] = range.split('-')
  return more.length === 0 && isValue(low, field) && (high === undefined || isValue(high, field))
}

function isValue(text: string, { least, most, words }: CronField): boolean {
  if (words?.includes(text)) return true
  return /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most
}
