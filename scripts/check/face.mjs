// The public face of each package, and of each of its subpaths, as a committed report `etc/*.api.md`: a change of the face that
// nobody wrote down fails.
// API Extractor brings the older compiler that it needs and reads the built declarations, never our sources.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicPackages } from './packages.mjs'

const compilerOptions = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  target: 'es2023',
  lib: ['es2023', 'dom'],
  types: [],
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
}

const configOf = (ExtractorConfig, root, { folder }, { report, entry, temporary }) =>
  ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry,
      compiler: { overrideTsconfig: { compilerOptions, files: [entry] } },
      apiReport: {
        enabled: true,
        reportFolder: join(root, 'etc'),
        reportTempFolder: temporary,
        reportFileName: `${report}.api.md`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: { extractorMessageReporting: { default: { logLevel: 'none' } } },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
  })

// `.` of core is reported as `core`, `./filter` as `core-filter`.
const entriesOf = ({ name, folder, manifest }) =>
  Object.entries(manifest.exports).map(([path, { types }]) => ({
    report: path === '.' ? name : `${name}-${path.slice(2)}`,
    entry: join(folder, types),
  }))

const reportOne = (extractor, root, item, { update, temporary, report, entry, compilerState }) => {
  const errors = []
  const messageCallback = (message) => {
    message.handled = true
    if (message.logLevel === 'error') errors.push(`packages/${item.name}: ${message.text}`)
  }
  const config = configOf(extractor.ExtractorConfig, root, item, { report, entry, temporary })
  const result = extractor.Extractor.invoke(config, { localBuild: update, messageCallback, compilerState })
  if (result.apiReportChanged && !update) {
    return [`packages/${item.name}: the public face differs from etc/${report}.api.md (npm run check -- --update)`]
  }
  return errors
}

// The compiler reads all declarations once, whatever the number of packages and entries.
const reportAll = (extractor, root, options) => {
  const all = publicPackages(root).flatMap((item) => entriesOf(item).map((one) => ({ item, ...options, ...one })))
  const absent = all.filter(({ entry }) => !existsSync(entry))
  if (absent.length > 0) return absent.map(({ item, report }) => `packages/${item.name}: ${report} is not built`)
  const config = configOf(extractor.ExtractorConfig, root, all[0].item, all[0])
  const compilerState = extractor.CompilerState.create(config, { additionalEntryPoints: all.map(({ entry }) => entry) })
  return all.flatMap(({ item, ...one }) => reportOne(extractor, root, item, { ...one, compilerState }))
}

export const face = {
  name: 'face',
  run: async (root, { update = false } = {}) => {
    const temporary = mkdtempSync(join(tmpdir(), 'cutover-face-'))
    mkdirSync(join(root, 'etc'), { recursive: true })
    const extractor = await import('@microsoft/api-extractor')
    try {
      return { problems: reportAll(extractor, root, { update, temporary }) }
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
  },
}
