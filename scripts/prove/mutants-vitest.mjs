// Stands in for Vitest where mutants are tried: tests are collected as functions, so that each can be run many times in one process.
// It knows what the tests of the core and of those who build on it use, no more.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const ofVitest = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'))
const load = (name) => import(pathToFileURL(ofVitest.resolve(name)).href)
const matchers = await load('@vitest/expect')
const { chai } = matchers

chai.use(matchers.JestExtend)
chai.use(matchers.JestChaiExpect)
chai.use(matchers.JestAsymmetricMatchers)
const { format } = await load('@vitest/pretty-format')
const { stripSnapshotIndentation } = await load('@vitest/snapshot')
// Snapshots are compared here and never renewed.
const same = (shown, wanted, what) => {
  if (shown.trim() !== wanted.trim()) throw new chai.AssertionError(`${what}:\n${shown}`)
}
const shownAs = (value) => format(value, { printBasicPrototype: false, escapeString: false })
chai.use((_, { addMethod }) => {
  addMethod(chai.Assertion.prototype, 'toMatchInlineSnapshot', function compare(wanted) {
    same(shownAs(this._obj), stripSnapshotIndentation(wanted), 'another snapshot')
  })
  addMethod(chai.Assertion.prototype, 'toMatchFileSnapshot', function compare(path) {
    same(String(this._obj), readFileSync(path, 'utf8'), path)
  })
})

export const expect = Object.assign((value, message) => {
  matchers.setState({ assertionCalls: 0, currentTestName: '' }, expect)
  return chai.expect(value, message)
}, chai.expect)
Object.defineProperty(globalThis, matchers.GLOBAL_EXPECT, { value: expect, writable: true, configurable: true })
matchers.setState({ assertionCalls: 0, currentTestName: '' }, expect)
Object.assign(expect, globalThis[matchers.ASYMMETRIC_MATCHERS_OBJECT])

/** Every test that was collected so far. */
export const collected = []
let scopes = []

let finishing = []
export const onTestFinished = (finish) => finishing.push(finish)

function add(name, body) {
  const run = async (context) => {
    finishing = []
    try {
      await body(context)
    } finally {
      for (const finish of finishing) await finish()
    }
  }
  collected.push({ name: [...scopes, name].join(' › '), run })
}

export function test(name, first, second) {
  const run = typeof first === 'function' ? first : second
  if (typeof run === 'function') add(String(name), run)
}
test.each = (rows) => (name, run) => {
  for (const [at, row] of rows.entries()) add(`${name} #${at}`, () => run(...(Array.isArray(row) ? row : [row])))
}
test.for = (rows) => (name, run) => {
  for (const [at, row] of rows.entries()) add(`${name} #${at}`, () => run(row))
}
/** The other name that tests know it by. */
export const it = Object.assign((...given) => test(...given), test)

export function describe(name, body) {
  const before = scopes
  scopes = [...scopes, name]
  body()
  scopes = before
}
describe.each = (rows) => (name, body) => {
  for (const [at, row] of rows.entries()) describe(`${name} #${at}`, () => body(...(Array.isArray(row) ? row : [row])))
}

const unknown = () => {
  throw new Error('hooks are not known here')
}
export const [beforeAll, beforeEach, afterAll, afterEach] = Array.from({ length: 4 }, () => unknown)
