// The calendar against the host's own: every day for some hundred years around the turns of centuries, and days far apart.

import { expect, test } from 'vitest'
import { dayOf, daySeconds, daysIn, daysSince1970 } from './civil-time.ts'

function dayOfHost(days: number): ReturnType<typeof dayOf> {
  const date = new Date(days * daySeconds * 1_000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  }
}

// From 0000-03-01 on: each step meets other months and other years of the 400.
const sparse = Array.from({ length: 9_000 }, (_, n) => n * 331 - 719_468)
const turns = [1600, 1900, 2000, 2100].flatMap((year) => {
  const first = Date.UTC(year - 1, 11, 1) / 1_000 / daySeconds
  return Array.from({ length: 1_600 }, (_, n) => first + n)
})

test('a day is the day of the calendar that it is, and back', () => {
  const wrong = [...sparse, ...turns, -1, 0, 1].filter((days) => {
    const { year, month, day, weekday } = dayOf(days)
    const host = dayOfHost(days)
    const isSame = year === host.year && month === host.month && day === host.day && weekday === host.weekday
    return !isSame || daysSince1970({ year, month, day }) !== days
  })
  expect(wrong).toEqual([])
})

test('months have as many days as they have', () => {
  const wrong = [1600, 1896, 1900, 1904, 1999, 2000, 2023, 2024, 2100, 2400].flatMap((year) =>
    Array.from({ length: 12 }, (_, n) => n + 1).filter(
      (month) => daysIn(year, month) !== new Date(Date.UTC(year, month, 0)).getUTCDate(),
    ),
  )
  expect(wrong).toEqual([])
})
