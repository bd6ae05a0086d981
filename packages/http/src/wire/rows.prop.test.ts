// What the API shows of a row is read back as a row that it shows alike: every row that random clusters end with.

import type { State } from '@cutover/core'
import { readAllocation, readDeployment, readEvaluation, readJob, readNode } from '@cutover/core/nomad-rows'
import { playCluster } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { wireAllocation } from './allocation.ts'
import { wireDeployment } from './deployment.ts'
import { encode, type Wire } from './encode.ts'
import { wireEvaluation } from './evaluation.ts'
import { wireJob } from './job.ts'
import { wireNode } from './node.ts'

function differing<Row>(rows: Iterable<Row>, show: (row: Row) => Wire, read: (text: string) => Row): readonly string[] {
  return [...rows].flatMap((row) => {
    const text = encode(show(row))
    const again = encode(show(read(text)))
    return again === text ? [] : [`${text}\n${again}`]
  })
}

function unlike({ tables }: State): readonly string[] {
  return [
    ...differing(tables.jobVersions, wireJob, (text) => readJob(JSON.parse(text))),
    ...differing(tables.deployments, wireDeployment, (text) => readDeployment(JSON.parse(text))),
    ...differing(tables.evaluations, wireEvaluation, (text) => readEvaluation(JSON.parse(text))),
    ...differing(
      tables.allocations,
      (row) => wireAllocation(row, 'key'),
      (text) => readAllocation(JSON.parse(text)),
    ),
    ...differing(tables.nodes, wireNode, (text) => readNode(JSON.parse(text))),
  ]
}

describe('rows of a random cluster', () => {
  test.each(Array.from({ length: 16 }, (_, n) => 31 + n))('%s are read back as they are shown', (seed) => {
    expect(unlike(playCluster(seed, 24, () => undefined).state)).toEqual([])
  })
})
