// What somebody wrote as a job, JSON or HCL, as a document in one line.

import { loadPart } from './load-part.ts'

/** The document, or why there is none. */
export type ReadJob = { readonly ok: true; readonly document: string } | { readonly ok: false; readonly text: string }

/** Reads a job. What does not begin like JSON is HCL, whose parser is loaded then. */
export async function readJob(text: string): Promise<ReadJob> {
  return /^\s*[{[]/.test(text) ? readJson(text) : readHcl(text)
}

function readJson(text: string): ReadJob {
  try {
    return { ok: true, document: JSON.stringify(JSON.parse(text)) }
  } catch (error) {
    return { ok: false, text: messageOf(error) }
  }
}

async function readHcl(text: string): Promise<ReadJob> {
  try {
    const { readJobFile } = await loadPart('hcl')
    const parsed = await readJobFile(text)
    return parsed.ok ? { ok: true, document: JSON.stringify(parsed.job) } : { ok: false, text: parsed.text }
  } catch (error) {
    return { ok: false, text: `HCL cannot be read here: ${messageOf(error)}` }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
