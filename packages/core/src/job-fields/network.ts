// The fields of networks and ports. Empty ones are left out of a stored document. Rules: semantics/4 §1.5.

import type { NetworkDocument, PortDocument } from '../job-document/document-parts.ts'
import {
  type Block,
  block,
  flag,
  integer,
  keptEmpty,
  list,
  map,
  maybe,
  text,
  texts,
  unlessEmpty,
  value,
} from './field.ts'

const portBlock: Block<PortDocument> = {
  ...block('Port', {
    Label: text(),
    Value: integer(),
    To: integer(),
    HostNetwork: unlessEmpty(text('default')),
    IgnoreCollision: flag(),
  }),
  omitsEmpty: true,
}

const dnsBlock = block('DNSConfig', {
  Servers: keptEmpty(texts()),
  Searches: keptEmpty(texts()),
  Options: keptEmpty(texts()),
})

const cniBlock = block('CNIConfig', { Args: keptEmpty(map(text())) })

export const networkBlock: Block<NetworkDocument> = {
  ...block('NetworkResource', {
    Mode: text(),
    Device: text(),
    CIDR: text(),
    IP: text(),
    MBits: integer(0),
    Hostname: text(),
    DNS: maybe(dnsBlock),
    ReservedPorts: list(value(portBlock)),
    DynamicPorts: list(value(portBlock)),
    CNI: maybe(cniBlock),
  }),
  omitsEmpty: true,
}
