// The page beside the API: files that were read once, and are found by their exact name, so that no path leads out of their folder.

import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { HttpRequest } from './request.ts'
import { empty, type HttpResponse } from './response.ts'

/** Texts by their path below `/ui/`. The file at the empty path is the page itself. */
export type PageFiles = ReadonlyMap<string, string>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
}

const filesMax = 200
const bytesMax = 16 * 1_048_576

const safety = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; worker-src 'self' blob:; connect-src http: https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
} as const

/** Reads the texts of a folder, at most 200 of them and 16 MiB. Rejects when there is no `index.html`, or more than that. */
export async function readPage(directory: string): Promise<PageFiles> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in types)
  if (files.length > filesMax) throw new Error(`the page has more than ${filesMax} files`)
  const texts = new Map<string, string>()
  let bytes = 0
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name)
    const text = await readFile(path, 'utf8')
    bytes += Buffer.byteLength(text)
    if (bytes > bytesMax) throw new Error(`the page is larger than ${bytesMax} bytes`)
    texts.set(path.slice(join(directory, '/').length).replaceAll('\\', '/'), text)
  }
  const index = texts.get('index.html')
  if (index === undefined) throw new Error('the page has no index.html')
  return texts.set('', index)
}

/** Answers what lies below `/ui/`. */
export function answerPage(page: PageFiles, { method }: HttpRequest, path: string): HttpResponse {
  const name = path.slice('/ui/'.length)
  const text = page.get(name)
  if (text === undefined) return empty(404)
  if (method !== 'GET' && method !== 'HEAD') return empty(405, { Allow: 'GET, HEAD' })
  return {
    status: 200,
    headers: { 'Content-Type': types[extname(name)] ?? types['.html'] ?? '', ...safety },
    body: text,
  }
}
