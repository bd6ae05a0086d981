// `cutover serve`, as built, as a process of its own, on a free port, forgetting everything.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server that answers. */
export interface Served {
  readonly url: string
  /** Tells it to stop; resolves with its exit code. */
  readonly stop: () => Promise<number>
}

const main = fileURLToPath(new URL('../../../cli/dist/main.js', import.meta.url))

/** Starts it, with more arguments if wanted. */
export async function served(args: readonly string[] = []): Promise<Served> {
  const own = ['--port', '0', '--log', 'memory', '--no-demo', ...args]
  const server = spawn(process.execPath, [main, 'serve', ...own], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await addressOf(server)
  const stop = async (): Promise<number> => {
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    const [code] = await ended
    return Number(code)
  }
  return { url, stop }
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let text = ''
  if (stdout === null) throw new Error('the server has no output')
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    const [url] = /http:\/\/\S+/.exec(text) ?? []
    if (url !== undefined && text.includes('\n')) {
      stdout.resume()
      return url
    }
  }
  throw new Error(`the server ended: ${text}`)
}
