// The MCP server for Nomad, as npm has it, over stdio against `cutover serve`.
import { Client } from '@cutover/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type McpSession, mcpSession, type ToolAnswer } from './mcp-session.ts'
import { type Served, served } from './served.ts'
import { installationMs, npmBinary } from './toolchain.ts'

const isHere = process.platform === 'linux' && process.arch === 'x64'
const reason = isHere ? '' : ' (left out: the package is for linux on x64)'

let server: Served
let session: McpSession

beforeAll(async () => {
  if (!isHere) return
  const binary = await npmBinary('@kocierik/mcp-nomad-linux-x64', '0.3.1', 'bin/mcp-nomad')
  server = await served()
  session = await mcpSession(binary, { NOMAD_ADDR: server.url })
}, installationMs)

afterAll(async () => {
  if (!isHere) return
  await session.close()
  expect(await server.stop()).toBe(0)
})

const second = 1_000_000_000

const job = {
  ID: 'mcp-web',
  Name: 'mcp-web',
  Type: 'service',
  Datacenters: ['*'],
  TaskGroups: [
    {
      Name: 'web',
      Count: 1,
      Update: { MinHealthyTime: second / 10, HealthyDeadline: 60 * second, HealthCheck: 'task_states' },
      Tasks: [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' }, Resources: { CPU: 20, MemoryMB: 16 } }],
    },
  ],
}

async function done(name: string, args: object = {}): Promise<string> {
  const answer: ToolAnswer = await session.tool(name, args)
  expect(answer, `${name}: ${answer.text}`).toMatchObject({ isError: false })
  return answer.text
}

test.skipIf(!isHere)(`mcp-nomad: tools, run, deployments, scale, drain, stop${reason}`, async () => {
  const { tools }: { tools?: readonly { readonly name: string }[] } = Object(await session.call('tools/list'))
  expect(tools?.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['list_deployments', 'get_deployment', 'run_job']),
  )
  expect(await done('list_deployments')).toBe('[]')
  await done('run_job', { job_spec: JSON.stringify(job), detach: true })
  const client = new Client({ address: server.url })
  const { data: deployment } = await client.jobs.latestDeployment('mcp-web')
  const id = deployment?.ID ?? ''
  for await (const { data } of client.deployments.watch(id)) expect(data.Status).not.toBe('failed')
  expect(await done('list_deployments')).toContain(id)
  expect(await done('get_deployment', { deployment_id: id })).toContain('successful')
  expect(await done('get_job_deployments', { job_id: 'mcp-web' })).toContain(id)
  expect(await done('get_job', { job_id: 'mcp-web' })).toContain('"mcp-web"')
  expect(await done('list_jobs')).toContain('mcp-web')
  await done('scale_job', { job_id: 'mcp-web', group: 'web', count: 2 })
  expect((await client.jobs.get('mcp-web')).data.TaskGroups[0]?.Count).toBe(2)
})

test.skipIf(!isHere)(`mcp-nomad: allocations, evaluations, nodes, namespaces, regions${reason}`, async () => {
  const client = new Client({ address: server.url })
  const { data } = await client.jobs.allocations('mcp-web')
  const [allocation] = data
  expect(await done('get_job_allocations', { job_id: 'mcp-web' })).toContain(allocation?.ID)
  expect(await done('get_allocation', { allocation_id: allocation?.ID })).toContain(allocation?.ID)
  expect(await done('get_job_summary', { job_id: 'mcp-web' })).toContain('web')
  await done('get_job_evaluations', { job_id: 'mcp-web' })
  await done('stop_allocation', { allocation_id: allocation?.ID })
  const node = allocation?.NodeID ?? ''
  expect(await done('list_nodes')).toContain(node)
  await done('drain_node', { node_id: node, enable: true, deadline: 60 })
  expect((await client.nodes.get(node)).data.SchedulingEligibility).toBe('ineligible')
  await done('drain_node', { node_id: node, enable: false })
  await done('eligibility_node', { node_id: node, eligible: 'eligible' })
  expect((await client.nodes.get(node)).data.SchedulingEligibility).toBe('eligible')
  await done('create_namespace', { name: 'mcp', description: 'd' })
  expect(await done('list_namespaces')).toContain('mcp')
  await done('delete_namespace', { name: 'mcp' })
  expect(await done('list_regions')).toContain('global')
  await done('stop_job', { job_id: 'mcp-web', purge: true })
  await expect(client.jobs.get('mcp-web')).rejects.toMatchObject({ status: 404 })
})
