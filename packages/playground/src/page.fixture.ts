// What the tests of the page in a browser share: where a browser is, and the text of axe.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The system's browser; undefined where there is none. */
export const executablePath: string | undefined = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(existsSync)

/** The script that finds what is not accessible. */
export const axe: string = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
