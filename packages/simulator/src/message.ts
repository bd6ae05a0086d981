// What the fleet has to say to the servers, and the command that each message becomes.

import type { Micros, Node } from '@cutover/core'
import type { Report } from './report.ts'

/** A message of the fleet. */
export type FleetMessage =
  | { readonly kind: 'register'; readonly node: Node }
  | { readonly kind: 'heartbeat'; readonly nodeId: string }
  | { readonly kind: 'missed-heartbeat'; readonly nodeId: string }
  | { readonly kind: 'report'; readonly reports: readonly Report[]; readonly receivedAt: Micros }
