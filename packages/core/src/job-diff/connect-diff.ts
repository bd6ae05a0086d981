// What the diff of a service's Consul Connect block shows. Rules: semantics/4 §4.3.

import { type Block, blocksAt, textAt } from './blocks.ts'
import { alwaysShown, plain, structured } from './compare-blocks.ts'
import type { Part } from './diff.ts'
import { entries, flags, numbers, texts } from './flatten.ts'
import { byContent, byKey, deepMap, one } from './parts.ts'
import { identities, logConfig, resources, volumeMounts } from './resources-diff.ts'
import { changedStringSet, stringSet } from './string-set.ts'

const upstream = structured('ConsulUpstreams', {
  fields: [
    texts('Datacenter', 'DestinationName', 'DestinationNamespace', 'DestinationPartition', 'DestinationPeer'),
    texts('DestinationType', 'LocalBindAddress', 'LocalBindSocketMode', 'LocalBindSocketPath'),
    numbers('LocalBindPort'),
  ],
  parts: [one('MeshGateway', plain('MeshGateway', { fields: [texts('Mode')] }))],
})

const exposedPath = plain('Paths', {
  fields: [texts('Path', 'Protocol', 'ListenerPort'), numbers('LocalPathPort')],
})

const expose = structured('Expose', {
  parts: [byContent('Paths', exposedPath)],
  isVoid: (block: Block) => block === undefined || blocksAt(block, 'Paths').length === 0,
})

const transparentProxy = structured('TransparentProxy', {
  fields: [texts('UID'), numbers('OutboundPort'), flags('NoDNS')],
  parts: [
    changedStringSet('ExcludeInboundPorts'),
    changedStringSet('ExcludeOutboundPorts'),
    changedStringSet('ExcludeOutboundCIDRs'),
    changedStringSet('ExcludeUIDs'),
  ],
})

const proxy = structured('ConsulProxy', {
  fields: [texts('LocalServiceAddress'), numbers('LocalServicePort')],
  parts: [
    byKey('Upstreams', (block) => `${textAt(block, 'Datacenter')}\u0000${textAt(block, 'DestinationName')}`, upstream),
    one('Expose', expose),
    one('TransparentProxy', alwaysShown('TransparentProxy', transparentProxy)),
    deepMap('Config'),
  ],
})

const sidecarService = structured('SidecarService', {
  fields: [flags('DisableDefaultTCPCheck'), texts('Port'), entries('Meta')],
  parts: [one('Proxy', proxy)],
})

const sidecarTask = structured('SidecarTask', {
  fields: [texts('Name', 'Driver', 'User', 'KillSignal'), entries('Env', 'Meta')],
  changedFieldsOnly: true,
  parts: [deepMap('Config'), resources, identities, logConfig, volumeMounts],
})

const tls = structured('TLS', {
  fields: [flags('Enabled'), texts('TLSMinVersion', 'TLSMaxVersion')],
  parts: [stringSet('CipherSuites')],
})

const gateway = structured('Gateway', {
  parts: [
    one('Proxy', structured('Proxy', {})),
    one('Ingress', structured('Ingress', { parts: [one('TLS', tls)] })),
    one('Terminating', structured('Terminating', {})),
    one('Mesh', structured('Mesh', {})),
  ],
})

/** A service's place in the Consul mesh. */
export const connect: Part = one(
  'Connect',
  structured('ConsulConnect', {
    fields: [flags('Native')],
    parts: [one('SidecarService', sidecarService), one('SidecarTask', sidecarTask), one('Gateway', gateway)],
  }),
)
