// Takes the stand-in wherever a test asks for Vitest.
const standIn = new URL('mutants-vitest.mjs', import.meta.url).href

export function resolve(specifier, context, next) {
  return specifier === 'vitest' ? { url: standIn, shortCircuit: true } : next(specifier, context)
}
