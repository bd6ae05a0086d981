// Ladders of the commands about jobs: semantics/4 §2, §3.

import { emptyCluster, ladder, registration, smallCluster, smallDocument, smallJob, stateAfter } from '@cutover/testing'
import type { OperatorCommand } from '../command.ts'
import type { JobDocument } from '../job-document/document.ts'
import type { Registration } from './registration.ts'

const empty = emptyCluster()
const web = stateAfter(empty, registration())
const twice = stateAfter(web, registration(smallJob(smallDocument({ Priority: 60 }))))
const rolling = smallCluster()

function submit(document: JobDocument | undefined, fields: Partial<Registration> = {}): OperatorCommand {
  const rest = { stop: false, version: 0, versionTag: undefined, submission: undefined, enforceIndex: undefined }
  const kept = { preserveCounts: false, preserveResources: false, evaluationPriority: 0 }
  return {
    type: 'SubmitJob',
    namespace: 'default',
    registration: document && { document, ...rest, ...kept, ...fields },
  }
}

const batch = smallDocument({ Type: 'batch' })
const periodic = smallDocument({ Type: 'batch', Periodic: { Enabled: true, Spec: '@daily' } })
const template = smallDocument({ Type: 'batch', ParameterizedJob: { Payload: 'optional' } })
const crunch = stateAfter(empty, registration(smallJob(batch)))

ladder('SubmitJob', [
  ['without a job', empty, submit(undefined), 'submitted-job-missing'],
  ['of another namespace', empty, submit({ ...smallDocument(), Namespace: 'other' }), 'namespace-mismatch'],
  ['as one that exists, but does not', empty, submit(smallDocument(), { enforceIndex: 7 }), 'enforced-job-missing'],
  ['as a new one, but it exists', web, submit(smallDocument(), { enforceIndex: 0 }), 'enforced-job-exists'],
  ['at another index', web, submit(smallDocument(), { enforceIndex: 7 }), 'enforced-index-differs'],
  ['with another type', web, submit(batch), 'job-type-fixed'],
  ['that becomes periodic', crunch, submit(periodic), 'job-stays-non-periodic'],
  [
    'that is periodic no longer',
    stateAfter(empty, registration(smallJob(periodic))),
    submit(batch),
    'job-stays-periodic',
  ],
  ['that becomes parameterized', crunch, submit(template), 'job-stays-non-parameterized'],
  ['of a new job', empty, submit(smallDocument()), [['JobRegistered', 'EvaluationCreated']]],
  ['of a changed job', web, submit(smallDocument({ Priority: 60 })), [['JobRegistered', 'EvaluationCreated']]],
  ['of an unchanged job: only an evaluation', web, submit(smallDocument()), [['EvaluationCreated']]],
  ['of a new periodic job', empty, submit(periodic), [['JobRegistered']]],
  ['of an unchanged periodic job: nothing', stateAfter(empty, registration(smallJob(periodic))), submit(periodic), []],
])

function revert(jobId: string, version: number, enforcePriorVersion?: number): OperatorCommand {
  return { type: 'RevertJob', namespace: 'default', jobId, version, enforcePriorVersion }
}

ladder('RevertJob', [
  ['without an id', twice, revert('', 0), 'revert-job-id-missing'],
  ['of an unknown job', twice, revert('api', 0), 'revert-job-missing'],
  ['to the current version, whatever the prior one', twice, revert('web', 1, 7), 'revert-to-current'],
  ['to an unknown version', twice, revert('web', 9, 7), 'job-version-missing'],
  ['from another version', twice, revert('web', 0, 7), 'prior-version-differs'],
  ['to an older version', twice, revert('web', 0, 1), [['JobRegistered', 'EvaluationCreated']]],
])

function stable(jobId: string, version: number): OperatorCommand {
  return { type: 'DeclareJobStable', namespace: 'default', jobId, version, stable: true }
}

ladder('DeclareJobStable', [
  ['without an id', web, stable('', 0), 'stable-job-id-missing'],
  ['of an unknown version', web, stable('web', 9), 'job-version-missing'],
  ['of a version', web, stable('web', 0), [['JobStabilitySet']]],
  ['again: an entry without events', stateAfter(web, stable('web', 0)), stable('web', 0), [[]]],
])

function tag(fields: Partial<OperatorCommand<'TagVersion'>>): OperatorCommand {
  const named = { version: 0, latest: false, tag: { name: 'gold', description: '' }, name: 'gold' }
  return { type: 'TagVersion', namespace: 'default', jobId: 'web', ...named, ...fields }
}

const tagged = stateAfter(twice, tag({ version: 1 }))

ladder('TagVersion', [
  ['of the latest with a version', twice, tag({ latest: true, version: 1 }), 'tag-latest-version'],
  ['with a name of another version', tagged, tag({ version: 0 }), 'tag-taken'],
  ['of an unknown version', twice, tag({ version: 9 }), 'tag-version-missing'],
  ['of the latest of an unknown job', twice, tag({ latest: true, jobId: 'api' }), 'tag-version-missing'],
  ['of the latest version', twice, tag({ latest: true }), [['JobVersionTagged']]],
  ['removed, but there is none', twice, tag({ tag: undefined }), 'tag-not-found'],
  ['removed', tagged, tag({ tag: undefined }), [['JobVersionUntagged']]],
])

