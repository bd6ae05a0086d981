// Rules about how files stand to each other: arrows between packages, links between pages, the page of the layout.
import { posix } from 'node:path'
import type { ProjectFile } from './project.ts'
import { isSource } from './project.ts'
import type { Rule } from './text-rules.ts'

/** What each package may import of this workspace: the arrows of docs/layout.md, with what lies behind them. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  hcl: ['core'],
  invariants: ['core'],
  engine: ['core'],
  record: ['core', 'engine'],
  'log-lmdb': ['core', 'engine', 'record'],
  'log-nats': ['core', 'engine', 'record'],
  http: ['core', 'engine'],
  client: ['http'],
  simulator: ['core', 'engine'],
  testing: ['client', 'core', 'engine', 'hcl', 'http', 'invariants', 'simulator'],
  playground: ['client', 'core', 'engine', 'hcl', 'simulator'],
  cli: ['core', 'engine', 'http', 'invariants', 'client', 'simulator', 'log-lmdb', 'log-nats', 'record', 'hcl'],
}

type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly references?: readonly { readonly path: string }[]
}

const readJson = (text: string): Manifest => JSON.parse(text)

const ours = (dependencies: Readonly<Record<string, string>> | undefined): readonly string[] =>
  Object.keys(dependencies ?? {})
    .filter((name) => name.startsWith('@cutover/'))
    .map((name) => name.slice('@cutover/'.length))

const packageOf = (path: string): string => path.split('/')[1] ?? ''

const manifests = (files: readonly ProjectFile[]): readonly ProjectFile[] =>
  files.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file.path))

const againstArrows = (file: ProjectFile): readonly string[] => {
  const name = packageOf(file.path)
  const allowed = arrows[name]
  if (allowed === undefined) return [`${file.path}: a package without arrows (tidy/workspace-rules.ts)`]
  const manifest = readJson(file.text)
  const wrong = ours(manifest.dependencies).filter((one) => !allowed.includes(one))
  const wrongInTests = ours(manifest.devDependencies).filter((one) => one !== 'testing' && !allowed.includes(one))
  return [...wrong, ...wrongInTests].map((one) => `${file.path}: no arrow from ${name} to ${one}`)
}

/** Every package depends along the arrows. */
export const dependenciesFollowArrows: Rule = (files) => manifests(files).flatMap(againstArrows)

/** The core has no dependency at all. */
export const coreDependsOnNothing: Rule = (files) =>
  manifests(files)
    .filter((file) => packageOf(file.path) === 'core')
    .flatMap((file) => Object.keys(readJson(file.text).dependencies ?? {}))
    .map((name) => `packages/core/package.json: ${name} in a package without dependencies`)

/** Versions are pinned exactly. */
export const versionsArePinned: Rule = (files) =>
  files
    .filter((file) => /^(packages\/[^/]+\/)?package\.json$/.test(file.path))
    .flatMap((file) => {
      const { dependencies, devDependencies } = readJson(file.text)
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^(workspace:\*|\d+\.\d+\.\d+(-[\w.]+)?)$/.test(version))
        .map(([name, version]) => `${file.path}: ${name} ${version} is not pinned`)
    })

/** The compiler's project references say the same as the dependencies. */
export const referencesFollowDependencies: Rule = (files) =>
  manifests(files).flatMap((file) => {
    const name = packageOf(file.path)
    const config = files.find((one) => one.path === `packages/${name}/tsconfig.json`)
    if (config === undefined) return []
    const references = new Set((readJson(config.text).references ?? []).map(({ path }) => posix.basename(path)))
    return ours(readJson(file.text).dependencies)
      .filter((one) => !references.has(one))
      .map((one) => `packages/${name}/tsconfig.json: no reference to ${one}`)
  })

const linkTargets = (text: string): readonly string[] =>
  [...text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)(?:\s"[^"]*")?\)/g)].map((match) => match[1] ?? '')

const isRelative = (target: string): boolean => !/^([a-z]+:|#|\/)/i.test(target) && !target.startsWith('../shared')

/** A relative link in a page leads to a file or folder of the project. */
export const linksLead: Rule = (files) => {
  const paths = new Set(files.map((file) => file.path))
  const exists = (path: string): boolean => paths.has(path) || files.some((file) => file.path.startsWith(`${path}/`))
  return files
    .filter((file) => file.path.endsWith('.md') && !file.path.startsWith('tidy/bad/'))
    .flatMap((file) =>
      linkTargets(file.text)
        .filter(isRelative)
        .map((target) => ({ target, path: posix.join(posix.dirname(file.path), target.split('#')[0] ?? '') }))
        .filter(({ path }) => !exists(path.replace(/\/$/, '')))
        .map(({ target }) => `${file.path}: broken link ${target}`),
    )
}

const sectionOf = (page: string, name: string): string => {
  const start = new RegExp(`^### ${name}\\b`, 'm').exec(page)
  if (start === null) return ''
  const rest = page.slice(start.index + 4)
  const end = rest.search(/^##/m)
  return end === -1 ? rest : rest.slice(0, end)
}

/** docs/layout.md names every source file at the root of a package's `src` and every folder below it. */
export const layoutIsTold: Rule = (files) => {
  const page = files.find((file) => file.path === 'docs/layout.md')?.text ?? ''
  const told = (path: string): boolean => {
    const [, name = '', , first = '', second] = path.split('/')
    const word = second === undefined ? first.replace(/\.tsx?$/, '') : `${first}/`
    return new RegExp(`\`${word.replace('/', '\\/')}(\\.tsx?)?\``).test(sectionOf(page, name))
  }
  return files
    .filter(isSource)
    .filter((file) => !told(file.path))
    .map((file) => `${file.path}: absent from docs/layout.md`)
}
