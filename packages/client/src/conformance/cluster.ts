// Allocations and nodes: stop, drain, eligibility. Rules: client-surface §3.9, §3.10, §5.5.

import type { NodeUpdated } from '../wire-cluster.ts'
import type { AllocationStopped } from '../wire-types.ts'
import type { Bench } from './bench.ts'
import { type Case, holds, Skip, same } from './case.ts'
import { rowWhere } from './rows.ts'

const nobody = 'deadbeef-0000-4000-8000-000000000005'

const cases: readonly Omit<Case, 'area'>[] = [
  {
    number: '82',
    name: 'an allocation is stopped and replaced; unknown and malformed ids are refused',
    needs: ['placement'],
    run: async (bench) => {
      const { id } = await bench.rollOut(bench.document())
      const [row] = (await bench.client.jobs.allocations(id)).data
      const answer = await bench.ask(`POST /v1/allocation/${row?.ID}/stop`)
      const { EvalID } = answer.json<AllocationStopped>()
      same('evaluation', (await bench.client.evaluations.get(EvalID)).data.TriggeredBy, 'alloc-stop')
      await bench.until(
        'a replacement',
        (options) => bench.client.jobs.allocations(id, options),
        (rows) => rows.some((other) => other.ID !== row?.ID && other.DesiredStatus === 'run'),
      )
      await bench.refused(`PUT /v1/allocation/${nobody}/stop`, {}, 404, 'allocation not found')
    },
  },
  {
    number: '83',
    name: 'drain moves the allocations and makes the node ineligible; eligibility brings it back',
    needs: ['placement', 'quiet'],
    run: async (bench) => {
      const { id } = await bench.rollOut(bench.document())
      const [row] = (await bench.client.jobs.allocations(id)).data
      const node = row?.NodeID ?? ''
      if ((await bench.client.nodes.list()).data.length < 2) throw new Skip('only one node: nowhere to move to')
      try {
        await drained(bench, node, id, row?.ID ?? '')
      } finally {
        await bench.client.nodes.drain(node, null, { markEligible: true })
      }
      const { data } = await bench.client.nodes.get(node)
      same('in the end', [data.SchedulingEligibility, data.DrainStrategy], ['eligible', null])
    },
  },
  {
    number: '§3.10',
    name: 'eligibility: no change answers zeros; nonsense, unknown nodes and empty bodies are refused',
    run: async (bench) => {
      const path = `PUT /v1/node/${nobody}` as const
      await bench.refused(`${path}/eligibility`, { body: { Eligibility: 'ineligible' } }, 500, 'node not found')
      await bench.refused(`${path}/drain`, { body: { DrainSpec: null } }, 500, 'node not found')
      await bench.refused(`${path}/drain`, {}, 400, 'Request body is empty')
      const [node] = (await bench.client.nodes.list()).data
      if (node === undefined) throw new Skip('no node')
      const mine = `PUT /v1/node/${node.ID}/eligibility` as const
      await bench.refused(mine, { body: { Eligibility: 'x' } }, 500, 'invalid scheduling eligibility "x"')
      const unchanged = await bench.ask(mine, { body: { Eligibility: node.SchedulingEligibility } })
      const { NodeModifyIndex, EvalCreateIndex, Index } = unchanged.json<NodeUpdated>()
      same('no change', [unchanged.status, NodeModifyIndex, EvalCreateIndex, Index], [200, 0, 0, 0])
    },
  },
]

async function drained(bench: Bench, node: string, jobId: string, allocation: string): Promise<void> {
  const drain = await bench.ask(`POST /v1/node/${node}/drain`, {
    body: { NodeID: node, DrainSpec: { Deadline: 60_000_000_000, IgnoreSystemJobs: false } },
  })
  const update = drain.json<NodeUpdated>()
  same('drain', [drain.status, update.EvalIDs, update.EvalCreateIndex], [200, null, 0])
  same('indexes', [update.NodeModifyIndex, update.Index], [drain.index, drain.index])
  const text = "can not set node's scheduling eligibility to eligible while it is draining"
  const { data } = await bench.client.nodes.get(node)
  if (data.DrainStrategy !== null)
    await bench.refused(`POST /v1/node/${node}/eligibility`, { body: { Eligibility: 'eligible' } }, 500, text)
  same('eligibility', data.SchedulingEligibility, 'ineligible')
  const rows = await bench.until(
    'the allocation elsewhere',
    (options) => bench.client.jobs.allocations(jobId, options),
    (all) => all.some((row) => row.ID !== allocation && row.ClientStatus === 'running'),
  )
  const moved = rowWhere('the replacement', rows, (row) => row.ID !== allocation && row.ClientStatus === 'running')
  holds('another node', moved.NodeID !== node, moved.NodeID)
}

/** All cases of this file. */
export const cluster: readonly Case[] = cases.map((one) => ({ ...one, area: 'cluster' }))
