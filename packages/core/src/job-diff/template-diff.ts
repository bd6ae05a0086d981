// What the diff of a template shows, and which old template is compared with which new one. Rules: semantics/4 §4.3.

import type { JsonObject } from '../json.ts'
import { textAt } from './blocks.ts'
import { structured } from './compare-blocks.ts'
import type { Part } from './diff.ts'
import { flags, nilable, numbers, optional, texts } from './flatten.ts'
import { inPairs, one, type Pair } from './parts.ts'
import { stringSet } from './string-set.ts'

const changeScript = structured('ChangeScript', {
  fields: [texts('Command'), flags('FailOnError', 'RunOnFirstRender'), numbers('Timeout')],
  parts: [stringSet('Args')],
})

const template = structured('Template', {
  fields: [
    texts('ChangeMode', 'ChangeSignal', 'DestPath', 'EmbeddedTmpl', 'LeftDelim', 'Perms', 'RightDelim', 'SourcePath'),
    flags('Envvars', 'ErrMissingKey', 'Once'),
    numbers('Splay', 'VaultGrace'),
    optional('Uid', 'Gid'),
  ],
  parts: [
    // The wait block carries the name of its parent.
    one('Wait', structured('Template', { fields: [nilable('Min', 'Max')] })),
    one('ChangeScript', changeScript),
  ],
})

/** The templates of a task. */
export const templates: Part = inPairs('Templates', pairTemplates, template)

function pairTemplates(before: readonly JsonObject[], after: readonly JsonObject[]): readonly Pair[] {
  if (before.length === 1 && after.length === 1) return [[before[0], after[0]]]
  const free = new Set(after)
  const pairs = before.map((old): Pair => {
    const partner = [...free].find((block) => textAt(block, 'DestPath') === textAt(old, 'DestPath'))
    if (partner) free.delete(partner)
    return [old, partner]
  })
  return [...pairs, ...[...free].map((block): Pair => [undefined, block])]
}
