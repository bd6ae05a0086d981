// What a blocker is in words, and the line or the wait that clears it.

import type { State } from '@cutover/core'
import type { Blocker, Unblocker } from '@cutover/core/explain'

/** A way out: a line to say, or an instant to wait for. */
export type Remedy = { readonly label: string; readonly line: string } | { readonly label: string; readonly at: number }

/** What the page must know of a name to speak of it. */
export interface Speech {
  readonly state: State
  readonly nameOf: (deploymentId: string) => string
}

const kinds: Readonly<Record<Blocker['kind'], string>> = {
  pause: 'the end of the pause',
  health: 'health',
  'canary-health': 'the health of its canaries',
  unhealthy: 'an unhealthy allocation to go',
  promotion: 'its promotion: nothing goes on until somebody promotes',
  capacity: 'room on a node',
  delay: 'the delay before a replacement',
  reaction: 'what is under way already',
  drain: 'what the drain of its node waits for: health of the others',
  evaluation: 'the next pass of the scheduler',
  stuck: 'nothing that will come: it can only be ended',
}

/** What is waited for, in words. */
export function blockerText({ kind, groups, unblock }: Blocker, { state }: Speech): string {
  const who = groups.length > 0 ? ` (${groups.join(', ')})` : ''
  const whose = unblock.kind === 'health' ? ` of ${namesOf(unblock.allocationIds, state)}` : ''
  return kind === 'health' ? `health${whose}${who}` : `${kinds[kind]}${who}`
}

const namesMax = 5

function namesOf(ids: readonly string[], { tables }: State): string {
  const names = ids.slice(0, namesMax).map((id) => tables.allocations.get(id)?.name ?? 'an allocation')
  const more = ids.length > namesMax ? ` and ${ids.length - namesMax} more` : ''
  return names.join(', ') + more
}

/** What would clear it. */
export function remediesOf({ unblock }: Blocker, speech: Speech): readonly Remedy[] {
  if (unblock.kind === 'time') return [{ label: 'let it pass', at: unblock.at }]
  if (unblock.kind === 'health')
    return unblock.allocationIds.slice(0, namesMax).flatMap((id) => markHealthy(id, speech.state))
  if (unblock.kind === 'room') return roomLines(speech.state)
  return commandLine(unblock, speech)
}

function markHealthy(id: string, { tables }: State): readonly Remedy[] {
  const allocation = tables.allocations.get(id)
  if (!allocation) return []
  return [{ label: `mark ${shortOf(allocation.name)} healthy`, line: `mark ${allocation.name} healthy` }]
}

// A node that is away or closed could make room; else the job must need less.
function roomLines({ tables }: State): readonly Remedy[] {
  for (const { name, status, schedulingEligibility } of tables.nodes) {
    if (status === 'down' || status === 'disconnected')
      return [{ label: `bring back ${name}`, line: `bring back ${name}` }]
    if (schedulingEligibility === 'ineligible') return [{ label: `${name} eligible`, line: `eligible ${name}` }]
  }
  return [...tables.jobs].slice(0, 1).map(({ id }) => ({ label: 'need less', line: `change ${id}: needs 100 MHz` }))
}

function commandLine(
  { command }: Extract<Unblocker, { kind: 'command' }>,
  { state, nameOf }: Speech,
): readonly Remedy[] {
  switch (command.type) {
    case 'PauseDeployment':
      return [{ label: 'resume', line: `resume ${nameOf(command.deploymentId)}` }]
    case 'PromoteCanaries': {
      const [group] = command.groups
      const line = `promote ${nameOf(command.deploymentId)}${group === undefined ? '' : ` group ${group}`}`
      return [{ label: `promote${group === undefined ? '' : ` ${group}`}`, line }]
    }
    case 'EvaluateJob':
      return [{ label: 'evaluate', line: `evaluate ${command.jobId}` }]
    case 'FailDeployment':
      return [{ label: 'fail', line: `fail ${nameOf(command.deploymentId)}` }]
    case 'StopAllocation': {
      const name = state.tables.allocations.get(command.allocationId)?.name
      return name === undefined ? [] : [{ label: `stop ${shortOf(name)}`, line: `stop allocation ${name}` }]
    }
    default:
      return []
  }
}

/** `app[0]` of `web.app[0]`. */
function shortOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
