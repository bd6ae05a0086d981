// A document whose absent fields are zero gets every field, and keeps what is there.

import { expect, it } from 'vitest'
import { completeDocument } from './complete.ts'

it('absent fields are zero, not defaults', () => {
  const document = completeDocument({ ID: 'j', TaskGroups: [{ Name: 'g', Update: {}, Tasks: [{ Name: 't' }] }] })
  expect(document).toMatchObject({ Name: '', Type: '', Priority: 0, Datacenters: [], Meta: null, Periodic: null })
  const [group] = document.TaskGroups
  expect(group).toMatchObject({ Count: 0, ReschedulePolicy: null, Constraints: null, ShutdownDelay: null })
  expect(group?.Update).toMatchObject({ Stagger: 0, MaxParallel: 0, HealthCheck: '' })
  expect(group?.Tasks[0]).toMatchObject({ Driver: '', KillTimeout: 0, Resources: { CPU: 0, MemoryMB: 0 } })
})

it('what is there stays: other fields, empty lists, values of every kind', () => {
  const document = completeDocument({ Extra: [1], Meta: {}, TaskGroups: [{ Other: 'x', Constraints: [], Count: 3 }] })
  expect(document).toMatchObject({ Extra: [1], Meta: {} })
  expect(document.TaskGroups[0]).toMatchObject({ Other: 'x', Constraints: [], Count: 3 })
})

it('what the server owns is left out', () => {
  expect(completeDocument({ Status: 'running', Version: 3, Stop: true })).not.toHaveProperty('Version')
})
