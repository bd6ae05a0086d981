// The option `--profile`: exactly Nomad, or its rules without the accidents.

import { Option } from 'commander'

/** For every subcommand that begins a log. */
export function profileOption(): Option {
  const text = 'nomad: exactly Nomad; safe: its rules without its oddities; only for a new log'
  return new Option('--profile <name>', text).choices(['nomad', 'safe']).default('nomad')
}
