// The case catalogue of semantics/2 §7, 45 to 81 without canaries: deployments and the limit.

import {
  completed,
  deployed,
  deploymentOf,
  found,
  limit,
  passOver,
  range,
  reconciliationLine,
  replaceOther,
  tainted,
  wantedJob,
} from '@cutover/testing'
import { expect, test } from 'vitest'
import type { DeploymentStatus } from '../entities/deployment.ts'
import { reconcile } from './reconcile.ts'

const plain = wantedJob()

const four = wantedJob(limit(4))

const fourNext = wantedJob(limit(4), { version: 1 })

const ten = found(four, range(0, 10))

const stopped = wantedJob(limit(4), { stop: true })

const stoppedDeployment = deploymentOf(four, [{}])

const destructive = { decide: 'destructive' } as const

function gated(status: DeploymentStatus, count: number, deploying: number, decide: 'ignore' | 'other') {
  const job = wantedJob({ Count: count, ...limit(4) }, { version: 1 })
  const own = found(job, range(0, deploying), deployed(true))
  const old = found(plain, range(deploying, 10))
  const decisions = decide === 'other' ? replaceOther(job) : 'ignore'
  return passOver(job, [...own, ...old], { deployment: deploymentOf(job, [{}], { status }), decide: decisions })
}

function healthGate(healthy: number) {
  const job = fourNext
  const settled = found(job, range(0, healthy), deployed(true))
  const unsettled = found(job, range(healthy, 4), deployed())
  const deployment = deploymentOf(job, [{ placed: 4, healthy }])
  return passOver(job, [...settled, ...unsettled, ...found(four, range(4, 10))], {
    deployment,
    decide: replaceOther(job),
  })
}

function midRollout(status: DeploymentStatus, own: number, migrating: readonly number[]) {
  const deployment = deploymentOf(fourNext, [{ placed: own, healthy: own }], { status })
  const fields = deployed(true)
  const staying = range(0, own).filter((n) => !migrating.includes(n))
  return passOver(
    fourNext,
    [
      ...found(fourNext, staying, fields),
      ...found(fourNext, migrating, { ...fields, desiredTransition: { migrate: true } }),
      ...found(four, range(own, 10)),
    ],
    { deployment, decide: replaceOther(fourNext), tainted: tainted({ 'node-0': 'down' }) },
  )
}

const healthyTen = found(four, range(0, 10), deployed(true))

const finished = { desiredTotal: 10, placed: 10, healthy: 10 }

const thirty = wantedJob({ Count: 30, ...limit(4) }, { version: 1 })

const secondPass = passOver(thirty, [...found(four, range(0, 10)), ...found(thirty, range(10, 30), deployed())], {
  deployment: deploymentOf(thirty, [{ desiredTotal: 30, placed: 20 }]),
  decide: replaceOther(thirty),
})

const stoppedUnhealthy = found(four, range(0, 10), {
  ...completed(),
  ...deployed(false),
  desiredStatus: 'stop',
  tag: 'b',
})

const incarnation = wantedJob(limit(4), { createIndex: 200 })

test.each([
  [
    45,
    'stop cancels deployment',
    passOver(stopped, ten, { deployment: stoppedDeployment }),
    'S10 · {stop 10} · stop 0-9 · cancelled: Cancelled because job is stopped',
  ],
  [
    46,
    'stop, failed deployment',
    passOver(stopped, ten, { deployment: deploymentOf(four, [{}], { status: 'failed' }) }),
    'S10 · {stop 10} · stop 0-9',
  ],
  [
    47,
    'newer version cancels',
    passOver(fourNext, ten, { deployment: stoppedDeployment }),
    '{ignore 10} · cancelled: Cancelled due to newer version of job',
  ],
  [
    48,
    'newer version, failed old',
    passOver(fourNext, ten, { deployment: deploymentOf(four, [{}], { status: 'failed' }) }),
    '{ignore 10}',
  ],
  [
    49,
    'rolling start',
    passOver(fourNext, ten, destructive),
    'D4 · {ignore 6, destructiveUpdate 4} · replace 0-3 · deployment of 10: Deployment is running',
  ],
  [
    50,
    'in-place deployment',
    passOver(fourNext, ten, { decide: 'inplace' }),
    'I10 · {inPlaceUpdate 10} · deployment of 10: Deployment is running',
  ],
  [
    51,
    'new incarnation',
    passOver(incarnation, found(four, range(0, 5))),
    'P5 · {ignore 5, place 5} · place 5-9 · deployment of 5: Deployment is running',
  ],
  [52, 'nothing changed', passOver(four, ten), '{ignore 10}'],
  [55, 'paused, missing allocs', gated('paused', 15, 0, 'ignore'), '{ignore 10}'],
  [55, 'failed, missing allocs', gated('failed', 15, 0, 'ignore'), '{ignore 10}'],
  [56, 'paused, destructive', gated('paused', 10, 1, 'other'), '{ignore 10}'],
  [56, 'failed, destructive', gated('failed', 10, 1, 'other'), '{ignore 10}'],
  [68, 'health gate, 0 of 4', healthGate(0), '{ignore 10}'],
  [69, 'health gate, 1 of 4', healthGate(1), 'D1 · {ignore 9, destructiveUpdate 1} · replace 4'],
  [70, 'health gate, 2 of 4', healthGate(2), 'D2 · {ignore 8, destructiveUpdate 2} · replace 4-5'],
  [71, 'health gate, 3 of 4', healthGate(3), 'D3 · {ignore 7, destructiveUpdate 3} · replace 4-6'],
  [72, 'health gate, 4 of 4', healthGate(4), 'D4 · {ignore 6, destructiveUpdate 4} · replace 4-7'],
  [
    73,
    'tainted mid-rollout',
    midRollout('running', 8, [1, 2]),
    'P3 S3 D2 · {ignore 5, place 1, migrate 2, stop 1, destructiveUpdate 2} · place 0l, 1-2m · stop 0 lost, 1-2 migrating · replace 8-9',
  ],
  [
    74,
    'failed deployment, tainted nodes',
    midRollout('failed', 4, [1]),
    'P2 S2 · {ignore 8, place 1, migrate 1, stop 1} · place 0l, 1m · stop 0 lost, 1 migrating',
  ],
  [
    75,
    'finished deployment',
    passOver(four, healthyTen, { deployment: deploymentOf(four, [finished], { status: 'successful' }) }),
    '{ignore 10}',
  ],
  [
    76,
    'completes',
    passOver(four, healthyTen, { deployment: deploymentOf(four, [finished]) }),
    '{ignore 10} · successful: Deployment completed successfully',
  ],
  [
    77,
    'completes despite stopped failures',
    passOver(four, [...healthyTen, ...stoppedUnhealthy], { deployment: deploymentOf(four, [finished]) }),
    '{ignore 10} · successful: Deployment completed successfully',
  ],
  [
    79,
    'new version after failure',
    passOver(fourNext, ten, { ...destructive, deployment: deploymentOf(four, [{}], { status: 'failed' }) }),
    'D4 · {ignore 6, destructiveUpdate 4} · replace 0-3 · deployment of 10: Deployment is running',
  ],
  [80, 'second pass of scale-up and change', secondPass, '{ignore 30}'],
  [
    81,
    'missing allocs use the limit',
    passOver(fourNext, found(four, range(0, 7)), destructive),
    'P3 D1 · {ignore 6, place 3, destructiveUpdate 1} · place 7-9 · replace 0 · deployment of 10: Deployment is running',
  ],
])('case %i: %s', (_number, _name, input, line) => {
  expect(reconciliationLine(reconcile(input))).toBe(line)
})
