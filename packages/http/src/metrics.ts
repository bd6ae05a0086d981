// What can be measured of a server, under Nomad's names: read from the state and the engine when asked, in JSON or in Prometheus' text.
// Rules: client-surface §1.4.

import type { State } from '@cutover/core'
import { Gauge, Registry } from 'prom-client'
import type { Api, MonitorReport } from './api.ts'

/** One number. */
export interface Measure {
  /** Parts joined by dots: `nomad.raft.appliedIndex`. */
  readonly name: string
  readonly help: string
  readonly value: number
}

/** All numbers, by name. */
export function measures({ engine, monitor }: Api): readonly Measure[] {
  const { lastIndex, waiting, blocked } = engine.status()
  return [
    ...(monitor ? watched(monitor()) : []),
    { name: 'nomad.nomad.blocking_queries', help: 'Blocking queries that wait', value: blocked },
    { name: 'nomad.nomad.commands_waiting', help: 'Commands that wait for the writer', value: waiting },
    ...rowsOf(engine.read()),
    { name: 'nomad.raft.appliedIndex', help: 'Index of the last entry', value: lastIndex },
    { name: 'nomad.runtime.alloc_bytes', help: 'Bytes of the heap in use', value: process.memoryUsage().heapUsed },
  ]
}

function watched({ entries, violations, formulas }: MonitorReport): readonly Measure[] {
  return [
    { name: 'cutover.monitor.entries', help: 'Entries that the formulas were checked of', value: entries },
    { name: 'cutover.monitor.formulas', help: 'Formulas that are checked', value: formulas.length },
    { name: 'cutover.monitor.violations', help: 'Formulas that entries broke', value: violations },
  ]
}

function rowsOf({ tables }: State): readonly Measure[] {
  const jobs = { dead: 0, pending: 0, running: 0 }
  for (const { status } of tables.jobs) if (status !== '') jobs[status] += 1
  const blocked = tables.evaluations.countBy('open', 'blocked')
  const pending = tables.evaluations.countBy('open', 'pending')
  return [
    { name: 'nomad.nomad.blocked_evals.total_blocked', help: 'Evaluations that wait for room', value: blocked },
    { name: 'nomad.nomad.broker.total_pending', help: 'Evaluations that wait to run', value: pending },
    { name: 'nomad.nomad.job_status.dead', help: 'Dead jobs', value: jobs.dead },
    { name: 'nomad.nomad.job_status.pending', help: 'Pending jobs', value: jobs.pending },
    { name: 'nomad.nomad.job_status.running', help: 'Running jobs', value: jobs.running },
    { name: 'nomad.nomad.state.allocations', help: 'Allocations in the state', value: tables.allocations.size },
    { name: 'nomad.nomad.state.deployments', help: 'Deployments in the state', value: tables.deployments.size },
    { name: 'nomad.nomad.state.nodes', help: 'Nodes in the state', value: tables.nodes.size },
  ]
}

/** The numbers in Prometheus' text format, dots as underscores. */
export function prometheusText(all: readonly Measure[]): Promise<string> {
  const registry = new Registry()
  for (const { name, help, value } of all) {
    new Gauge({ name: name.replaceAll('.', '_'), help, registers: [registry] }).set(value)
  }
  return registry.metrics()
}
