// Services of simulated allocations: registered when they run, told on the stream, gone when they stop or their node is down.

import { type Entry, micros, type State } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { type StreamEvent, streamEvents } from '@cutover/core/stream'
import { expect, test } from 'vitest'
import { World } from './world.ts'

const task = { Name: 'app', Driver: 'mock_driver', Config: { run_for: '1h' } }
const services = [{ Name: 'front', Provider: 'nomad', PortLabel: 'http', Tags: ['t'] }]
const group = {
  Name: 'web',
  Networks: [{ DynamicPorts: [{ Label: 'http' }] }],
  Services: services,
  Tasks: [{ ...task, Services: [{ Name: 'aside', Provider: 'nomad' }] }],
}
const minute = micros(60_000_000)

interface Told {
  readonly world: World
  readonly events: StreamEvent[]
}

function running(nodes = 1): Told {
  const events: StreamEvent[] = []
  const onEntry = (entry: Entry, _after: State, before: State): void => void events.push(...streamEvents(before, entry))
  const world = new World({ seed: 'services', nodes, managers: defaultManagers, onEntry })
  world.register({ ID: 'one', Datacenters: ['dc1'], TaskGroups: [group] })
  world.run(minute)
  expect(world.state.tables.services.size).toBe(2)
  return { world, events: events.filter(({ topic }) => topic === 'Service') }
}

test('an allocation that runs has registered what Nomad is the provider of', () => {
  const { world, events } = running()
  const [allocation] = [...world.state.tables.allocations]
  const id = `_nomad-task-${allocation?.id}`
  const rows = [...world.state.tables.services]
  expect(rows.map((row) => row.id)).toEqual([`${id}-app-aside-`, `${id}-group-web-front-http`])
  expect(rows[1]).toMatchObject({ serviceName: 'front', tags: ['t'], address: '127.0.0.1', jobId: 'one' })
  expect(rows[1]?.port).toBeGreaterThanOrEqual(20_000)
  expect(events.map(({ type, filterKeys }) => [type, filterKeys])).toEqual([
    ['ServiceRegistration', ['one', 'front']],
    ['ServiceRegistration', ['one', 'aside']],
  ])
})

test('a service that was taken away does not come back with the next report', () => {
  const { world } = running()
  const ids = [...world.state.tables.services].map(({ id }) => id)
  world.submit({ type: 'DeleteServiceRegistrations', ids })
  world.run(minute)
  expect(world.state.tables.services.size).toBe(0)
})

test('services go when their allocation stops, and when their node is down', () => {
  const stopped = running().world
  stopped.submit({
    type: 'StopJob',
    namespace: 'default',
    jobId: 'one',
    purge: false,
    noShutdownDelay: false,
    evaluationPriority: 0,
  })
  stopped.run(minute)
  expect(stopped.state.tables.services.size).toBe(0)

  const lost = running().world
  const [node] = [...lost.state.tables.nodes]
  lost.lose(node?.id ?? '')
  lost.run(minute)
  expect(lost.state.tables.nodes.get(node?.id ?? '')?.status).toBe('down')
  expect(lost.state.tables.services.size).toBe(0)
})
