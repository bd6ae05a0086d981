// What the provers came to in this run, for the table at its end and for docs/proof.json.

const noted = new Map<string, unknown>()

/** Notes the figures of a prover. */
export function note(name: string, figures: unknown): void {
  noted.set(name, figures)
}

/** Everything that was noted, by prover. */
export function notedFigures(): ReadonlyMap<string, unknown> {
  return noted
}
