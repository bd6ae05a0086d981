// The form of the lists of refusals.

/** For each code of a list the function that makes its text of its parts. */
export type RefusalTexts<P extends { readonly [C in keyof P]: readonly unknown[] }> = {
  readonly [C in keyof P]: (...parts: P[C]) => string
}
