// Checks the volumes that a group asks for and how its tasks mount them. Rules: semantics/4 §1.8 "Group volumes",
// "volume mount i".

import type { VolumeDocument, VolumeMountDocument } from '../job-document/document-parts.ts'
import type { StoredGroup } from '../job-document/document-stored.ts'
import { eachOf } from '../json.ts'
import { broken, errorList, nested, quote, type Rule } from './texts.ts'

export function checkVolumes(group: StoredGroup, type: string): readonly string[] {
  return Object.entries(group.Volumes ?? {}).flatMap(([name, volume]) =>
    nested(`Task group volume validation for ${name} failed: `, checkVolume(volume, group, type)),
  )
}

function checkVolume(volume: VolumeDocument, group: StoredGroup, type: string): readonly string[] {
  const { PerAlloc, Sticky, Source } = volume
  const canaries = group.Update?.Canary ?? 0
  return broken([
    [Source === '', 'volume has an empty source'],
    [PerAlloc && (type === 'system' || type === 'sysbatch'), 'volume cannot be per_alloc for system or sysbatch jobs'],
    [PerAlloc && canaries > 0, 'volume cannot be per_alloc when canaries are in use'],
    [PerAlloc && Sticky, 'volume cannot be per_alloc and sticky at the same time'],
    ...(volume.Type === 'host' ? hostRules(volume) : csiRules(volume, group.Count > 1 && !PerAlloc)),
  ])
}

const hostModes = [
  'single-node-reader-only',
  'single-node-writer',
  'single-node-single-writer',
  'single-node-multi-writer',
  '',
]

function hostRules({ AccessMode, ReadOnly, MountOptions }: VolumeDocument): readonly Rule[] {
  return [
    [MountOptions !== null, 'host volumes cannot have mount options'],
    [AccessMode === 'single-node-reader-only' && !ReadOnly, `${AccessMode} volumes must be read-only`],
    [!hostModes.includes(AccessMode), `host volumes cannot be mounted with ${AccessMode} access mode`],
  ]
}

/** `many`: more than one allocation would use the volume. */
function csiRules(volume: VolumeDocument, many: boolean): readonly Rule[] {
  const { AccessMode, AttachmentMode, ReadOnly, MountOptions } = volume
  const reads = AccessMode === 'single-node-reader-only' || AccessMode === 'multi-node-reader-only'
  const allows = `volume with ${AccessMode} access mode allows only one`
  return [
    [AttachmentMode === '', 'CSI volumes must have an attachment mode'],
    [AttachmentMode === 'block-device' && MountOptions !== null, 'block devices cannot have mount options'],
    [AccessMode === '', 'CSI volumes must have an access mode'],
    [reads && !ReadOnly, `${AccessMode} volumes must be read-only`],
    [AccessMode === 'single-node-reader-only' && many, `${allows} reader`],
    [AccessMode === 'single-node-writer' && many, `${allows} reader or writer`],
    [AccessMode === 'multi-node-single-writer' && many && !ReadOnly, `${allows} writer`],
  ]
}

const propagations = ['', 'private', 'host-to-task', 'bidirectional']

export function checkMounts(
  mounts: readonly VolumeMountDocument[] | null,
  volumes: StoredGroup['Volumes'],
): readonly string[] {
  return eachOf(mounts).flatMap((mount, i) => {
    const { Volume, PropagationMode, SELinuxLabel } = mount
    const list = errorList(
      broken([
        [Volume === '', 'volume mount references an empty volume'],
        [
          !propagations.includes(PropagationMode),
          `volume mount has an invalid propagation mode: ${quote(PropagationMode)}`,
        ],
        [!['', 'z', 'Z'].includes(SELinuxLabel), `volume mount has an invalid SELinux label: ${quote(SELinuxLabel)}`],
      ]),
    )
    return broken([
      [!Object.hasOwn(volumes ?? {}, Volume), `Volume Mount (${i}) references undefined volume ${Volume}`],
      [list !== undefined, `Volume Mount (${i}) is invalid: "${list}"`],
    ])
  })
}
