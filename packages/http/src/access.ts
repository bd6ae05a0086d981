// Access control of one request: what its route needs against what its caller has. Every handler meets it at the two doors it uses
// anyway, `read` and `submit`, and where it reads its filter; what needs to be asked earlier is asked before the handler.
// Rules: client-surface §2.3, oracle/README-http §5.

import { type Found, isRefusal, type Refusal } from '@cutover/core'
import { allPermissions, mergePolicies } from '@cutover/core/access'
import type { Api } from './api.ts'
import { type Caller, callerOf, secretInBody, secretOf } from './callers.ts'
import { type Need, nothing } from './need.ts'
import { checkRegion, type HttpRequest, readOptions } from './request.ts'
import { HttpError } from './response.ts'

/** What a request may do; `request.access` of every routed request while access control is on. */
export interface Access {
  /** Whether permission was asked for: no answer leaves without. */
  readonly wasAsked: boolean
  /** Who asks; refused when the token is nobody's. */
  readonly caller: () => Caller
  /** Refuses the request unless its route's need is met, in its own namespace by default. */
  readonly permit: (namespace?: string) => void
  /** Whether what lies in a namespace (or is called so) is there for the caller. */
  readonly sees: (namespace: string) => boolean
  /** The same request, judged anew: for answers that go on while tokens and policies change. */
  readonly anew: () => Access
}

/** The answer to whoever may not. */
export function permissionDenied(): HttpError {
  return new HttpError(403, 'Permission denied')
}

/** What everybody may while access control is off. */
export const openAccess: Access = {
  wasAsked: true,
  caller: () => ({ token: undefined, permissions: allPermissions }),
  permit: () => undefined,
  sees: () => true,
  anew: () => openAccess,
}

/** What a route's request is judged by. */
export interface Routed {
  readonly need: Need
  readonly params: readonly string[]
}

/** The access of a request to its route, where access control is on. */
export function accessOf(api: Api, request: HttpRequest, routed: Routed): Access {
  return new RouteAccess(api, request, routed)
}

class RouteAccess implements Access {
  readonly #api: Api
  readonly #request: HttpRequest
  readonly #routed: Routed
  #caller: Caller | undefined
  wasAsked = false

  constructor(api: Api, request: HttpRequest, routed: Routed) {
    this.#api = api
    this.#request = request
    this.#routed = routed
  }

  readonly caller = (): Caller => {
    this.#caller ??= this.#resolved()
    return this.#caller
  }

  readonly permit = (namespace?: string): void => {
    const { need, params } = this.#routed
    this.wasAsked = true
    if (need === nothing) return
    checkRegion(this.#request, this.#api.settings.region)
    const { permissions } = this.caller()
    const request = this.#request
    const asked = { permissions, state: this.#api.engine.read(), request, params }
    if (!need.allows({ ...asked, namespace: namespace ?? readOptions(request).namespace })) throw permissionDenied()
  }

  readonly sees = (namespace: string): boolean => {
    const { sees } = this.#routed.need
    return sees === undefined || sees(this.caller().permissions, namespace)
  }

  readonly anew = (): Access => new RouteAccess(this.#api, this.#request, this.#routed)

  #resolved(): Caller {
    if (this.#routed.need === nothing) return nobody
    const { need } = this.#routed
    const secret = secretOf(this.#request) || (need.secretInBody ? secretInBody(this.#request) : '')
    const found = callerOf(this.#api.engine.read(), secret, this.#api.clock.now())
    if (typeof found !== 'string') return found
    const { unreadable } = need
    if (found === 'unknown' || unreadable === undefined) throw permissionDenied()
    throw new HttpError(500, `${unreadable}${noSignedToken}`)
  }
}

/** What a read found, without the rows that are not there for the caller. */
export function seenRows<R extends { readonly namespace: string }>(
  { access }: HttpRequest,
  found: Found<readonly R[]> | Refusal,
): Found<readonly R[]> | Refusal {
  if (!access || isRefusal(found)) return found
  return { ...found, value: found.value.filter(({ namespace }) => access.sees(namespace)) }
}

/** What a read found; nothing if it is not there for the caller. */
export function seenRow<R extends { readonly namespace: string }>(
  { access }: HttpRequest,
  found: Found<R | undefined> | Refusal,
): Found<R | undefined> | Refusal {
  if (!access || isRefusal(found) || !found.value || access.sees(found.value.namespace)) return found
  return { ...found, value: undefined }
}

const nobody: Caller = { token: undefined, permissions: mergePolicies([]) }

const noSignedToken = 'failed to parse signed token: go-jose/go-jose: compact JWS format must have three parts'
