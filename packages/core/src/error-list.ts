// The form in which several errors are told as one text: a count, then a line for each. Lists nest without indentation.
// Rules: semantics/4 §1.7.

/** The errors as one text. */
export function errorList(errors: readonly string[]): string {
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
  return `${count} occurred:\n${errors.map((error) => `\t* ${error}`).join('\n')}\n\n`
}
