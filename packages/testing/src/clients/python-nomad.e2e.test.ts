// The package python-nomad, as PyPI has it, drives whole rollouts against `cutover serve`.
import { expect, test } from 'vitest'
import { served } from './served.ts'
import { installationMs, linesOf, missing, python } from './toolchain.ts'

const reason = missing('python3')

test.skipIf(reason !== '')(
  `python-nomad: plan, register, watch, promote, pause, revert, scale, events${reason}`,
  async () => {
    const tools = await python()
    const server = await served()
    try {
      expect(await linesOf(tools.python, [`${tools.folder}/rollout.py`, server.url])).toEqual([
        'plan Added True',
        'register True True',
        'list True',
        'promote too early 500',
        'pause True',
        'resume True',
        'promote True',
        'second Deployment completed successfully',
        'revert 2',
        'scale True 3',
        'scaled 3',
        'events True True',
        'unknown job False unknown deployment False',
        'versions [3, 2, 1, 0]',
        'evaluate True',
        'purged False',
      ])
    } finally {
      expect(await server.stop()).toBe(0)
    }
  },
  installationMs,
)
