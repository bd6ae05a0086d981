// What admission asks about the cluster around a job: namespaces, node pools, regions and limits. The caller answers
// from its state. Rules: semantics/4 §1.8, §2.1; oracle/README-jobs §1 "State the cases run against".

import { nomadQuirks, type Quirks } from '../quirks.ts'

/** What a namespace allows. An empty list of enabled names enables all that are not disabled. */
export interface NamespaceRules {
  readonly enabledDrivers: readonly string[]
  readonly disabledDrivers: readonly string[]
  readonly enabledNetworkModes: readonly string[]
  readonly disabledNetworkModes: readonly string[]
  /** The node pool of jobs that name none. */
  readonly nodePool: string
}

/** Where jobs may be: what the state knows of namespaces and node pools. */
export interface Place {
  /** Undefined when there is no such namespace. */
  readonly namespace: (name: string) => NamespaceRules | undefined
  readonly hasNodePool: (name: string) => boolean
}

/** The cluster as a registration meets it. */
export interface Surroundings extends Place {
  /** The server's own region, which `global` means as well. */
  readonly region: string
  /** Whether a text names a time zone. */
  readonly knowsTimeZone: (name: string) => boolean
  /** The most that the counts of a job may sum up to; 0 is no limit. */
  readonly jobCountMax: number
  /** Bytes of a job's source beyond which it is dropped; default 1 MB. */
  readonly sourceBytesMax: number
  readonly memoryOversubscription: boolean
  /** Which of Nomad's texts are put right. */
  readonly quirks: Quirks
}

/** A namespace without restrictions. */
export const openNamespace: NamespaceRules = {
  enabledDrivers: [],
  disabledDrivers: [],
  enabledNetworkModes: [],
  disabledNetworkModes: [],
  nodePool: 'default',
}

/** A fresh server: its built-in namespace and node pools, limits at their defaults. */
export const freshSurroundings: Surroundings = {
  region: 'global',
  namespace: (name) => (name === 'default' ? openNamespace : undefined),
  hasNodePool: (name) => name === 'default' || name === 'all',
  knowsTimeZone: looksLikeTimeZone,
  jobCountMax: 50_000,
  sourceBytesMax: 1_000_000,
  memoryOversubscription: false,
  quirks: nomadQuirks,
}

const areas = [
  ...['Africa', 'America', 'Antarctica', 'Arctic', 'Asia', 'Atlantic', 'Australia', 'Brazil', 'Canada', 'Chile'],
  ...['Etc', 'Europe', 'Indian', 'Mexico', 'Pacific', 'US'],
]
const zones = [
  ...['UTC', 'Local', 'GMT', 'UCT', 'Zulu', 'Universal', 'Greenwich', 'CET', 'MET', 'EET', 'WET', 'EST', 'MST', 'HST'],
  ...[
    'EST5EDT',
    'CST6CDT',
    'MST7MDT',
    'PST8PDT',
    'Cuba',
    'Egypt',
    'Eire',
    'GB',
    'Hongkong',
    'Iceland',
    'Iran',
    'Israel',
  ],
  ...[
    'Jamaica',
    'Japan',
    'Kwajalein',
    'Libya',
    'NZ',
    'Navajo',
    'PRC',
    'Poland',
    'Portugal',
    'ROC',
    'ROK',
    'Singapore',
    'Turkey',
  ],
]

/** Whether a text has the form of a time zone's name. Hosts that know the zones bring their own answer. */
export function looksLikeTimeZone(name: string): boolean {
  const [area = '', ...places] = name.split('/')
  if (places.length === 0) return zones.includes(area)
  return areas.includes(area) && places.every((place) => /^[A-Z][A-Za-z0-9_+-]*$/.test(place))
}
