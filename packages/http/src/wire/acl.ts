// Policies, roles and tokens on the wire. Whole tokens are written in an order of their own, the life time first and as a text,
// unlike anything else. Hashes are opaque; they change when anything else does. Rules: oracle/README-http §5.

import { createHash } from 'node:crypto'
import type { AclPolicy, AclRole, AclToken } from '@cutover/core'
import { type NamedRule, readPolicyRules } from '@cutover/core/access'
import { printDuration } from '@cutover/core/job-documents'
import { encode, Raw, type Wire } from './encode.ts'
import { nanos, rfc3339 } from './time.ts'

/** A token with its secret, for those who may see it. */
export function wireToken(token: AclToken): Raw {
  return ordered([
    ['ExpirationTTL', token.expirationTtl === 0 ? '' : printDuration(nanos(token.expirationTtl))],
    ['AccessorID', token.accessorId],
    ['SecretID', token.secretId],
    ...shared(token),
    ['CreateIndex', token.createIndex],
    ['ModifyIndex', token.modifyIndex],
  ])
}

/** A token in a list: without its secret. */
export function wireTokenStub(token: AclToken): Wire {
  return {
    AccessorID: token.accessorId,
    ...Object.fromEntries(shared(token)),
    CreateIndex: token.createIndex,
    ModifyIndex: token.modifyIndex,
  }
}

/** What stands for a caller without a token, or for everybody while access control is off. */
export function wireNobody(accessorId: string, name: string, policies: readonly string[] | null): Raw {
  return ordered([
    ['ExpirationTTL', ''],
    ['AccessorID', accessorId],
    ['SecretID', ''],
    ['Name', name],
    ['Type', 'client'],
    ['Policies', policies],
    ['Roles', null],
    ['Global', false],
    ['Hash', null],
    ['CreateTime', '0001-01-01T00:00:00Z'],
    ['ExpirationTime', null],
    ['CreateIndex', 0],
    ['ModifyIndex', 0],
  ])
}

type Member = readonly [name: string, value: Wire]

function shared(token: AclToken): readonly Member[] {
  const said: readonly Member[] = [
    ['Name', token.name],
    ['Type', token.type],
    ['Policies', token.policies ?? null],
    ['Roles', token.roles?.map(({ id, name }) => ({ ID: id, Name: name })) ?? null],
    ['Global', token.global],
  ]
  return [
    ...said,
    ['Hash', hashOf(Object.fromEntries(said))],
    ['CreateTime', rfc3339(token.createTime)],
    ['ExpirationTime', rfc3339(token.expirationTime)],
  ]
}

function ordered(members: readonly Member[]): Raw {
  return new Raw(`{${members.map(([name, value]) => `${JSON.stringify(name)}:${encode(value)}`).join(',')}}`)
}

function hashOf(said: Wire): string {
  return createHash('sha256').update(encode(said)).digest('base64')
}

/** A policy in a list: without its rules. */
export function wirePolicyStub({
  name,
  description,
  rules,
  jobAcl,
  createIndex,
  modifyIndex,
}: AclPolicy): Wire & object {
  const said = { Description: description, JobACL: jobAcl ? { ...noJob, ...jobAcl } : null, Name: name }
  return { ...said, CreateIndex: createIndex, Hash: hashOf({ ...said, Rules: rules }), ModifyIndex: modifyIndex }
}

const noJob = { Group: '', JobID: '', Namespace: '', Task: '' }

/** A policy with its rules, as text and as they were read. */
export function wirePolicy(policy: AclPolicy): Wire {
  return { ...wirePolicyStub(policy), Rules: policy.rules, RulesJSON: wireRules(policy.rules) }
}

function wireRules(text: string): Wire {
  const rules = readPolicyRules(text)
  if ('fault' in rules) return null
  const { namespaces, nodePools, hostVolumes, single } = rules
  const word = (policy: string | undefined): Wire => (policy === undefined ? null : { Policy: policy })
  return {
    Agent: word(single.agent),
    ExtraKeysHCL: null,
    HostVolumes: orNull(hostVolumes.map(wireRule)),
    Namespaces: orNull(namespaces.map((rule) => ({ ...wireRule(rule), Variables: wireVariables(rule) }))),
    Node: word(single.node),
    NodePools: orNull(nodePools.map(wireRule)),
    Operator: word(single.operator),
    Plugin: word(single.plugin),
    Quota: word(single.quota),
    Raw: text,
    Sentinel: null,
  }
}

function wireRule({ name, policy, capabilities }: NamedRule): Wire & object {
  return { Capabilities: orNull(capabilities), Name: name, Policy: policy }
}

function wireVariables({ variables }: NamedRule): Wire {
  if (!variables) return null
  return { Paths: variables.map(({ path, capabilities }) => ({ Capabilities: orNull(capabilities), PathSpec: path })) }
}

function orNull(list: readonly Wire[]): Wire {
  return list.length > 0 ? list : null
}

/** A role. */
export function wireRole({ id, name, description, policies, createIndex, modifyIndex }: AclRole): Wire {
  const said = { Description: description, ID: id, Name: name, Policies: policies.map((policy) => ({ Name: policy })) }
  return { ...said, CreateIndex: createIndex, Hash: hashOf(said), ModifyIndex: modifyIndex }
}
