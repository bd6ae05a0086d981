// Checks what a task brings into its directory: artifacts and templates. Rules: semantics/4 §1.8 "artifact i",
// "template i".

import type { ArtifactDocument, TemplateDocument } from '../job-document/document-parts.ts'
import { printDuration } from '../job-document/durations.ts'
import { eachOf } from '../json.ts'
import { broken, nested, quote } from './texts.ts'

/** Whether a path, seen from the task's directory, leaves the allocation's. */
export function escapes(path: string): boolean {
  let depth = 1
  for (const part of path.split('/')) {
    if (part === '..') depth -= 1
    else if (part !== '' && part !== '.') depth += 1
    if (depth < 0) return true
  }
  return false
}

const escaped = 'destination escapes allocation directory'

export function checkArtifacts(artifacts: readonly ArtifactDocument[] | null): readonly string[] {
  return eachOf(artifacts).flatMap((artifact, i) =>
    nested(`Artifact ${i + 1} validation failed: `, checkArtifact(artifact)),
  )
}

function checkArtifact({ GetterSource, GetterMode, RelativeDest, GetterOptions }: ArtifactDocument): readonly string[] {
  return [
    ...broken([
      [GetterSource === '', 'source must be specified'],
      [
        !['any', 'file', 'dir'].includes(GetterMode),
        `invalid artifact mode ${quote(GetterMode)}; must be one of: any, file, dir`,
      ],
      [escapes(RelativeDest), escaped],
    ]),
    ...checkChecksum(GetterOptions?.checksum),
  ]
}

const checksumBytes: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha256: 32, sha512: 64 }

function checkChecksum(sent: string | undefined): readonly string[] {
  if (sent === undefined || sent.includes('${')) return []
  const checksum = sent.trim()
  if (checksum === '') return ['checksum value cannot be empty']
  const [type = '', value = '', ...more] = checksum.split(':')
  if (!checksum.includes(':') || more.length > 0)
    return [`checksum must be given as "type:value"; got ${quote(checksum)}`]
  const error = hexError(value)
  if (error !== undefined) return [`invalid checksum: ${error}`]
  const length = Object.hasOwn(checksumBytes, type) ? checksumBytes[type] : undefined
  if (length === undefined) return [`unsupported checksum type: ${type}`]
  return broken([[value.length / 2 !== length, `invalid ${type} checksum: ${value}`]])
}

function hexError(value: string): string | undefined {
  const [bad] = /[^0-9a-fA-F]/u.exec(value) ?? []
  if (bad !== undefined) {
    const code = (bad.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return `encoding/hex: invalid byte: U+${code} '${bad}'`
  }
  return value.length % 2 === 1 ? 'encoding/hex: odd length hex string' : undefined
}

export function checkTemplates(templates: readonly TemplateDocument[] | null): readonly string[] {
  const list = eachOf(templates)
  return list.flatMap((template, i) => {
    const first = list.findIndex(({ DestPath }) => DestPath === template.DestPath)
    return [
      ...nested(`Template ${i + 1} validation failed: `, checkTemplate(template)),
      ...broken([[first < i, `Template ${i + 1} has same destination as ${first + 1}`]]),
    ]
  })
}

function checkTemplate(template: TemplateDocument): readonly string[] {
  const { SourcePath, EmbeddedTmpl, DestPath, Splay } = template
  return [
    ...broken([
      [SourcePath === '' && EmbeddedTmpl === '', 'Must specify a source path or have an embedded template'],
      [DestPath === '', 'Must specify a destination for the template'],
      [escapes(DestPath), escaped],
    ]),
    ...checkChangeMode(template),
    ...broken([[Splay < 0, 'Must specify positive splay value']]),
    ...checkPermissions(template.Perms),
    ...checkWait(template.Wait),
  ]
}

function checkChangeMode({ ChangeMode, ChangeScript, Envvars }: TemplateDocument): readonly string[] {
  switch (ChangeMode) {
    case 'noop':
    case 'restart':
      return []
    case 'signal':
      return broken([[Envvars, 'cannot use signals with env var templates']])
    case 'script':
      if (!ChangeScript) return ['must specify change script configuration value when change mode is script']
      return broken([[ChangeScript.Command === '', 'must specify script path value when change mode is script']])
    default:
      return ['Invalid change mode. Must be one of the following: noop, signal, script, restart']
  }
}

/** Octal, of at most twelve bits. */
function checkPermissions(permissions: string): readonly string[] {
  if (permissions === '') return []
  const failed = `Failed to parse ${quote(permissions)} as octal: strconv.ParseUint: parsing ${quote(permissions)}`
  if (!/^[0-7]+$/.test(permissions)) return [`${failed}: invalid syntax`]
  return broken([[Number.parseInt(permissions, 8) > 0o7777, `${failed}: value out of range`]])
}

function checkWait(wait: TemplateDocument['Wait']): readonly string[] {
  const { Min, Max } = wait ?? { Min: null, Max: null }
  if (Min === null || Max === null) return []
  return broken([[Min > Max, `wait min ${printDuration(Min)} is greater than max ${printDuration(Max)}`]])
}
