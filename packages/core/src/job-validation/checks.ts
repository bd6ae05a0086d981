// Checks the health checks of services: of each check the first rule that it breaks. Rules: semantics/4 §1.8 "Order of
// one check's tests".

import type { CheckDocument, CheckRestartDocument, ServiceDocument } from '../job-document/document-parts.ts'
import { printDuration } from '../job-document/durations.ts'
import { eachOf } from '../json.ts'
import { broken, byteLength, errorList, firstBroken, quote, type Rule } from './texts.ts'

const second = 1_000_000_000

/** The checks' errors: those of Consul's services are named, those of Nomad's are bare. */
export function checkChecks(service: ServiceDocument): readonly string[] {
  return eachOf(service.Checks).flatMap((check) => {
    const named = `Check ${check.Name} invalid: `
    if (service.PortLabel === '' && check.PortLabel === '' && needsPort(check)) {
      return [`${named}check requires a port but neither check nor service ${quote(service.Name)} have a port`]
    }
    const text = firstError(check, service.Provider)
    return text === undefined ? [] : [(service.Provider === 'consul' ? named : '') + text]
  })
}

export function needsPort({ Type }: CheckDocument): boolean {
  return ['grpc', 'http', 'tcp'].includes(Type.toLowerCase())
}

function firstError(check: CheckDocument, provider: string): string | undefined {
  return (
    firstBroken([...typeRules(check, provider), ...timeRules(check), ...modeRules(check)]) ??
    restartError(check.CheckRestart) ??
    firstBroken(provider === 'nomad' ? nomadRules(check) : consulRules(check))
  )
}

function typeRules(check: CheckDocument, provider: string): readonly Rule[] {
  const type = check.Type.toLowerCase()
  const allowed = provider === 'nomad' ? ['tcp', 'http'] : ['grpc', 'tcp', 'http', 'script']
  const isHttp = type === 'http'
  return [
    [!allowed.includes(type), `invalid check type (${quote(type)}), must be one of ${allowed.join(', ')}`],
    [isHttp && check.Path === '', 'http type must have http path'],
    [isHttp && !isUrl(check.Path), 'http type must have valid http path'],
    [isHttp && /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(check.Path), 'http type must have relative http path'],
    [type === 'script' && check.Command === '', 'script type must have a valid script path'],
  ]
}

/** Whether Go would parse it: no control characters, no broken escape, no colon where a scheme would end. */
function isUrl(path: string): boolean {
  const [beforeQuery = ''] = path.split(/[?#]/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(path) || /%(?![0-9a-fA-F]{2})/.test(beforeQuery)) return false
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(path) || path.startsWith('/')) return true
  return !(beforeQuery.split('/')[0] ?? '').includes(':')
}

function timeRules({ Interval, Timeout }: CheckDocument): readonly Rule[] {
  return [
    [Interval === 0, 'missing required value interval. Interval cannot be less than 1s'],
    [Interval < second, `interval (${printDuration(Interval)}) cannot be lower than 1s`],
    [Timeout === 0, 'missing required value timeout. Timeout cannot be less than 1s'],
    [Timeout < second, `timeout (${printDuration(Timeout)}) is lower than required minimum timeout 1s`],
  ]
}

const addressModes = ['', 'host', 'driver', 'alloc', 'alloc_ipv6']
const updateModes = ['', 'require_healthy', 'ignore_warnings', 'ignore']
const initialStates = ['', 'passing', 'warning', 'critical']

export function isUpdateMode(mode: string): boolean {
  return updateModes.includes(mode)
}

function modeRules(check: CheckDocument): readonly Rule[] {
  const { InitialStatus, AddressMode, OnUpdate, CheckRestart } = check
  const states = '"passing", "warning", "critical" or empty'
  const modes = '"require_healthy", "ignore_warnings", or "ignore"'
  return [
    [
      !initialStates.includes(InitialStatus),
      `invalid initial check state (${InitialStatus}), must be one of ${states}`,
    ],
    [AddressMode === 'auto', 'invalid address_mode "auto" - auto only valid for services'],
    [!addressModes.includes(AddressMode), `invalid address_mode ${quote(AddressMode)}`],
    [!isUpdateMode(OnUpdate), `on_update must be ${modes}; got ${quote(OnUpdate)}`],
    [CheckRestart !== null && OnUpdate === 'ignore', 'on_update value "ignore" is not compatible with check_restart'],
    [
      CheckRestart !== null && !CheckRestart.IgnoreWarnings && OnUpdate === 'ignore_warnings',
      'on_update value "ignore_warnings" not supported with check_restart ignore_warnings value "false"',
    ],
  ]
}

function restartError(restart: CheckRestartDocument | null): string | undefined {
  if (!restart) return undefined
  const { Limit, Grace } = restart
  return errorList(
    broken([
      [Limit < 0, `limit must be greater than or equal to 0 but found ${Limit}`],
      [Grace < 0, `grace period must be greater than or equal to 0 but found ${Grace}`],
    ]),
  )
}

const methods = ['', 'GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS']

function nomadRules(check: CheckDocument): readonly Rule[] {
  const only = 'may only be set for Consul service checks'
  const { Method } = check
  return [
    [check.Expose, `expose ${only}`],
    [check.OnUpdate === 'ignore_warnings', 'on_update may only be set to ignore_warnings for Consul service checks'],
    [
      check.CheckRestart?.IgnoreWarnings === true,
      'ignore_warnings on check_restart only supported for Consul service checks',
    ],
    [check.AddressMode === 'driver', `address_mode = driver ${only}`],
    [
      check.Type === 'http' && !methods.includes(Method),
      `method type ${quote(Method)} not supported in Nomad http check`,
    ],
    [check.SuccessBeforePassing !== 0, `success_before_passing ${only}`],
    [check.FailuresBeforeCritical !== 0, `failures_before_critical ${only}`],
    [check.FailuresBeforeWarning !== 0, `failures_before_warning ${only}`],
    [check.TLSServerName !== '', `tls_server_name ${only}`],
  ]
}

function consulRules(check: CheckDocument): readonly Rule[] {
  const type = check.Type.toLowerCase()
  const counts = ['tcp', 'http', 'grpc'].includes(check.Type)
  const unsupported = `not supported for check of type ${quote(check.Type)}`
  return [
    [check.Expose && type !== 'grpc' && type !== 'http', 'expose may only be set on HTTP or gRPC checks'],
    [check.SuccessBeforePassing > 0 && !counts, `success_before_passing ${unsupported}`],
    [check.FailuresBeforeCritical > 0 && !counts, `failures_before_critical ${unsupported}`],
    [check.FailuresBeforeWarning > 0 && !counts, `failures_before_warning ${unsupported}`],
    [byteLength(check.Notes) > 255, 'notes must not be longer than 255 characters'],
  ]
}
