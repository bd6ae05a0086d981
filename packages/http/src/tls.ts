// TLS in front of the API: what a server shows, and whom it lets in.

import { createServer as createHttpServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'

/** A server's certificate and key as PEM. With `ca`, only clients with a certificate of that authority get through the handshake. */
export interface ServerTls {
  readonly cert: string
  readonly key: string
  readonly ca?: string
}

/** A socket server that speaks HTTP, over TLS (1.2 or newer) where there is a certificate. */
export function socketServer(options: ServerOptions, tls: ServerTls | undefined, listener: RequestListener): Server {
  if (!tls) return createHttpServer(options, listener)
  const asksClients = tls.ca !== undefined
  const handshakeTimeout = options.headersTimeout ?? 60_000
  return createHttpsServer(
    {
      ...options,
      ...tls,
      minVersion: 'TLSv1.2',
      handshakeTimeout,
      requestCert: asksClients,
      rejectUnauthorized: asksClients,
    },
    listener,
  )
}
