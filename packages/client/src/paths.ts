// Paths whose ids may hold anything: slashes, spaces, any script.

/** A path; what is put into it is percent-encoded. */
export function path(texts: TemplateStringsArray, ...ids: readonly string[]): string {
  return texts.reduce((made, text, at) => made + encodeURIComponent(ids[at - 1] ?? '') + text)
}
