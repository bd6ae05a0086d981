// What becomes of allocations of other versions of the job, and how many may be replaced now. Rules: semantics/2 §2.12b,
// §2.13 "limit", §2.14.

import { byRank } from './found.ts'
import { type GroupPass, isOpen, raiseDesiredTotal } from './pass.ts'
import { allocationText } from './reconciliation.ts'

/** Asks for each allocation that stays whether it is left alone, updated in place or replaced. */
export function decideUpdates(group: GroupPass): void {
  const { input, inplace } = group.pass
  for (const found of group.untainted) {
    const decision = input.decideUpdate(found.allocation, group.job, group.document)
    switch (decision.kind) {
      case 'ignore':
        group.counters.ignore += 1
        break
      case 'inplace':
        inplace.push(decision.allocation)
        group.inplaceCount += 1
        break
      case 'destructive':
        group.destructive.push(found)
        break
    }
  }
  group.counters.inPlaceUpdate += group.inplaceCount
  group.destructive.sort(byRank)
  raiseDesiredTotal(group, group.destructive.length + group.inplaceCount)
}

/** Replaces as many as the limit leaves, lowest name indexes first. */
export function replaceDestructive(group: GroupPass, limit: number): void {
  const wanted = group.destructive.length
  const replaced = isOpen(group) ? Math.min(wanted, limit) : 0
  group.counters.destructiveUpdate += replaced
  group.counters.ignore += wanted - replaced
  for (const { allocation } of group.destructive.slice(0, replaced)) {
    group.pass.destructive.push({
      group: group.name,
      name: allocation.name,
      stop: allocation,
      description: allocationText.updating,
    })
  }
}
