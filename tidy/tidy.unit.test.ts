// The promises that no tool keeps for us, one test for each; a failure lists every place. Relies on the rules beside it.
import { expect, it } from 'vitest'
import { readProject } from './project.ts'
import {
  fileNames,
  headerSentence,
  noLeftovers,
  noMachineNames,
  noPlannedTests,
  oneName,
  type Rule,
} from './text-rules.ts'
import {
  arrows,
  coreDependsOnNothing,
  dependenciesFollowArrows,
  layoutIsTold,
  linksLead,
  referencesFollowDependencies,
  versionsArePinned,
} from './workspace-rules.ts'

const promises: readonly (readonly [string, Rule])[] = [
  ['every file opens with a sentence that says what it is for', headerSentence],
  ['every name says one thing, and every thing has one name', oneName],
  ['every file is named after its concept, and every test after its kind', fileNames],
  ['no promise was left unkept', noLeftovers],
  ['no test is only planned', noPlannedTests],
  ['no file knows the machine or the registry it was made with', noMachineNames],
  ['every package depends along the arrows', dependenciesFollowArrows],
  ['the core depends on nothing', coreDependsOnNothing],
  ['every version is pinned exactly', versionsArePinned],
  ['project references follow the dependencies', referencesFollowDependencies],
  ['every relative link leads somewhere', linksLead],
  ['docs/layout.md names every source file', layoutIsTold],
]

const files = readProject()

it.each(promises)('%s', (_, rule) => {
  const problems = rule(files)
  expect(problems, problems.join('\n')).toEqual([])
})

type Override = { readonly includes: readonly string[]; readonly linter: unknown }

it('the import rules of Biome allow what the arrows allow, and no more', () => {
  const { overrides }: { overrides: readonly Override[] } = JSON.parse(
    files.find(({ path }) => path === 'biome.json')?.text ?? '',
  )
  for (const [name, allowed] of Object.entries(arrows).filter(([one]) => one !== 'core')) {
    const own = overrides.filter(({ includes }) => includes.includes(`packages/${name}/src/**`))
    const granted = JSON.stringify(own).match(/!@cutover\/[\w-]+/g) ?? []
    expect([name, ...new Set(granted.map((one) => one.slice('!@cutover/'.length)))].sort()).toEqual(
      [name, ...allowed].sort(),
    )
  }
})
