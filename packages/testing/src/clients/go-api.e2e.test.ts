// Nomad's own Go client library, as the module proxy has it, drives whole rollouts against `cutover serve`.
import { expect, test } from 'vitest'
import { served } from './served.ts'
import { goProgram, installationMs, linesOf, missing } from './toolchain.ts'

const reason = missing('go')

test.skipIf(reason !== '')(
  `github.com/hashicorp/nomad/api: plan, register, watch, promote, revert, scale, events${reason}`,
  async () => {
    const program = await goProgram()
    const server = await served()
    try {
      expect(await linesOf(program, [], { NOMAD_ADDR: server.url })).toEqual([
        'plan Added 2',
        'list true',
        'promote too early true',
        'promote true',
        'Deployment completed successfully',
        'promote true',
        'Deployment completed successfully',
        'scale 3',
        'scale status 3 1',
        'event of a promotion true',
        'versions 4 3',
        'allocation true true',
        'nodes 3 true',
        'unknown Unexpected response code: 404 (job not found)',
        'purged true',
      ])
    } finally {
      expect(await server.stop()).toBe(0)
    }
  },
  installationMs,
)
