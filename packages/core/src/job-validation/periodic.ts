// Checks when a job is launched and with what: periodic and parameterized blocks. Rules: semantics/4 §1.8 "periodic",
// "parameterized".

import type { ParameterizedDocument, PeriodicDocument } from '../job-document/document-parts.ts'
import { eachOf } from '../json.ts'
import { cronError } from './cron-syntax.ts'
import { broken, nested, quote } from './texts.ts'

/** A disabled block is not looked at. */
export function checkPeriodic(
  periodic: PeriodicDocument | null,
  type: string,
  knowsTimeZone: (name: string) => boolean,
): readonly string[] {
  if (!periodic?.Enabled) return []
  return [
    ...broken([[!isBatch(type), 'Periodic can only be used with "batch" or "sysbatch" scheduler']]),
    ...nested('', checkLaunches(periodic, knowsTimeZone)),
  ]
}

function isBatch(type: string): boolean {
  return type === 'batch' || type === 'sysbatch'
}

function checkLaunches(periodic: PeriodicDocument, knowsTimeZone: (name: string) => boolean): readonly string[] {
  const { Spec, Specs, TimeZone, SpecType } = periodic
  const zone = `Invalid time zone ${quote(TimeZone)}: unknown time zone ${TimeZone}`
  return [
    ...broken([
      [Spec !== '' && Specs.length > 0, 'Only cron or crons may be used'],
      [Spec === '' && Specs.length === 0, 'Must specify a spec'],
      [TimeZone !== '' && !knowsTimeZone(TimeZone), zone],
      [SpecType !== 'cron' && SpecType !== '_internal_test', `Unknown periodic specification type ${quote(SpecType)}`],
    ]),
    ...(SpecType === 'cron' ? [...(Spec === '' ? [] : [Spec]), ...Specs].flatMap(checkCron) : []),
  ]
}

function checkCron(spec: string): readonly string[] {
  const error = cronError(spec)
  return error === undefined ? [] : [`Invalid cron spec ${quote(spec)}: ${error}`]
}

export function checkParameterized(parameterized: ParameterizedDocument | null, type: string): readonly string[] {
  if (!parameterized) return []
  const { Payload, MetaRequired, MetaOptional } = parameterized
  const both = eachOf(MetaRequired).filter((key) => MetaOptional?.includes(key))
  return [
    ...broken([[!isBatch(type), 'Parameterized job can only be used with "batch" or "sysbatch" scheduler']]),
    ...nested(
      '',
      broken([
        [!['optional', 'required', 'forbidden'].includes(Payload), `Unknown payload requirement: ${quote(Payload)}`],
        [
          both.length > 0,
          `Required and optional meta keys should be disjoint. Following keys exist in both: [${both.join(' ')}]`,
        ],
      ]),
    ),
  ]
}
