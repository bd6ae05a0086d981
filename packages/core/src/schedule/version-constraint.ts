// Version comparison for constraints such as `>= 1.2, < 2.0`: dotted numbers, an optional pre-release, a list of
// conditions.

import { elementAt } from '../order.ts'

interface Version {
  readonly numbers: readonly number[]
  readonly prerelease: string
}

/** Whether a version meets every condition of a comma-separated list. Anything unreadable meets nothing. */
export function versionMatches(version: string, conditions: string): boolean {
  const left = readVersion(version)
  if (!left) return false
  return conditions.split(',').every((condition) => meets(left, condition.trim()))
}

function meets(left: Version, condition: string): boolean {
  const parts = /^(>=|<=|!=|~>|=|>|<)?\s*(.+)$/.exec(condition)
  if (!parts) return false
  const right = readVersion(elementAt(parts, 2))
  if (!right) return false
  const order = compareVersions(left, right)
  switch (parts[1]) {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    case '!=':
      return order !== 0
    case '~>':
      return order >= 0 && samePrefix(left, right)
    default:
      return order === 0
  }
}

function readVersion(version: string): Version | undefined {
  const parts = /^v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version.trim())
  if (!parts) return undefined
  return { numbers: elementAt(parts, 1).split('.').map(Number), prerelease: parts[2] ?? '' }
}

function compareVersions(a: Version, b: Version): number {
  const length = Math.max(a.numbers.length, b.numbers.length)
  for (let i = 0; i < length; i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0)
    if (difference !== 0) return difference
  }
  if (a.prerelease === b.prerelease) return 0
  if (a.prerelease === '') return 1
  if (b.prerelease === '') return -1
  return a.prerelease < b.prerelease ? -1 : 1
}

// `~> 1.2.3` lets the last written number grow: everything before it must be equal.
function samePrefix(left: Version, right: Version): boolean {
  const fixed = right.numbers.slice(0, -1)
  return fixed.every((number, i) => (left.numbers[i] ?? 0) === number)
}
