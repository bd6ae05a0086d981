// Evaluates expressions and templates of a job file: variables, locals, functions, operators, conditions, lists and maps.
// What only the node knows, such as `${attr.kernel.name}` and `${NOMAD_PORT_http}`, stays as it is.

import { getExpressionAst } from '@cdktn/hcl2json'
import { fieldOf, isJsonObject, type Json, type JsonObject } from '@cutover/core'
import { Fault } from './fault.ts'
import { call, number, text } from './functions.ts'

/** What names stand for: `var`, `local`, and the variables of a `for`. */
export type Scope = (root: string, name: string | undefined, near: string) => Promise<Json | undefined>

/** The value of everything in a document: texts are templates. */
export async function evaluate(value: Json, scope: Scope): Promise<Json> {
  if (typeof value === 'string') return evaluateTemplate(value, scope)
  if (Array.isArray(value)) return Promise.all(value.map((item: Json) => evaluate(item, scope)))
  if (!isJsonObject(value)) return value
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await evaluate(item, scope)] as const),
  )
  return Object.fromEntries(entries)
}

/** The value of a template: text, or whatever it is when it consists of one expression. */
async function evaluateTemplate(template: string, scope: Scope): Promise<Json> {
  const parts = partsOf(template)
  const [only] = parts
  if (parts.length === 1 && only?.isExpression) return evaluateExpression(only.text, scope)
  const texts = await Promise.all(
    parts.map(async (part) =>
      part.isExpression ? shown(await evaluateExpression(part.text, scope), part.text) : part.text,
    ),
  )
  return texts.join('')
}

function shown(value: Json, near: string): string {
  if (value !== null && typeof value === 'object')
    throw new Fault('Invalid template interpolation value; a string is required.', near)
  return value === null ? '' : String(value)
}

interface Part {
  readonly isExpression: boolean
  readonly text: string
}

// `$${` is a literal `${`; braces inside an expression, and quotes, are balanced.
function partsOf(template: string): readonly Part[] {
  const parts: Part[] = []
  let literal = ''
  for (let at = 0; at < template.length; ) {
    if (template.startsWith('$${', at)) {
      literal += '${'
      at += 3
    } else if (template.startsWith('%{', at)) {
      throw new Fault('Template directives are not evaluated here.', template.slice(at, at + 12))
    } else if (template.startsWith('${', at)) {
      const end = closingBrace(template, at + 2)
      if (literal !== '') parts.push({ isExpression: false, text: literal })
      literal = ''
      parts.push({ isExpression: true, text: template.slice(at + 2, end) })
      at = end + 1
    } else {
      literal += template.charAt(at)
      at += 1
    }
  }
  return literal === '' && parts.length > 0 ? parts : [...parts, { isExpression: false, text: literal }]
}

function closingBrace(template: string, start: number): number {
  let depth = 0
  let quoted = false
  for (let at = start; at < template.length; at++) {
    const letter = template.charAt(at)
    if (quoted && letter === '\\') at += 1
    else if (letter === '"') quoted = !quoted
    else if (!quoted && letter === '{') depth += 1
    else if (!quoted && letter === '}' && depth-- === 0) return at
  }
  throw new Fault('Unclosed template interpolation sequence.', template.slice(start, start + 12))
}

async function evaluateExpression(expression: string, scope: Scope): Promise<Json> {
  const node = await treeOf(expression)
  return evaluateNode(node, { scope, near: expression })
}

// The parser's tree as plain values, so that no type of its is trusted.
async function treeOf(expression: string): Promise<Json> {
  try {
    return JSON.parse(JSON.stringify(await getExpressionAst('expression', expression)))
  } catch {
    throw new Fault(`Invalid expression; ${expression}`, expression)
  }
}

interface Context {
  readonly scope: Scope
  /** The expression around, as it stands in the file. */
  readonly near: string
}

function evaluateNode(node: Json, context: Context): Promise<Json> | Json {
  const type = String(fieldOf(node, 'type') ?? '')
  const evaluator = evaluators.get(type)
  if (!evaluator)
    throw new Fault(`Expressions of this kind (${type || 'unknown'}) are not evaluated here.`, context.near)
  return evaluator({ meta: objectOf(fieldOf(node, 'meta')), children: listOf(fieldOf(node, 'children')) }, context)
}

interface Node {
  readonly meta: JsonObject
  readonly children: readonly Json[]
}

type Evaluator = (node: Node, context: Context) => Promise<Json> | Json

