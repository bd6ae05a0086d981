// Faults of a server that clients have to live with: answers that come late or not at all, streams that break, servers without a
// leader. They stand in front of the API: what is answered by a fault has not happened.

import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** Which requests a fault meets. */
export interface FaultScope {
  /** Only paths that match, query included; every path by default. */
  readonly path?: RegExp
  /** Only so many requests; once by default. */
  readonly times?: number
}

/** What can be done to a server. Faults are met in the order in which they were asked for, one for each request. */
export interface ServerFaults {
  /** Answers come this many milliseconds later than they would. */
  readonly delay: (ms: number, scope?: FaultScope) => void
  /** Requests are answered with this status and text, and go no further; 500 by default. */
  readonly fail: (scope?: FaultScope & { readonly status?: number; readonly text?: string }) => void
  /** The connections of requests are cut without an answer. */
  readonly hangUp: (scope?: FaultScope) => void
  /** Cuts every answer that is under way: event streams, and blocking queries that wait. Answers how many there were. */
  readonly dropStreams: () => number
  /** From now on everything but stale reads is answered 500 `No cluster leader`. */
  readonly loseLeader: () => void
  /** A leader is there again. */
  readonly electLeader: () => void
  /** Forgets all faults that were not met yet, and elects a leader. */
  readonly clear: () => void
}

type Meet = (request: IncomingMessage, answer: ServerResponse, goOn: () => void) => void

interface Fault {
  readonly path: RegExp | undefined
  left: number
  readonly meet: Meet
}

/** Puts faults in front of whatever answers a server's requests. */
export function faultsOf(server: Server): ServerFaults {
  const inner = server.listeners('request')
  const open = new Set<ServerResponse>()
  const state: FaultState = { faults: [], hasLeader: true }
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, answer: ServerResponse) => {
    open.add(answer)
    answer.once('close', () => open.delete(answer))
    const goOn = (): void => {
      for (const listener of inner) listener.call(server, request, answer)
    }
    meetFault(state, { request, answer, goOn })
  })
  return injectorOf(state, open)
}

interface FaultState {
  readonly faults: Fault[]
  hasLeader: boolean
}

function injectorOf(state: FaultState, open: ReadonlySet<ServerResponse>): ServerFaults {
  const add = ({ path, times = 1 }: FaultScope, meet: Meet): void => void state.faults.push({ path, left: times, meet })
  return {
    delay: (ms, scope = {}) => add(scope, (_request, _answer, goOn) => void setTimeout(goOn, ms)),
    fail: ({ status = 500, text = 'an injected fault', ...scope } = {}) =>
      add(scope, (_request, answer) => refuse(answer, status, text)),
    hangUp: (scope = {}) => add(scope, (request) => request.socket.destroy()),
    dropStreams: () => {
      for (const answer of open) answer.socket?.destroy()
      return open.size
    },
    loseLeader: () => {
      state.hasLeader = false
    },
    electLeader: () => {
      state.hasLeader = true
    },
    clear: () => {
      state.faults.length = 0
      state.hasLeader = true
    },
  }
}

interface Met {
  readonly request: IncomingMessage
  readonly answer: ServerResponse
  readonly goOn: () => void
}

function meetFault(state: Readonly<FaultState>, { request, answer, goOn }: Met): void {
  const url = request.url ?? ''
  const fault = state.faults.find(({ path, left }) => left > 0 && (path === undefined || path.test(url)))
  if (!state.hasLeader && !/[?&]stale\b/.test(url)) refuse(answer, 500, 'No cluster leader')
  else if (fault) {
    fault.left -= 1
    fault.meet(request, answer, goOn)
  } else goOn()
}

function refuse(answer: ServerResponse, status: number, text: string): void {
  answer.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
}
