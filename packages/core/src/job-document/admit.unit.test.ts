// The way of a job's body through admission: each row of the ladder repairs exactly one more fault than the row above.

import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { admitJob, admitPlan, type JobRequest, validateRequest } from './admit.ts'
import { freshSurroundings, openNamespace, type Surroundings } from './surroundings.ts'

const group = { Name: 'g', Tasks: [{ Name: 't', Driver: 'exec' }] }
const valid = { ID: 'j', TaskGroups: [group] }

function request(body: JsonObject, rest: Partial<JobRequest> = {}): JobRequest {
  return { body: { json: body }, ...rest }
}

describe('registering', () => {
  const scaled = { ID: 'j', Type: 'system', TaskGroups: [{ ...group, Scaling: {} }] }
  it.each<[string, JobRequest, number, string]>([
    ['no body', { body: '' }, 400, 'Request body is empty'],
    ['no JSON', { body: '{' }, 400, 'unexpected EOF'],
    [
      'a wrong type',
      request({ Job: [] }),
      400,
      'json: cannot unmarshal array into Go struct field JobRegisterRequest.Job of type api.Job',
    ],
    ['no job', request({}), 400, 'Job must be specified'],
    ['no id', request({ Job: {} }), 400, "Job ID hasn't been provided"],
    ['another id in the path', request({ Job: scaled }, { pathId: 'x' }), 400, 'Job ID does not match name'],
    [
      'a scaled system',
      request({ Job: scaled, EvalPriority: 101 }, { pathId: 'j' }),
      400,
      'Task groups with job type system do not support scaling blocks',
    ],
    [
      'a wrong priority',
      request({ Job: { ID: 'j' }, EvalPriority: 101, Region: 'mars' }),
      400,
      'Eval priority must be between 1 and 100 inclusively',
    ],
    ['an unknown region', request({ Job: { ID: 'j' }, Region: 'mars' }), 500, 'No path to region'],
    ['no group', request({ Job: { ID: 'j' } }), 500, '1 error occurred:\n\t* Missing job task groups\n\n'],
  ])('%s is refused', (_, sent, status, text) => {
    expect(admitJob(sent, freshSurroundings)).toEqual({ ok: false, status, text })
  })

  it('hands back what the request asks besides', () => {
    const asked = { EnforceIndex: true, JobModifyIndex: 7, PreserveCounts: true, PolicyOverride: true, EvalPriority: 9 }
    const body = { Job: { ...valid, Stop: true, Version: 4, VersionTag: { Name: 'v', TaggedTime: 5_000 } }, ...asked }
    expect(admitJob(request(body), freshSurroundings)).toMatchObject({
      ...{ ok: true, stop: true, version: 4, versionTag: { name: 'v', description: '', taggedTime: 5 } },
      ...{ enforceIndex: true, jobModifyIndex: 7, preserveCounts: true, preserveResources: false },
      ...{ policyOverride: true, evaluationPriority: 9, warnings: '', source: undefined },
    })
  })

  it('takes namespace and region from the query, then the body, then the job', () => {
    const around: Surroundings = { ...freshSurroundings, namespace: () => ({ ...openNamespace, nodePool: 'all' }) }
    const placed = (body: JsonObject, rest: Partial<JobRequest> = {}): string => {
      const admitted = admitJob(request({ ...body, Job: { ...valid, Namespace: 'c' } }, rest), around)
      return admitted.ok
        ? `${admitted.document.Namespace} ${admitted.document.NodePool} ${admitted.document.Region}`
        : ''
    }
    expect(placed({ Namespace: 'b' }, { namespace: 'a', region: 'global' })).toBe('a all global')
    expect(placed({ Namespace: 'b' })).toBe('b all global')
    expect(placed({})).toBe('c all global')
  })

  it('drops a source that is too large, with a warning', () => {
    const submitted = (length: number): unknown => {
      const admitted = admitJob(request({ Job: valid, Submission: { Source: 'x'.repeat(length) } }), freshSurroundings)
      return admitted.ok && [admitted.source?.source.length, admitted.warnings]
    }
    expect(submitted(1_000_000)).toEqual([1_000_000, ''])
    const dropped = 'job source size of 1.1 MB exceeds maximum of 1.0 MB and will be discarded'
    expect(submitted(1_100_000)).toEqual([undefined, `1 warning:\n\n* ${dropped}`])
  })

  it('keeps the source of a job as it was sent, absent parts empty', () => {
    const kept = (Submission: JsonObject): unknown => {
      const admitted = admitJob(request({ Job: valid, Submission }), freshSurroundings)
      return admitted.ok && admitted.source
    }
    const sent = { Source: 'job {}', Format: 'hcl2', Variables: 'a = 1', VariableFlags: { b: '2' } }
    expect(kept(sent)).toEqual({ source: 'job {}', format: 'hcl2', variables: 'a = 1', variableFlags: { b: '2' } })
    expect(kept({})).toEqual({ source: '', format: '', variables: '', variableFlags: null })
  })

  it('tells sizes in the unit that fits', () => {
    const told = (bytes: number): string => {
      const around = { ...freshSurroundings, sourceBytesMax: bytes - 1 }
      const admitted = admitJob(request({ Job: valid, Submission: { Source: 'x'.repeat(bytes) } }), around)
      return admitted.ok ? (/size of (.*) exceeds/.exec(admitted.warnings)?.[1] ?? 'kept') : ''
    }
    const sizes = [1, 9, 10, 999, 1_000, 1_049, 1_050, 9_949, 9_950, 10_000, 999_449, 999_999, 1_000_000, 10_000_000]
    expect(sizes.map(told).join(', ')).toBe(
      '1 B, 9 B, 10 B, 999 B, 1.0 kB, 1.0 kB, 1.1 kB, 9.9 kB, 10 kB, 10 kB, 999 kB, 1000 kB, 1.0 MB, 10 MB',
    )
  })

  it('takes priorities of evaluations from 1 to 100, or none', () => {
    const taken = [-1, 0, 1, 100, 101].filter(
      (EvalPriority) => admitJob(request({ Job: valid, EvalPriority }), freshSurroundings).ok,
    )
    expect(taken).toEqual([0, 1, 100])
  })

  it('keeps integers beyond a double as the nearest number that the engine can reckon with', () => {
    const group = '"Name":"g","Update":{"MaxParallel":9223372036854775807},"Tasks":[{"Name":"t","Driver":"exec"}]'
    const job = `{"ID":"j","TaskGroups":[{${group}}]}`
    const admitted = admitJob({ body: `{"Job":${job}}` }, freshSurroundings)
    expect(admitted.ok && admitted.document.TaskGroups[0]?.Update?.MaxParallel).toBe(2 ** 63 - 1024)
  })

  it('refuses a mount without a destination, at which Nomad gives no answer', () => {
    const job = { ID: 'j', TaskGroups: [{ ...group, Tasks: [{ Name: 't', VolumeMounts: [{ Volume: 'v' }] }] }] }
    expect(admitJob(request({ Job: job }), freshSurroundings)).toMatchObject({ ok: false, status: 400 })
  })
})