const evaluators: ReadonlyMap<string, Evaluator> = new Map<string, Evaluator>([
  ['', ({ children: [inner = null] }, context) => evaluateNode(inner, context)],
  ['literalValue', ({ meta }) => literal(meta)],
  ['templateWrap', ({ children: [inner = null] }, context) => evaluateNode(inner, context)],
  ['template', joined],
  ['scopeTraversal', named],
  ['relativeTraversal', relative],
  ['function', called],
  ['conditional', chosen],
  ['binaryOp', combined],
  ['unaryOp', turned],
  ['tuple', async ({ children }, context) => Promise.all(children.map((child) => evaluateNode(child, context)))],
  ['object', mapped],
])

function literal(meta: JsonObject): Json {
  const value = String(meta['value'] ?? '')
  if (meta['type'] === 'number') return Number(value)
  if (meta['type'] === 'bool') return value === 'true'
  return meta['type'] === 'string' ? value : null
}

async function joined({ children }: Node, context: Context): Promise<Json> {
  const parts = await Promise.all(children.map((child) => evaluateNode(child, context)))
  return parts.map((part) => shown(part, context.near)).join('')
}

// What the scope does not know belongs to the node, and is kept as it stands.
async function named({ meta }: Node, { scope, near }: Context): Promise<Json> {
  const [root = '', ...path] = segmentsOf(meta)
  const [first] = path
  const found = await scope(root, first, near)
  if (found !== undefined) return inside(found, path.slice(1), near)
  const whole = String(meta['value'] ?? '')
  if (whole !== near.trim()) throw new Fault(`Unknown variable; There is no variable named "${root}".`, near)
  return `\${${near}}`
}

async function relative({ meta, children: [source = null] }: Node, context: Context): Promise<Json> {
  return inside(await evaluateNode(source, context), segmentsOf(meta), context.near)
}

function segmentsOf(meta: JsonObject): readonly string[] {
  return listOf(meta['traversal']).map((part) => String(fieldOf(part, 'segment') ?? '').replace(/^"(.*)"$/, '$1'))
}

function inside(value: Json, path: readonly string[], near: string): Json {
  return path.reduce((found: Json, key) => {
    const next = Array.isArray(found) ? found[Number(key)] : fieldOf(found, key)
    if (next === undefined) throw new Fault(`Unsupported attribute; There is no "${key}" here.`, near)
    return next
  }, value)
}

async function called({ meta, children }: Node, context: Context): Promise<Json> {
  const args = await Promise.all(children.map((child) => evaluateNode(child, context)))
  return call(String(meta['name'] ?? ''), args, context.near)
}

async function chosen({ children: [condition = null, yes = null, no = null] }: Node, context: Context): Promise<Json> {
  return evaluateNode((await evaluateNode(condition, context)) === true ? yes : no, context)
}

async function combined({ meta, children: [left = null, right = null] }: Node, context: Context): Promise<Json> {
  const operation = operations.get(String(meta['operator'] ?? ''))
  if (!operation) throw new Fault(`Unknown operator "${String(meta['operator'])}".`, context.near)
  try {
    return operation(await evaluateNode(left, context), await evaluateNode(right, context))
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault(`Invalid operand; ${error instanceof Error ? error.message : String(error)}.`, context.near)
  }
}

const operations: ReadonlyMap<string, (left: Json, right: Json) => Json> = new Map<
  string,
  (left: Json, right: Json) => Json
>([
  ['add', (left, right) => number(left) + number(right)],
  ['subtract', (left, right) => number(left) - number(right)],
  ['multiply', (left, right) => number(left) * number(right)],
  ['divide', (left, right) => number(left) / number(right)],
  ['modulo', (left, right) => number(left) % number(right)],
  ['equal', (left, right) => JSON.stringify(left) === JSON.stringify(right)],
  ['notEqual', (left, right) => JSON.stringify(left) !== JSON.stringify(right)],
  ['lessThan', (left, right) => number(left) < number(right)],
  ['greaterThan', (left, right) => number(left) > number(right)],
  ['lessThanOrEqual', (left, right) => number(left) <= number(right)],
  ['greaterThanOrEqual', (left, right) => number(left) >= number(right)],
  ['logicalAnd', (left, right) => left === true && right === true],
  ['logicalOr', (left, right) => left === true || right === true],
])

async function turned({ meta, children: [inner = null] }: Node, context: Context): Promise<Json> {
  const value = await evaluateNode(inner, context)
  return meta['operator'] === 'negate' ? -number(value) : value !== true
}

// Keys that are bare names stand for themselves.
async function mapped({ meta }: Node, { scope }: Context): Promise<Json> {
  const entries = Object.entries(objectOf(meta['items'])).map(async ([key, value]) => {
    const name = /^[A-Za-z_][\w-]*$/.test(key) ? key : text(await evaluateExpression(key, scope))
    return [name, await evaluateExpression(String(value), scope)] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}
