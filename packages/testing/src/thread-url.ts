// Where a thread finds its program: built files run as they are, sources need tsx, which a thread of Node 20 must be told once more.

/** The address to start a thread at. `from` is the caller's `import.meta.url`, `path` the program beside it, without its ending. */
export function threadUrl(from: string, path: string): URL {
  const ending = from.slice(from.lastIndexOf('.'))
  const url = new URL(`${path}${ending}`, from)
  if (ending !== '.ts') return url
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const text = `import { register } from ${tsx}; register(); await import(${JSON.stringify(url.href)})`
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`)
}
