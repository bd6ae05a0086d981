// A session with an MCP server over stdio: JSON-RPC, one object a line.

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** What a tool answers. */
export interface ToolAnswer {
  readonly isError: boolean
  readonly text: string
}

/** A running session. */
export interface McpSession {
  readonly call: (method: string, params?: object) => Promise<unknown>
  readonly tool: (name: string, args?: object) => Promise<ToolAnswer>
  readonly close: () => Promise<void>
}

interface Message {
  readonly id?: number
  readonly result?: { readonly content?: readonly { readonly text: string }[]; readonly isError?: boolean }
  readonly error?: { readonly message: string }
}

interface Conversation {
  readonly send: (message: object) => void
  readonly ask: (method: string, params: object) => Promise<NonNullable<Message['result']>>
}

/** Starts the program and greets it. */
export async function mcpSession(program: string, env: Readonly<Record<string, string>>): Promise<McpSession> {
  const server = spawn(program, [], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] })
  const { send, ask } = conversation(server)
  await ask('initialize', {
    protocolVersion: '2024-11-05',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  })
  send({ method: 'notifications/initialized' })
  return {
    call: (method, params = {}) => ask(method, params),
    tool: async (name, args = {}) => {
      const { content = [], isError = false } = await ask('tools/call', { name, arguments: args })
      return { isError, text: content.map(({ text }) => text).join('') }
    },
    close: async () => {
      const ended = once(server, 'exit')
      server.kill()
      await ended
    },
  }
}

// Questions carry numbers and are answered by them; when the program ends, whatever still waits fails.
function conversation(server: ChildProcessByStdio<Writable, Readable, null>): Conversation {
  const waiting = new Map<number, (message: Message) => void>()
  createInterface({ input: server.stdout }).on('line', (line) => {
    const message: Message = JSON.parse(line)
    if (message.id !== undefined) waiting.get(message.id)?.(message)
  })
  server.once('exit', (code) => {
    for (const settle of waiting.values()) settle({ error: { message: `the program ended with ${code}` } })
  })
  let last = 0
  const send = (message: object): void => void server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const ask = async (method: string, params: object): Promise<NonNullable<Message['result']>> => {
    const id = ++last
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve))
    send({ id, method, params })
    const { result, error } = await answer
    waiting.delete(id)
    if (error || !result) throw new Error(error?.message ?? 'no result')
    return result
  }
  return { send, ask }
}
