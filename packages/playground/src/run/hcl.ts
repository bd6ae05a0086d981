// Job files in HCL, read on a thread of their own: the parser is Go's, compiled to WebAssembly, and weighs more than the page. A part of the
// page that is loaded when somebody writes HCL.

import { type ParsedJobFile, parseJobFile } from '@cutover/hcl'
import { registerPart } from './parts.ts'

/** The whole of this script, once it is built: a page in a folder may load nothing else. */
declare const hclScript: unknown
declare const self: {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: MessageEvent<string>) => void): void
}

let thread: Worker | undefined

/** Reads a job file; never rejects but when no thread can be had. Files are read one after the other. */
function readJobFile(source: string): Promise<ParsedJobFile> {
  thread ??= new Worker(URL.createObjectURL(new Blob([`(${String(hclScript)})()`], { type: 'text/javascript' })))
  const worker = thread
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<ParsedJobFile>) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(`the parser of HCL does not start: ${message}`))
    worker.postMessage(source)
  })
}

function serve(): void {
  self.addEventListener('message', ({ data }) => {
    parseJobFile({ source: data }).then(
      (parsed) => self.postMessage(parsed),
      (error: unknown) => self.postMessage({ ok: false, text: error instanceof Error ? error.message : String(error) }),
    )
  })
}

if (typeof document === 'undefined') serve()
else registerPart('hcl', { readJobFile })
