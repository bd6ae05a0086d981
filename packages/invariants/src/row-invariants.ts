// Indexes of rows and tables, and what rows of one job owe each other: semantics/1 §8, 1 to 14.

import { hashState, initialState, replay, type TableIndexes } from '@cutover/core'
import { changedKeys, type EntryStep, jobKeyOf, keysOf, type Touched, written } from './entry-step.ts'
import type { Invariant } from './invariant.ts'

interface Indexed {
  readonly createIndex: number
  readonly modifyIndex: number
}

function indexedRows(step: EntryStep): readonly Touched<Indexed>[] {
  return [
    ...step.allocations,
    ...step.deployments,
    ...step.evaluations,
    ...step.jobs,
    ...step.versions,
    ...step.summaries,
    ...step.nodes,
  ]
}

const tableOf = [
  ['allocs', 'allocations'],
  ['deployment', 'deployments'],
  ['evals', 'evaluations'],
  ['nodes', 'nodes'],
  ['job_version', 'versions'],
  ['job_summary', 'summaries'],
] as const

const indexNames = Object.keys(initialState('').indexes).filter(isIndexName)

function isIndexName(name: string): name is keyof TableIndexes {
  return Object.hasOwn(initialState('').indexes, name)
}

export const rowInvariants: readonly Invariant[] = [
  {
    name: 'indexes-in-order',
    sources: ['1 A1', '4 2'],
    rows: true,
    broken: (step) =>
      keysOf(
        written(indexedRows(step)),
        ({ after }) => !(after.createIndex <= after.modifyIndex && after.modifyIndex <= step.entry.index),
      ),
  },
  {
    name: 'create-index-stays',
    sources: ['1 A2', '3 I3', '4 4'],
    rows: true,
    broken: (step) => [
      ...changedKeys<Indexed>(
        [...step.allocations, ...step.deployments, ...step.evaluations, ...step.jobs, ...step.summaries, ...step.nodes],
        (before, after) => before.createIndex !== after.createIndex,
      ),
      ...changedKeys(
        step.versions,
        (before, after) => before.id === after.id && before.createIndex !== after.createIndex,
      ),
    ],
  },
  {
    name: 'modify-index-grows',
    sources: ['1 A3', '3 I3', '4 1'],
    rows: true,
    broken: (step) =>
      changedKeys<Indexed>(
        [...step.allocations, ...step.deployments, ...step.evaluations, ...step.jobs, ...step.summaries, ...step.nodes],
        (before, after) => after.modifyIndex < before.modifyIndex,
      ),
  },
  {
    name: 'table-index-covers-rows',
    sources: ['1 A4'],
    broken: (step) =>
      tableOf.flatMap(([table, rows]) =>
        keysOf(written<Indexed>(step[rows]), ({ after }) => after.modifyIndex > step.state.indexes[table]),
      ),
  },
  {
    name: 'jobs-index-covers-rows',
    sources: ['1 B48', '4 2'],
    about: ['jobs'],
    broken: (step) =>
      step.entry.events.some(({ type }) => type === 'JobVersionTagged' || type === 'JobVersionUntagged')
        ? []
        : keysOf(
            written(step.jobs),
            ({ before, after }) => before !== after && after.modifyIndex > step.state.indexes.jobs,
          ),
  },
  {
    name: 'table-indexes-grow',
    sources: ['1 A5'],
    broken: ({ previous, entry, state }) =>
      previous.indexes === state.indexes
        ? []
        : indexNames.filter(
            (name) => state.indexes[name] < previous.indexes[name] || state.indexes[name] > entry.index,
          ),
  },
  {
    name: 'nothing-without-facts',
    sources: ['1 A5', '4 12'],
    broken: ({ previous, entry, state }) =>
      entry.events.length > 0 || previous.tables === state.tables
        ? []
        : Object.entries(state.tables).flatMap(([name, table]) =>
            new Map<string, unknown>(Object.entries(previous.tables)).get(name) === table ? [] : [name],
          ),
  },
  {
    name: 'latest-index-is-the-highest',
    sources: ['1 A6'],
    broken: ({ state, entry }) => [
      ...(state.lastIndex === entry.index ? [] : ['last index']),
      ...indexNames.filter((name) => state.indexes[name] > state.lastIndex),
    ],
  },
  {
    name: 'job-indexes-in-order',
    sources: ['1 A7', '4 2'],
    about: ['jobs', 'versions'],
    rows: true,
    broken: (step) =>
      keysOf(
        written([...step.jobs, ...step.versions]),
        ({ after }) => !(after.createIndex <= after.jobModifyIndex && after.jobModifyIndex <= after.modifyIndex),
      ),
  },
  {
    name: 'summary-with-its-job',
    sources: ['1 A8'],
    about: ['jobs'],
    broken: (step) =>
      step.jobs.flatMap(({ key, after }) =>
        (after !== undefined) === step.state.tables.jobSummaries.has(key) ? [] : [key],
      ),
  },
  {
    name: 'summary-of-the-incarnation',
    sources: ['1 A9'],
    about: ['jobs'],
    broken: (step) =>
      keysOf(written(step.jobs), ({ key, after }) => {
        const summary = step.state.tables.jobSummaries.get(key)
        return summary !== undefined && summary.createIndex !== after.createIndex
      }),
  },
  {
    name: 'summary-not-negative',
    sources: ['1 A10'],
    about: ['summaries'],
    broken: (step) =>
      keysOf(written(step.summaries), ({ after }) =>
        after.groups.some(({ group: _, ...counters }) => Object.values(counters).some((counter) => counter < 0)),
      ),
  },
  {
    name: 'finished-counts-stay',
    sources: ['1 A11'],
    about: ['summaries'],
    broken: (step) =>
      step.entry.cause.change === 'ReconcileSummaries'
        ? []
        : changedKeys(step.summaries, (before, after) =>
            before.groups.some(({ group, complete, failed }) => {
              const now = after.groups.find((counters) => counters.group === group)
              return now === undefined || now.complete < complete || now.failed < failed
            }),
          ),
  },
  {
    name: 'summary-has-the-groups',
    sources: ['1 B47'],
    about: ['jobs'],
    broken: (step) =>
      keysOf(written(step.jobs), ({ key, after }) => {
        const summary = step.state.tables.jobSummaries.get(key)
        const known = new Set(summary?.groups.map(({ group }) => group))
        return summary !== undefined && after.document.TaskGroups.some(({ Name }) => !known.has(Name))
      }),
  },
  {
    name: 'replays-to-the-same',
    sources: ['1 A39', '3 I30', '3 I34'],
    costly: true,
    broken: ({ previous, entry, state }) => (hashState(replay(previous, entry)) === hashState(state) ? [] : ['state']),
  },
  {
    name: 'keeps-to-its-job',
    sources: ['1 A40'],
    about: ['jobs', 'allocations', 'deployments'],
    broken: (step) => {
      const single = ['RegisterJob', 'DeregisterJob', 'MarkJobStable', 'TagJobVersion', 'PromoteDeployment']
      if (!single.includes(step.entry.cause.change)) return []
      const keys = new Set([
        ...step.jobs.map(({ key }) => key),
        ...[...step.allocations, ...step.deployments].flatMap(({ before, after }) => {
          const row = after ?? before
          return row ? [jobKeyOf(row.namespace, row.jobId)] : []
        }),
      ])
      // Ids that are equal but for case share their versions (1 §9, case 40).
      return new Set([...keys].map((key) => key.toLowerCase())).size > 1 ? [...keys] : []
    },
  },
]
