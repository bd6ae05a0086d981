// Checks services: each by itself, those of a group together, those of a task together. Rules: semantics/4 §1.8
// "services", "task services".

import type { CheckDocument, ServiceDocument } from '../job-document/document-parts.ts'
import type { StoredGroup, StoredTask } from '../job-document/document-stored.ts'
import { eachOf } from '../json.ts'
import { compareBytes } from '../order.ts'
import { checkChecks, isUpdateMode, needsPort } from './checks.ts'
import { checkConnect } from './connect.ts'
import { portsOf } from './networks.ts'
import { broken, nested, quote } from './texts.ts'

const kinds = ['', 'api-gateway', 'ingress-gateway', 'mesh-gateway', 'terminating-gateway']
const fixedModes = ['host', 'driver', 'alloc', 'alloc_ipv6']

function checkService(service: ServiceDocument): readonly string[] {
  const { AddressMode, Address, OnUpdate, Provider, Identity } = service
  const isFixed = fixedModes.includes(AddressMode)
  return [
    ...checkName(service.Name),
    ...broken([
      [isFixed && Address !== '', 'Service address_mode must be "auto" if address is set'],
      [
        !isFixed && AddressMode !== '' && AddressMode !== 'auto',
        `Service address_mode must be "auto", "host", or "driver"; not ${quote(AddressMode)}`,
      ],
      [
        !isUpdateMode(OnUpdate),
        `Service on_update must be "require_healthy", "ignore_warnings", or "ignore"; not ${quote(OnUpdate)}`,
      ],
    ]),
    ...checkProvider(service, Provider),
    ...broken([
      [Identity !== null && !Identity.Audience?.length, 'Service identity must provide at least one target aud value'],
    ]),
  ]
}

function checkName(name: string): readonly string[] {
  const plain = name.replaceAll(/\$\{[^}]*\}/g, 'ENV-VAR')
  const isName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(plain)
  const rule = 'can contain only alphanumeric characters or dashes and must be no longer than 63 characters'
  return broken([[!isName, `Service name must be valid per RFC 1123 and ${rule}: ${quote(name)}`]])
}

function checkProvider(service: ServiceDocument, provider: string): readonly string[] {
  const checks = checkChecks(service)
  if (provider === 'consul') {
    const kind = `Service ${service.Name} kind must be one of consul service kind or empty`
    return [...checks, ...broken([[!kinds.includes(service.Kind), kind]]), ...checkConnect(service)]
  }
  if (provider !== 'nomad') return [`Service provider must be "consul", or "nomad"; not ${quote(provider)}`]
  const connect = 'Service with provider nomad cannot include Connect blocks'
  return [...checks, ...broken([[service.Connect !== null, connect]])]
}

/** The errors of all services of a group: those of its tasks in so far as they concern the group. */
export function checkGroupServices(group: StoredGroup): readonly string[] {
  const own = eachOf(group.Services)
  const ofTasks = group.Tasks.flatMap((task) => eachOf(task.Services).map((service) => ({ task: task.Name, service })))
  const all = [...ofTasks, ...own.map((service) => ({ task: 'group', service }))]
  const identities = all.map(
    ({ task, service }) => `${task}->${service.Name}${service.PortLabel && ':'}${service.PortLabel}`,
  )
  const repeated = new Set(identities.filter((identity, i) => identities.indexOf(identity) < i))
  const providers = new Set(all.map(({ service }) => service.Provider))
  return [
    ...ofTasks.flatMap(({ task, service: { Name, TaskName } }) =>
      broken([
        [
          TaskName !== task,
          `Service ${Name} is invalid: may only specify task the service belongs to, got ${quote(TaskName)}`,
        ],
      ]),
    ),
    ...own.flatMap((service, i) => checkGroupService(service, i, group)),
    ...broken([
      [repeated.size > 0, `Services are not unique: [${[...repeated].join(', ')}]`],
      [providers.size > 1, 'Multiple service providers used: task group services must use the same provider'],
    ]),
  ]
}

function checkGroupService(service: ServiceDocument, at: number, group: StoredGroup): readonly string[] {
  const errors = checkService(service)
  if (errors.length > 0) return nested(`Service[${at}] ${service.Name} validation failed: `, errors)
  const name = quote(service.Name)
  const driver = 'cannot use address_mode="driver", only'
  return [
    ...broken([
      [
        service.AddressMode === 'driver',
        `service ${name} ${driver} services defined in a "task" block can use this mode`,
      ],
    ]),
    ...eachOf(service.Checks)
      .filter(({ TaskName }) => TaskName !== '')
      .flatMap(({ Name, TaskName, AddressMode }) => {
        const fault = `Check ${name} invalid: ${driver} checks defined in a "task" service block can use this mode`
        const stray = `Check ${Name} invalid: refers to non-existent task ${TaskName}`
        return broken([
          [AddressMode === 'driver', fault],
          [!hasTask(group, TaskName), stray],
        ])
      }),
  ]
}

