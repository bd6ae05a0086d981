// Who may reach a server, and how: the flags for TLS, and the warning for servers that everybody can reach.

import { readFileSync } from 'node:fs'
import type { ServerTls } from '@cutover/http'
import type { Command } from 'commander'
import { CliError } from './cli-error.ts'

/** The flags, as they were read. */
export interface TlsFlags {
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly tlsCa?: string
}

/** Adds the flags to a command. */
export function addTlsFlags(command: Command): Command {
  return command
    .option('--tls-cert <file>', "the server's certificate, PEM: speak HTTPS only")
    .option('--tls-key <file>', 'its key, PEM')
    .option('--tls-ca <file>', 'let in only clients with a certificate of this authority, PEM')
}

/** What the flags name; undefined for plain HTTP. Throws when one of them makes no sense without another, or names no file. */
export function tlsOf({ tlsCert, tlsKey, tlsCa }: TlsFlags): ServerTls | undefined {
  if (tlsCert === undefined && tlsKey === undefined && tlsCa === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined)
    throw new CliError('--tls-cert and --tls-key go together, and --tls-ca with both', 2)
  const pair = { cert: readFile('--tls-cert', tlsCert), key: readFile('--tls-key', tlsKey) }
  return tlsCa === undefined ? pair : { ...pair, ca: readFile('--tls-ca', tlsCa) }
}

/** What an operator should know before anybody else finds out; undefined when the server keeps to itself or asks for tokens. */
export function reachWarning({
  address,
  acl,
  tlsCa,
}: { readonly address: string; readonly acl: boolean } & TlsFlags): string | undefined {
  if (acl || isLoopback(address)) return undefined
  const who = tlsCa === undefined ? 'everybody who reaches' : 'everybody with a certificate who reaches'
  return `${who} ${address} may do everything: serve with --acl, or on 127.0.0.1`
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address)
}

function readFile(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CliError(`${flag}: ${error instanceof Error ? error.message : String(error)}`, 2)
  }
}
