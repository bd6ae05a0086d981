// What `flags.mjs` is for whoever is written in TypeScript.
declare module '*/flags.mjs' {
  import type { ParseArgsConfig, parseArgs } from 'node:util'

  export function refuse(text: string): never
  export function readFlags<T extends ParseArgsConfig>(help: string, config: T): ReturnType<typeof parseArgs<T>>
}
