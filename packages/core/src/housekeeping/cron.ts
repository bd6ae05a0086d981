// The next instant of a cron line: 5 to 7 fields (seconds first when there are 7, a year last when there are 6 or 7), or a macro.
// Relies on lines that admission has read. Rules: semantics/4 §8.1 "launch time".

import { type Micros, micros } from '../time.ts'
import { type CivilDay, dayOf, daySeconds, daysIn } from './civil-time.ts'

/** How far a time zone is ahead of UTC at an instant, in seconds. */
export type ZoneOffset = (zone: string, at: Micros) => number

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@hourly': '0 * * * *',
}

interface Cron {
  readonly seconds: readonly number[]
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly months: ReadonlySet<number>
  readonly years: ReadonlySet<number>
  readonly isDay: (day: CivilDay) => boolean
}

const lastYear = 2099

/** The first instant strictly after another that a line names, by the clocks of a zone; undefined when there is none. */
export function nextOfCron(line: string, after: Micros, offset: (at: Micros) => number): Micros | undefined {
  const cron = readCron(line)
  const start = Math.floor(after / 1_000_000) + 1 + offset(after)
  let days = Math.floor(start / daySeconds)
  let from = start - days * daySeconds
  for (let day = dayOf(days); day.year <= lastYear; day = dayOf(days)) {
    const isMonth = cron.years.has(day.year) && cron.months.has(day.month)
    const time = isMonth && cron.isDay(day) ? timeFrom(cron, from) : undefined
    if (time !== undefined) return instantOf(days * daySeconds + time, offset)
    days += isMonth ? 1 : daysIn(day.year, day.month) - day.day + 1
    from = 0
  }
  return undefined
}

// The offset may differ between now and then.
function instantOf(local: number, offset: (at: Micros) => number): Micros {
  const guess = micros((local - offset(micros(local * 1_000_000))) * 1_000_000)
  return micros((local - offset(guess)) * 1_000_000)
}

function timeFrom({ hours, minutes, seconds }: Cron, from: number): number | undefined {
  for (const hour of hours) {
    if ((hour + 1) * 3_600 <= from) continue
    for (const minute of minutes) {
      const base = hour * 3_600 + minute * 60
      const second = seconds.find((one) => base + one >= from)
      if (second !== undefined) return base + second
    }
  }
  return undefined
}

function readCron(line: string): Cron {
  const text = line.trim().toLowerCase()
  const parts = (macros[text] ?? text).split(/\s+/)
  const [seconds, rest] = parts.length >= 7 ? [parts[0] ?? '0', parts.slice(1)] : ['0', parts]
  const [minutes = '*', hours = '*', days = '*', months = '*', weekdays = '*', years = '*'] = rest
  return {
    seconds: values(seconds, 0, 59),
    minutes: values(minutes, 0, 59),
    hours: values(hours, 0, 23),
    months: new Set(values(months, 1, 12, monthNames)),
    years: new Set(values(years, 1970, lastYear)),
    isDay: dayRule(days, weekdays),
  }
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

function values(field: string, least: number, most: number, names: readonly string[] = []): readonly number[] {
  const found = new Set<number>()
  for (const directive of field.split(',')) {
    const [range = '*', step] = directive.split('/')
    const [low, high] = boundsOf(range, { least, most, names, isOpen: step !== undefined })
    for (let value = low; value <= high; value += Number(step ?? 1)) found.add(value)
  }
  return [...found].sort((a, b) => a - b)
}

interface FieldRange {
  readonly least: number
  readonly most: number
  readonly names: readonly string[]
  /** A single value with a step goes on to the end. */
  readonly isOpen: boolean
}

function boundsOf(range: string, { least, most, names, isOpen }: FieldRange): readonly [number, number] {
  if (range === '*' || range === '?') return [least, most]
  const [low = '', high] = range.split('-')
  const first = numberOf(low, names, least)
  if (high !== undefined) return [first, numberOf(high, names, least)]
  return [first, isOpen ? most : first]
}

function numberOf(word: string, names: readonly string[], least: number): number {
  const at = names.indexOf(word.slice(0, 3))
  return at < 0 ? Number(word) : at + least
}

// Days of the month and days of the week: either is enough when both are given.
function dayRule(days: string, weekdays: string): (day: CivilDay) => boolean {
  const byDay = ruleOf(days, monthDayRule)
  const byWeekday = ruleOf(weekdays, weekdayRule)
  if (!byDay) return byWeekday ?? ((): boolean => true)
  return byWeekday ? (day): boolean => byDay(day) || byWeekday(day) : byDay
}

type DayRule = (day: CivilDay) => boolean

function ruleOf(field: string, read: (directive: string) => DayRule): DayRule | undefined {
  if (field === '*' || field === '?') return undefined
  const rules = field.split(',').map(read)
  return (day) => rules.some((rule) => rule(day))
}

function monthDayRule(directive: string): DayRule {
  if (directive === 'l') return ({ year, month, day }) => day === daysIn(year, month)
  if (directive === 'lw') return (day) => day.day === workday(day, daysIn(day.year, day.month))
  const near = /^(\d+)w$/.exec(directive)?.[1]
  if (near !== undefined) return (day) => day.day === workday(day, Number(near))
  const found = new Set(values(directive, 1, 31))
  return ({ day }) => found.has(day)
}

// The day from Monday to Friday that is nearest to a day of the same month, in that month.
function workday({ year, month, day, weekday }: CivilDay, wanted: number): number {
  const last = daysIn(year, month)
  const target = Math.min(wanted, last)
  const targetWeekday = (((weekday + target - day) % 7) + 7) % 7
  if (targetWeekday === 6) return target > 1 ? target - 1 : target + 2
  if (targetWeekday === 0) return target < last ? target + 1 : target - 2
  return target
}

function weekdayRule(directive: string): DayRule {
  const [, name = '', how, nth] = /^(\w+?)(?:(l)|#([1-5]))?$/.exec(directive) ?? []
  if (how !== undefined || nth !== undefined) {
    const wanted = numberOf(name, weekdayNames, 0) % 7
    return ({ year, month, day, weekday }) =>
      weekday === wanted && (nth === undefined ? day + 7 > daysIn(year, month) : Math.ceil(day / 7) === Number(nth))
  }
  const found = new Set(values(directive, 0, directive.includes('7') ? 7 : 6, weekdayNames).map((value) => value % 7))
  return ({ weekday }) => found.has(weekday)
}