describe('planning', () => {
  it.each<[string, JobRequest, string]>([
    ['no job', request({}), 'Job must be specified'],
    ['no id', request({ Job: {} }), 'Job must have a valid ID'],
    ['another id in the path', request({ Job: valid }, { pathId: 'x' }), 'Job ID does not match'],
  ])('%s is refused', (_, sent, text) => {
    expect(admitPlan(sent, freshSurroundings)).toEqual({ ok: false, status: 400, text })
  })

  it('of a system job with a scaling block is allowed', () => {
    const job = { ...valid, Type: 'system', TaskGroups: [{ ...group, Scaling: { Max: 1 } }] }
    expect(admitJob(request({ Job: job }), freshSurroundings)).toMatchObject({ ok: false, status: 400 })
    expect(admitPlan(request({ Job: job }), freshSurroundings)).not.toMatchObject({ ok: false, status: 400 })
  })

  it('hands back whether the difference is wanted', () => {
    expect(admitPlan(request({ Job: valid, Diff: true }), freshSurroundings)).toMatchObject({ ok: true, diff: true })
  })
})

describe('validating', () => {
  it('answers with every error, as one text and one by one', () => {
    const errors = ['Missing job ID', 'Missing job name', 'Missing job task groups']
    const error = `3 errors occurred:\n\t* ${errors.join('\n\t* ')}\n\n`
    expect(validateRequest(request({ Job: {} }), freshSurroundings)).toEqual({
      ok: true,
      namespace: 'default',
      errors,
      error,
      warnings: '',
    })
  })

  it('looks at the job’s own namespace and region alone', () => {
    const verdict = (job: JsonObject, rest: Partial<JobRequest> = {}): unknown =>
      validateRequest(
        request({ Job: { ...valid, ...job }, Namespace: 'nope', Region: 'mars' }, rest),
        freshSurroundings,
      )
    expect(verdict({})).toMatchObject({ ok: true, errors: [] })
    expect(verdict({}, { namespace: 'nope' })).toMatchObject({ ok: true, errors: [] })
    expect(verdict({ Region: '' })).toMatchObject({ ok: true, errors: ['Missing job region'] })
    expect(verdict({ Namespace: '' })).toMatchObject({ ok: false, status: 500 })
    expect(verdict({}, { region: 'mars' })).toEqual({ ok: false, status: 500, text: 'No path to region' })
  })
})
