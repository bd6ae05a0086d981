// What `show …` prints: deployments, allocations and job versions as short tables.

import type { Deployment, DeploymentGroup, Micros } from '@cutover/core'
import { shortName } from './short-names.ts'
import type { Stage } from './stage.ts'

/** One deployment with its groups, their counters and deadlines. */
export function showDeployment(stage: Stage, name: string): void {
  const row = stage.world.state.tables.deployments.get(stage.narrator.idOf(name) ?? '')
  if (!row) {
    stage.say(`  there is no ${name}`)
    return
  }
  stage.say(headLine(stage, row))
  for (const group of row.groups) stage.say(`      ${group.name}: ${countersOf(group)}${deadlineOf(stage, group)}`)
}

/** All deployments, a line each. */
export function showDeployments(stage: Stage): void {
  const rows = [...stage.world.state.tables.deployments].sort((a, b) => a.createIndex - b.createIndex)
  if (rows.length === 0) stage.say('  no deployments')
  for (const row of rows) stage.say(headLine(stage, row))
}

/** All allocations in the order of their placement, what is wanted of them and what they are. */
export function showAllocations({ world, say }: Stage): void {
  const rows = [...world.state.tables.allocations].sort(
    (a, b) => a.createIndex - b.createIndex || (a.name < b.name ? -1 : 1),
  )
  if (rows.length === 0) say('  no allocations')
  const table = rows.map((row) => [
    shortName(row),
    row.nodeName,
    row.desiredStatus,
    row.clientStatus,
    row.health?.healthy === undefined ? '' : row.health.healthy ? 'healthy' : 'unhealthy',
    row.health?.canary ? 'canary' : '',
  ])
  for (const line of columns(table)) say(`  ${line}`)
}

/** The versions of a job, newest first. */
export function showJob({ world, say }: Stage, jobId: string): void {
  const versions = [...world.state.tables.jobVersions].filter((row) => row.id === jobId)
  if (versions.length === 0) say(`  there is no ${jobId}`)
  for (const row of versions.sort((a, b) => b.version - a.version))
    say(`  ${row.id} v${row.version}  ${row.status}${row.stable ? ', stable' : ''}${row.stop ? ', stopped' : ''}`)
}

function headLine({ narrator }: Stage, row: Deployment): string {
  return `  ${narrator.nameOf(row.id)}  ${row.jobId} v${row.jobVersion}  ${row.status}: "${row.statusDescription}"`
}

function countersOf({ desiredTotal, placed, healthy, unhealthy }: DeploymentGroup): string {
  return `${desiredTotal} wanted, ${placed} placed, ${healthy} healthy, ${unhealthy} unhealthy`
}

function deadlineOf({ start }: Stage, { requireProgressBy }: DeploymentGroup): string {
  return requireProgressBy === 0 ? ', no deadline' : `, progress by ${sinceStart(requireProgressBy, start)}`
}

function sinceStart(at: Micros, start: Micros): string {
  return `+${((at - start) / 1_000_000).toFixed(1)}s`
}

function columns(table: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number): number => Math.max(...table.map((cells) => cells[column]?.length ?? 0))
  return table.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  )
}
