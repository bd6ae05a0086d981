// Rules about what stands in one file: its opening, its words, its promises. Each answers the problems it found.
import { isCode, type ProjectFile } from './project.ts'

export type Rule = (files: readonly ProjectFile[]) => readonly string[]

const openingComment = (text: string): string => {
  const lines = text.split('\n')
  const start = lines[0]?.startsWith('#!') === true ? 1 : 0
  const rest = lines.slice(start)
  const end = rest.findIndex((line) => !line.startsWith('//'))
  return rest
    .slice(0, end === -1 ? rest.length : end)
    .map((line) => line.replace(/^\/\/\s?/, ''))
    .join(' ')
    .trim()
}

const isSentence = (text: string): boolean => /^[A-Z`"'(].*[.:)]$/.test(text) && text.split(/\s+/).length >= 4

/** A file opens with a sentence on what it is for. */
export const headerSentence: Rule = (files) =>
  files
    .filter(isCode)
    .filter((file) => !isSentence(openingComment(file.text)))
    .map((file) => `${file.path}: opens without a sentence that says what it is for`)

const promise = ['TODO', '!'].join('')

/** The word of an unkept promise does not land. */
export const noLeftovers: Rule = (files) =>
  files.filter((file) => file.text.includes(promise)).map((file) => `${file.path}: leftover ${promise}`)

/** A test that is planned is not a test; skipped and focused ones are Biome's business. */
export const noPlannedTests: Rule = (files) =>
  files
    .filter((file) => file.path.endsWith('.test.ts') && /\b(it|test|describe)\.todo\b/.test(file.text))
    .map((file) => `${file.path}: a planned test`)

const machinePath = /(?<![\w.])\/(?:work\/(?:main|shared|\.library)|tmp\/|root\/|home\/\w+|Users\/\w+)/
const registryHost = new RegExp(['registry', '(npmjs|yarnpkg)', '(org|com)'].join('\\.'))

const hostProblems = (file: ProjectFile): readonly string[] => {
  const found = [machinePath, registryHost]
    .map((pattern) => pattern.exec(file.text)?.[0])
    .filter((hit) => hit !== undefined)
  return found.map((hit) => `${file.path}: names a machine path or a registry host (${hit})`)
}

/** Nothing in the project knows the machine or the registry it was made with; the lock file names no download address. */
export const noMachineNames: Rule = (files) => [
  ...files.filter((file) => !file.path.startsWith('tidy/')).flatMap(hostProblems),
  ...files
    .filter((file) => file.path === 'pnpm-lock.yaml' && /tarball:|https?:\/\//.test(file.text))
    .map((file) => `${file.path}: names a download address`),
]

// Second names of things that have one (style.md §3). Nomad's own spelling lives in the adapters named here.
const secondNames = new Map([
  ['alloc', 'allocation'],
  ['allocs', 'allocations'],
  ['eval', 'evaluation'],
  ['evals', 'evaluations'],
  ['tg', 'taskGroup'],
  ['tgs', 'taskGroups'],
  ['dep', 'deployment'],
  ['deploy', 'deployment'],
])
// The state keeps the index of each table under Nomad's name of that table.
const tableNames = /^packages\/core\/src\/(state|draft|(entities|queries|changes)\/[^/]+)\.ts$/
const isTableName = (path: string, identifier: string): boolean =>
  tableNames.test(path) && ['allocs', 'evals'].includes(identifier)
const foreignWords =
  /^packages\/(http\/src\/wire|testing\/src\/recorded|core\/src\/job-(document|fields|validation|canonical))\//

// Comments, strings and templates are prose or data, `Buffer.alloc` is the host's; what is left are the names we chose.
const stripProse = (text: string): string =>
  text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\bBuffer\.\w+/g,
    ' ',
  )

const words = (identifier: string): readonly string[] =>
  identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_$]+/)

const secondNameIn = (file: ProjectFile): readonly string[] => {
  const identifiers = new Set(stripProse(file.text).match(/(?<![\w$])[a-z_$][\w$]*/g) ?? [])
  return [...identifiers].flatMap((identifier) => {
    if (isTableName(file.path, identifier)) return []
    const term = words(identifier).find((word) => secondNames.has(word))
    return term === undefined ? [] : [`${file.path}: ${identifier} (say ${secondNames.get(term)})`]
  })
}

/** One term, one name. */
export const oneName: Rule = (files) =>
  files
    .filter((file) => file.path.startsWith('packages/') && isCode(file) && !foreignWords.test(file.path))
    .flatMap(secondNameIn)

const emptyName = /-(helpers?|utils?|managers?|services?|misc|common)(\.\w+)*\.ts$|\/(helpers?|utils?|misc|common)\.ts$/

/** A file is named after its one concept, a test after its kind, and no folder lies deeper than one below `src`. */
export const fileNames: Rule = (files) =>
  files
    .filter((file) => file.path.startsWith('packages/') && isCode(file))
    .flatMap(({ path }) => [
      ...(emptyName.test(path) ? [`${path}: named after nothing`] : []),
      ...(path.endsWith('.test.ts') && !/\.(unit|prop|int|e2e)\.test\.ts$/.test(path)
        ? [`${path}: a test of no kind`]
        : []),
      ...(/\/src\/[^/]+\/[^/]+\//.test(path) ? [`${path}: more than one folder below src`] : []),
    ])
