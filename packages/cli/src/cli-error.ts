// A failure that a person can do something about: one line, and an exit code.

/** Ends the command with one line on standard error. */
export class CliError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Options that several commands share: a whole number in a range. */
export function wholeNumber(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new CliError(`${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`, 2)
  }
}
