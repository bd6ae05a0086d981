// The words of policies: which capabilities there are, and which of them the short words `read`, `write` … stand for.
// Rules: client-surface §2.3.

/** What may be allowed in a namespace. */
export const namespaceCapabilities = [
  'deny',
  'list-jobs',
  'parse-job',
  'read-job',
  'submit-job',
  'register-job',
  'deregister-job',
  'purge-job',
  'revert-job',
  'stable-job',
  'evaluate-job',
  'plan-job',
  'tag-job-version',
  'dispatch-job',
  'fail-deployment',
  'pause-deployment',
  'promote-deployment',
  'unblock-deployment',
  'set-alloc-health-deployment',
  'read-logs',
  'read-fs',
  'alloc-exec',
  'alloc-node-exec',
  'alloc-lifecycle',
  'csi-register-plugin',
  'csi-write-volume',
  'csi-read-volume',
  'csi-list-volume',
  'csi-mount-volume',
  'host-volume-create',
  'host-volume-register',
  'host-volume-read',
  'host-volume-write',
  'host-volume-delete',
  'list-scaling-policies',
  'read-scaling-policy',
  'read-job-scaling',
  'scale-job',
  'submit-recommendation',
  'sentinel-override',
] as const

/** One thing that may be allowed in a namespace. */
export type NamespaceCapability = (typeof namespaceCapabilities)[number]

const readNamespace = [
  'list-jobs',
  'parse-job',
  'read-job',
  'csi-list-volume',
  'csi-read-volume',
  'read-job-scaling',
  'list-scaling-policies',
  'read-scaling-policy',
  'host-volume-read',
] as const

const writeNamespace = [
  ...readNamespace,
  'scale-job',
  'submit-job',
  'dispatch-job',
  'read-logs',
  'read-fs',
  'alloc-exec',
  'alloc-lifecycle',
  'csi-mount-volume',
  'csi-write-volume',
  'submit-recommendation',
  'host-volume-create',
  'host-volume-register',
  'host-volume-write',
  'host-volume-delete',
] as const

const scaleNamespace = [
  'list-scaling-policies',
  'read-job',
  'read-job-scaling',
  'read-scaling-policy',
  'scale-job',
] as const

/** What a kind of rule allows, and what its short words stand for. */
export interface Vocabulary {
  readonly capabilities: readonly string[]
  readonly words: ReadonlyMap<string, readonly string[]>
}

/** The words of `namespace` rules. */
export const namespaceVocabulary: Vocabulary = {
  capabilities: namespaceCapabilities,
  words: new Map<string, readonly string[]>([
    ['deny', ['deny']],
    ['read', readNamespace],
    ['write', writeNamespace],
    ['scale', scaleNamespace],
  ]),
}

/** The words of `node_pool` rules. */
export const nodePoolVocabulary: Vocabulary = {
  capabilities: ['delete', 'deny', 'read', 'write'],
  words: new Map([
    ['deny', ['deny']],
    ['read', ['read']],
    ['write', ['delete', 'read', 'write']],
  ]),
}

/** The words of `host_volume` rules. */
export const hostVolumeVocabulary: Vocabulary = {
  capabilities: ['deny', 'mount-readonly', 'mount-readwrite'],
  words: new Map([
    ['deny', ['deny']],
    ['read', ['mount-readonly']],
    ['write', ['mount-readonly', 'mount-readwrite']],
  ]),
}

/** What may be allowed of the variables under a path. */
export type VariableCapability = 'destroy' | 'list' | 'read' | 'write'

/** The words for it, and the one that forbids everything. */
export const variableCapabilities: ReadonlySet<string> = new Set(['deny', 'destroy', 'list', 'read', 'write'])
