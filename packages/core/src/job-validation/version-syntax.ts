// Whether a text is a list of version conditions such as `>= 1.2, < 2.0`. Rules: semantics/4 §1.8 "Version constraint
// is invalid".

const number = '[0-9]+(?:\\.[0-9]+)*'
const build = '(?:\\+[0-9A-Za-z\\-~]+(?:\\.[0-9A-Za-z\\-~]+)*)?\\??'
const tag = '[0-9A-Za-z\\-~]*(?:\\.[0-9A-Za-z\\-~]+)*'
const version = new RegExp(`^v?${number}(?:-[0-9]+${tag}|-?[A-Za-z\\-~]+${tag})?${build}$`)
const semver = new RegExp(`^v?${number}(?:-[0-9]+${tag}|-[A-Za-z\\-~]+${tag})?${build}$`)

/** The first condition of a list that cannot be read. */
export function malformedCondition(conditions: string, kind: 'version' | 'semver'): string | undefined {
  return conditions.split(',').find((condition) => {
    const wanted = /^\s*(?:=|!=|>=|<=|~>|>|<)?\s*(.*?)\s*$/s.exec(condition)?.[1] ?? ''
    return !(kind === 'version' ? version : semver).test(wanted)
  })
}