function scale(fields: Partial<OperatorCommand<'ScaleJob'>> = {}): OperatorCommand {
  const group = { group: 'app', count: 3, message: '', error: false, meta: undefined, jobModifyIndex: 0 }
  return { type: 'ScaleJob', namespace: 'default', jobId: 'web', ...group, ...fields }
}

const system = stateAfter(empty, registration(smallJob({ ...smallDocument(), Type: 'system' })))

ladder('ScaleJob', [
  ['without a group', web, scale({ group: '', count: -1 }), 'scale-group-missing'],
  ['to less than nothing', web, scale({ count: -1, error: true }), 'scale-count-negative'],
  ['with an error and a count', web, scale({ error: true, jobId: 'api' }), 'scale-count-with-error'],
  ['of an unknown job', web, scale({ jobId: 'api', group: 'zz' }), 'scale-job-missing'],
  ['of a system job beyond one', system, scale({ group: 'zz' }), 'scale-system-job'],
  ['of an unknown group', rolling, scale({ group: 'zz' }), 'scale-group-unknown'],
  ['during a rollout', rolling, scale({ jobModifyIndex: 7 }), 'scale-deployment-active'],
  ['at another index', web, scale({ jobModifyIndex: 7777 }), 'enforced-index-differs'],
  ['by a message only, during a rollout', rolling, scale({ count: undefined }), [['ScalingRecorded']]],
  ['to a count', web, scale(), [['JobRegistered'], ['EvaluationCreated'], ['ScalingRecorded']]],
])

function evaluate(jobId: string): OperatorCommand {
  return { type: 'EvaluateJob', namespace: 'default', jobId, forceReschedule: true }
}

const failing = smallCluster({ allocation: { clientStatus: 'failed' } })

ladder('EvaluateJob', [
  ['without an id', web, evaluate(''), 'evaluate-job-id-missing'],
  ['of an unknown job', web, evaluate('api'), 'job-not-found'],
  ['of a periodic job', stateAfter(empty, registration(smallJob(periodic))), evaluate('web'), 'evaluate-periodic'],
  [
    'of a parameterized job',
    stateAfter(empty, registration(smallJob(template))),
    evaluate('web'),
    'evaluate-parameterized',
  ],
  ['of a job without failed allocations', rolling, evaluate('web'), [['IndexesMoved', 'EvaluationCreated']]],
  ['of a job with a failed allocation', failing, evaluate('web'), [['AllocationTransitionAsked', 'EvaluationCreated']]],
])

function stop(jobId: string, purge: boolean): OperatorCommand {
  return { type: 'StopJob', namespace: 'default', jobId, purge, noShutdownDelay: false, evaluationPriority: 0 }
}

ladder('StopJob', [
  ['without an id', web, stop('', false), 'stop-job-id-missing'],
  ['of an unknown job: nothing', web, stop('api', false), []],
  ['of a job', web, stop('web', false), [['JobStopped', 'EvaluationCreated', 'JobStatusChanged']]],
  [
    'with a purge',
    rolling,
    stop('web', true),
    [['JobPurged', 'IndexesMoved', 'JobVersionPruned', 'DeploymentDeleted', 'AllocationDeleted', 'EvaluationCreated']],
  ],
])

function dispatch(fields: Partial<OperatorCommand<'DispatchJob'>> = {}): OperatorCommand {
  const rest = { payload: '', meta: {}, idempotencyToken: '', idPrefixTemplate: '', priority: 0 }
  return { type: 'DispatchJob', namespace: 'default', jobId: 'web', ...rest, ...fields }
}

const block = { Payload: 'forbidden', MetaRequired: ['a'], MetaOptional: ['b'] }
const parent = stateAfter(empty, registration(smallJob({ ...smallDocument(), ParameterizedJob: block })))

ladder('DispatchJob', [
  ['without an id', parent, dispatch({ jobId: '' }), 'dispatch-job-id-missing'],
  ['of an unknown job', parent, dispatch({ jobId: 'api' }), 'dispatch-job-missing'],
  ['of an ordinary job', web, dispatch(), 'dispatch-not-parameterized'],
  ['with a forbidden payload', parent, dispatch({ payload: 'eA==', meta: { z: '1' } }), 'dispatch-payload-forbidden'],
  ['with an unknown key', parent, dispatch({ meta: { z: '1' } }), 'dispatch-meta-unpermitted'],
  ['without a required key', parent, dispatch(), 'dispatch-meta-missing'],
  ['with too high a priority', parent, dispatch({ meta: { a: '1' }, priority: 101 }), 'dispatch-priority'],
  [
    'of a parameterized job',
    parent,
    dispatch({ meta: { a: '1' } }),
    [['JobRegistered', 'ChildStatusCounted', 'EvaluationCreated']],
  ],
])

function force(jobId: string): OperatorCommand {
  return { type: 'ForcePeriodicJob', namespace: 'default', jobId }
}

const daily = stateAfter(empty, registration(smallJob(periodic)))

ladder('ForcePeriodicJob', [
  ['without an id', daily, force(''), 'evaluate-job-id-missing'],
  ['of an unknown job', daily, force('api'), 'job-not-found'],
  ['of an ordinary job', web, force('web'), 'force-not-periodic'],
  ['of a stopped job', stateAfter(daily, stop('web', false)), force('web'), 'force-not-tracked'],
  ['of a periodic job', daily, force('web'), [['JobRegistered', 'ChildStatusCounted', 'EvaluationCreated']]],
])