function hasTask(group: StoredGroup, name: string): boolean {
  return group.Tasks.some(({ Name }) => Name === name)
}

/** Script checks of a group's services run in a task. */
export function checkScripts(group: StoredGroup): readonly string[] {
  return eachOf(group.Services)
    .filter(({ TaskName }) => TaskName === '')
    .flatMap(({ Name, Checks }) =>
      eachOf(Checks)
        .filter(({ Type, TaskName }) => Type === 'script' && TaskName === '')
        .map((check) => `Service [${group.Name}]->${Name} or Check ${check.Name} must specify task parameter`),
    )
}

/** The services of a task, and the port labels they use, with the names of those who use them. */
type Labels = Map<string, Set<string>>

export function checkTaskServices(task: StoredTask, group: StoredGroup): readonly string[] {
  const services = eachOf(task.Services)
  const labels: Labels = new Map()
  const errors = services.flatMap((service, i) => [
    ...nested(`service[${i}] ${quote(service.Name)} validation failed: `, checkService(service)),
    ...checkPlace(service, services.slice(0, i)),
    ...checkPorts(service, labels),
  ])
  return [...errors, ...checkLabels(labels, task, group)]
}

const groupModes = ['alloc', 'alloc_ipv6']
const inGroups = 'defined in a "group" block can use this mode'
const inServices = 'defined in a "group" service block can use this mode'

function checkPlace(service: ServiceDocument, before: readonly ServiceDocument[]): readonly string[] {
  const { AddressMode, Name, PortLabel } = service
  const name = quote(Name)
  return broken([
    [
      groupModes.includes(AddressMode),
      `service ${name} cannot use address_mode="${AddressMode}", only services ${inGroups}`,
    ],
    [before.some((one) => one.Name + one.PortLabel === Name + PortLabel), `service ${name} is duplicate`],
    [
      service.Connect !== null,
      `service ${name} cannot have "connect" block, only services defined in a "group" block can`,
    ],
  ])
}

function checkPorts(service: ServiceDocument, labels: Labels): readonly string[] {
  const { PortLabel, AddressMode, Name } = service
  if (PortLabel !== '' && !(AddressMode === 'driver' && isNumeric(PortLabel))) use(labels, PortLabel, Name)
  const checks = eachOf(service.Checks)
  return checks.flatMap((check, i) => [
    ...broken([
      [checks.findIndex((one) => one.Name === check.Name) < i, `check ${quote(check.Name)} is duplicate`],
      [
        groupModes.includes(check.AddressMode),
        `check ${quote(Name)} cannot use address_mode="${check.AddressMode}", only checks ${inServices}`,
      ],
    ]),
    ...checkPort(check, service, labels),
  ])
}

function checkPort(check: CheckDocument, service: ServiceDocument, labels: Labels): readonly string[] {
  if (!needsPort(check)) return []
  const port = check.PortLabel || service.PortLabel
  const name = quote(check.Name)
  if (port === '') return [`check ${name} is missing a port`]
  if (!isNumeric(port)) {
    use(labels, port, service.Name)
    return []
  }
  const number = Number(port)
  if (check.AddressMode === 'driver') return broken([[number <= 0, `check ${name} has invalid numeric port ${number}`]])
  return [`check ${name} cannot use a numeric port ${number} without setting address_mode="driver"`]
}

function isNumeric(label: string): boolean {
  return /^[+-]?\d+$/.test(label)
}

function use(labels: Labels, label: string, service: string): void {
  labels.set(label, (labels.get(label) ?? new Set()).add(service))
}

/** A task's services may use ports of the group's first network and of its own networks. */
function checkLabels(labels: Labels, task: StoredTask, group: StoredGroup): readonly string[] {
  const networks = [...eachOf(group.Networks).slice(0, 1), ...eachOf(task.Resources.Networks)]
  const known = new Set(networks.flatMap(portsOf).map(({ Label }) => Label ?? ''))
  const unknown = [...labels].filter(([label]) => !known.has(label)).sort(([a], [b]) => compareBytes(a, b))
  return unknown.map(([label, services]) => {
    const names = [...services].sort(compareBytes).join(', ')
    return `port label ${quote(label)} referenced by services ${names} does not exist`
  })
}
