// The page that `serve` shows at /ui/: the folder that was named, or the one that was built in this workspace.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type PageFiles, readPage } from '@cutover/http'
import { CliError } from './cli-error.ts'

const workspacePage = fileURLToPath(new URL('../../playground/dist-page', import.meta.url))

/** Reads the page. One that was named has to be there; without one, and without a build, nothing is served. */
export async function builtPage(directory: string | undefined): Promise<{ readonly page?: PageFiles }> {
  const folder = directory ?? workspacePage
  if (directory === undefined && !existsSync(folder)) return {}
  try {
    return { page: await readPage(folder) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CliError(`the page in ${folder} cannot be served: ${why}`, 2)
  }
}
