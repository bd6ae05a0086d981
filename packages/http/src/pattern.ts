// Regular expressions of filters, by the rules of Nomad's own engine: in time linear in the text, whatever a client sends.
// Rules: client-surface §2.6.

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
