// Regular expressions of filters and of jobs' constraints, by the rules of Nomad's own engine: in time linear in the text, whatever a client sends.
// Rules: client-surface §2.6.

import type { PatternSearch } from '@cutover/core'
import type { CompiledPattern } from '@cutover/core/filter'
import { RE2JS } from 're2js'

/** Compiles a pattern, or says what Go says against it. It matches anywhere in a text. */
export function compilePattern(pattern: string): CompiledPattern {
  try {
    const compiled = RE2JS.compile(pattern)
    return { test: (text) => compiled.matcher(text).find() }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/** Constraints of many jobs are looked at again and again: so many of their patterns are kept compiled. */
const compiledMax = 1_000

/** A search for the patterns of constraints: a pattern that cannot be compiled is found nowhere. */
export function createPatternSearch(): PatternSearch {
  const compiled = new Map<string, CompiledPattern>()
  return (pattern, text) => {
    const known = compiled.get(pattern) ?? compilePattern(pattern)
    if (compiled.size >= compiledMax && !compiled.has(pattern)) compiled.clear()
    compiled.set(pattern, known)
    return 'test' in known && known.test(text)
  }
}
