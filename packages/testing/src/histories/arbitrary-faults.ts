// Random faults of a log, in the order of its appends: most go well, some are refused, some are lost with or without being written.

import fc from 'fast-check'
import type { Fault } from '../fault-log.ts'

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { arbitrary: fc.constant<Fault>({ kind: 'held' }), weight: 5 },
  { arbitrary: fc.constant<Fault>({ kind: 'rejected', reason: 'disk full' }), weight: 1 },
  { arbitrary: fc.boolean().map((written): Fault => ({ kind: 'unknown', written })), weight: 2 },
)

/** Schedules for the `faults` of a fault log; `held` stands for an append that goes well. */
export const arbitraryFaultSchedule: fc.Arbitrary<readonly Fault[]> = fc.array(fault, { minLength: 1, maxLength: 20 })
