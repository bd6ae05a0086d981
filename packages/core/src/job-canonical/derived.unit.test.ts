// What stored jobs derive from their own fields: services, implied constraints, Connect. Facts of semantics/4 §1.5.

import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { canonicalizeJob } from './canonicalize.ts'
import { group, task } from './stored.fixture.ts'

describe('services', () => {
  it.each([
    [{}, 'j-g'],
    [{ Name: `\${JOB}-\${TASKGROUP}-x` }, 'j-g-x'],
    [{ Name: 'own' }, 'own'],
  ])('%j is named %s', (sent, name) => expect(group({ Services: [sent] }).Services?.[0]?.Name).toBe(name))

  it('of a task are named after it and belong to it', () => {
    expect(task({ Services: [{}] }).Services?.[0]).toMatchObject({ Name: 'j-g-t', TaskName: 't', Namespace: 'default' })
  })

  it('give their restart rule and update rule to their checks', () => {
    const service = {
      Name: 'a',
      OnUpdate: 'ignore',
      CheckRestart: { Limit: 3 },
      Checks: [{ CheckRestart: { Grace: 5 } }],
    }
    const stored = group({ Services: [service] }).Services?.[0]
    expect(stored).not.toHaveProperty('CheckRestart')
    expect(stored?.Checks?.[0]).toMatchObject({
      Name: 'service: "a" check',
      OnUpdate: 'ignore',
      CheckRestart: { Limit: 3, Grace: 5, IgnoreWarnings: false },
    })
  })
})

describe('implied constraints', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    [
      'a bridge',
      { Networks: [{ Mode: 'bridge' }] },
      ['bridge', 'firewall', 'host-local', 'loopback', 'portmap'].map(
        (name) => `\${attr.plugins.cni.version.${name}} semver >= 0.4.0`,
      ),
    ],
    [
      'a service of Nomad with checks',
      { Services: [{ Provider: 'nomad', Checks: [{}] }] },
      [`\${attr.nomad.service_discovery} = true`, `\${attr.nomad.version} semver >= 1.4.0`],
    ],
    ['a service of Consul', { Services: [{}] }, [`\${attr.consul.version} semver >= 1.8.0`]],
    ['a Consul partition', { Consul: { Partition: 'p' } }, [`\${attr.consul.partition} = p`]],
    [
      'signals',
      { Tasks: [{ Name: 't', KillSignal: 'SIGINT', Templates: [{ ChangeMode: 'signal' }] }] },
      [`\${attr.os.signals} set_contains SIGHUP,SIGINT`],
    ],
    [
      'further identities',
      { Tasks: [{ Name: 't', Identities: [{ Name: 'x' }] }] },
      [`\${attr.nomad.version} semver >= 1.7.0-a`],
    ],
  ])('of %s', (_, sent, expected) => {
    const found = group(sent).Constraints?.map(({ LTarget, Operand, RTarget }) => `${LTarget} ${Operand} ${RTarget}`)
    expect(found).toEqual(expected)
  })
})

describe('Connect', () => {
  const bridged = { Networks: [{ Mode: 'bridge' }] }

  it('adds a proxy task and its port', () => {
    const stored = group({ ...bridged, Services: [{ Name: 'a', Connect: { SidecarService: {} } }] })
    expect(stored.Tasks[1]).toMatchObject({
      Name: 'connect-proxy-a',
      Kind: 'connect-proxy:a',
      Resources: { CPU: 250, MemoryMB: 128 },
    })
    expect(stored.Networks?.[0]?.DynamicPorts).toEqual([{ Label: 'connect-proxy-a', To: -1, HostNetwork: 'default' }])
  })

  it('lays a sidecar task with its ordinary defaults over the proxy', () => {
    const connect = { SidecarService: {}, SidecarTask: { Resources: { CPU: 99 } } }
    expect(group({ ...bridged, Services: [{ Name: 'a', Connect: connect }] }).Tasks[1]).toMatchObject({
      Resources: { CPU: 99, MemoryMB: 300 },
      LogConfig: { MaxFiles: 10 },
      ShutdownDelay: 0,
    })
  })

  it('opens a gateway’s addresses in a network of its own', () => {
    const stored = group({ ...bridged, Services: [{ Name: 'a', Connect: { Gateway: { Mesh: {} } } }] })
    const anywhere = { Address: '0.0.0.0', Port: -1 }
    const bound = { EnvoyGatewayNoDefaultBind: true, EnvoyGatewayBindAddresses: { lan: anywhere, wan: anywhere } }
    expect(stored.Services?.[0]?.Connect?.Gateway?.Proxy).toMatchObject(bound)
    expect(stored.Tasks[1]).toMatchObject({ Name: 'connect-mesh-a', Lifecycle: null })
  })

  it('refuses a native service whose task is not there', () => {
    const service = { Name: 'a', TaskName: 'zz', Connect: { Native: true } }
    const sent = { ID: 'j', TaskGroups: [{ Name: 'g', Tasks: [{ Name: 't' }], Services: [service] }] }
    expect(canonicalizeJob(sent, { namespace: 'default', region: 'global' })).toEqual({
      ok: false,
      text: 'error in job mutator connect: task zz named by Consul Connect Native service g->a does not exist',
    })
  })
})
