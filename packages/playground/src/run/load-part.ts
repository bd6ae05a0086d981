// Loads the parts of the page that are scripts of their own.

import { fieldOf, initialState, isJsonObject, jobKey, later, micros, replay, versionKey, zero } from '@cutover/core'
import type { Parts } from './parts.ts'

/** Loads a part, once. Rejects when its script is not to be had. */
export async function loadPart<Name extends keyof Parts>(name: Name): Promise<Parts[Name]> {
  globalThis.cutoverCore ??= { fieldOf, initialState, isJsonObject, jobKey, later, micros, replay, versionKey, zero }
  if (!globalThis.cutoverParts?.[name]) await loadScript(`assets/${name}.js`)
  const part: Parts[Name] | undefined = globalThis.cutoverParts?.[name]
  if (!part) throw new Error(`${name} did not say what it is`)
  return part
}

function loadScript(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = address
    script.onload = () => resolve()
    script.onerror = () => reject(new Error(`${address} could not be loaded`))
    document.head.append(script)
  })
}
