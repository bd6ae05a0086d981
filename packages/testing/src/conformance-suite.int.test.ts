// Our own server passes every case of the conformance suite.
import { afterAll } from 'vitest'
import { conformanceSuite } from './conformance-suite.ts'
import { smallServer } from './small-server.ts'

const starting = smallServer()

afterAll(async () => (await starting).close())

conformanceSuite('this server', { client: async () => ({ address: (await starting).url }) })
