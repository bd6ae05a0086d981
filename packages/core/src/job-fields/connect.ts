// The fields of Consul Connect blocks: native, sidecar and gateway. Rules: semantics/4 §1.5 "Connect sidecar",
// "Gateways".

import type { ConnectDocument, GatewayDocument, GatewayProxyDocument } from '../job-document/document-parts.ts'
import {
  any,
  type Block,
  block,
  blocks,
  duration,
  flag,
  integer,
  list,
  map,
  maybe,
  text,
  texts,
  value,
} from './field.ts'
import { sidecarTaskBlock } from './task-parts.ts'

const meshGatewayBlock = block('ConsulMeshGateway', { Mode: text() })

const upstreamBlock = block('ConsulUpstream', {
  DestinationName: text(),
  DestinationNamespace: text(),
  DestinationPeer: text(),
  DestinationPartition: text(),
  DestinationType: text(),
  LocalBindPort: integer(),
  Datacenter: text(),
  LocalBindAddress: text(),
  LocalBindSocketPath: text(),
  LocalBindSocketMode: text(),
  MeshGateway: value(meshGatewayBlock),
  Config: map(any()),
})

const exposePathBlock = block('ConsulExposePath', {
  Path: text(),
  Protocol: text(),
  LocalPathPort: integer(),
  ListenerPort: text(),
})

const exposeBlock = block('ConsulExposeConfig', { Paths: blocks(exposePathBlock) })

const transparentProxyBlock = block('ConsulTransparentProxy', {
  UID: text(),
  OutboundPort: integer(0, 'uint16'),
  ExcludeInboundPorts: texts(),
  ExcludeOutboundPorts: list(integer(0, 'uint16')),
  ExcludeOutboundCIDRs: texts(),
  ExcludeUIDs: texts(),
  NoDNS: flag(),
})

const proxyBlock = block('ConsulProxy', {
  LocalServiceAddress: text(),
  LocalServicePort: integer(),
  Upstreams: blocks(upstreamBlock),
  Expose: maybe(exposeBlock),
  TransparentProxy: maybe(transparentProxyBlock),
  Config: map(any()),
})

const sidecarServiceBlock = block('ConsulSidecarService', {
  Tags: texts(),
  Port: text(),
  Proxy: maybe(proxyBlock),
  DisableDefaultTCPCheck: flag(),
  Meta: map(text()),
})

const bindAddressBlock = block('ConsulGatewayBindAddress', { Address: text(), Port: integer() })

const gatewayProxyBlock: Block<GatewayProxyDocument> = block('ConsulGatewayProxy', {
  ConnectTimeout: duration(5_000_000_000),
  EnvoyGatewayBindTaggedAddresses: flag(),
  EnvoyGatewayBindAddresses: map(maybe(bindAddressBlock)),
  EnvoyGatewayNoDefaultBind: flag(),
  EnvoyDNSDiscoveryType: text(),
  Config: map(any()),
})

const tlsBlock = block('ConsulGatewayTLSConfig', {
  Enabled: flag(),
  TLSMinVersion: text(),
  TLSMaxVersion: text(),
  CipherSuites: texts(),
})

const ingressServiceBlock = block('ConsulIngressService', { Name: text(), Hosts: texts() })

const listenerBlock = block('ConsulIngressListener', {
  Port: integer(),
  Protocol: text(),
  Services: blocks(ingressServiceBlock),
})

const ingressBlock = block('ConsulIngressConfigEntry', {
  TLS: maybe(tlsBlock),
  Listeners: blocks(listenerBlock),
})

const linkedServiceBlock = block('ConsulLinkedService', {
  Name: text(),
  CAFile: text(),
  CertFile: text(),
  KeyFile: text(),
  SNI: text(),
})

const terminatingBlock = block('ConsulTerminatingConfigEntry', { Services: blocks(linkedServiceBlock) })
const meshBlock = block('ConsulMeshConfigEntry', {})

const gatewayBlock: Block<GatewayDocument> = block('ConsulGateway', {
  Proxy: { ...maybe(gatewayProxyBlock), initial: {} },
  Ingress: maybe(ingressBlock),
  Terminating: maybe(terminatingBlock),
  Mesh: maybe(meshBlock),
})

export const connectBlock: Block<ConnectDocument> = block('ConsulConnect', {
  Native: flag(),
  Gateway: maybe(gatewayBlock),
  SidecarService: maybe(sidecarServiceBlock),
  SidecarTask: maybe(sidecarTaskBlock),
})
