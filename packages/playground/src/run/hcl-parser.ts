// The parser of HCL in a browser: stands for `@cdktn/hcl2json`, which reads its WebAssembly from a disk. Here the bytes are in the script, so
// that it works from a folder, where pages may fetch nothing.

import '@cdktn/hcl2json/wasm/wasm_exec.js'
import packed from '@cdktn/hcl2json/main.wasm.gz?inline'

type Callback = (error: string | null, answer: string) => void

/** What the Go program puts on the global object, and what it is run by. */
declare global {
  var Go: new () => { readonly importObject: WebAssembly.Imports; run(instance: WebAssembly.Instance): Promise<void> }
  var __parse_terraform_config_wasm__: Record<string, (name: string, text: string, done: Callback) => void>
}

let starting: Promise<void> | undefined

async function start(): Promise<void> {
  // The program looks for its place by the name that Node has for the global object.
  Object.assign(globalThis, { global: globalThis, __parse_terraform_config_wasm__: {} })
  const go = new Go()
  const bytes = Uint8Array.from(atob(packed.slice(packed.indexOf(',') + 1)), (char) => char.charCodeAt(0))
  const unpacked = new Response(bytes).body?.pipeThrough(new DecompressionStream('gzip'))
  const { instance } = await WebAssembly.instantiate(await new Response(unpacked).arrayBuffer(), go.importObject)
  // It runs as long as the thread does: its functions are there once it waits.
  void go.run(instance)
}

async function ask(name: string, file: string, text: string): Promise<unknown> {
  starting ??= start()
  await starting
  return new Promise((resolve, reject) => {
    const done: Callback = (error, answer) => (error ? reject(new Error(error)) : resolve(JSON.parse(answer)))
    globalThis.__parse_terraform_config_wasm__[name]?.(file, text, done)
  })
}

/** A file as JSON. Rejects with the parser's text where it is not HCL. */
export function parse(file: string, source: string): Promise<unknown> {
  return ask('parse', file, source)
}

/** The tree of an expression. Rejects where it is none. */
export function getExpressionAst(file: string, expression: string): Promise<unknown> {
  return ask('getExpressionAst', file, expression)
}
