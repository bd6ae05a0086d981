// Lists of deployments: prefixes, namespaces, pages, filters, parameters. Rules: client-surface §2.4–2.6, §5.1.

import type { Answer, Bench } from './bench.ts'
import { type Case, contains, holds, same } from './case.ts'
import { ids, sorted, spaceWith } from './rows.ts'

const list = (bench: Bench, query: Readonly<Record<string, string | number>>): Promise<Answer> =>
  bench.ask('GET /v1/deployments', { query })

/** Lists, with prefix, namespace, order and pages. */
const lists: readonly Omit<Case, 'area'>[] = [
  {
    number: '1',
    name: 'a list without rows is exactly [] with its headers',
    run: async (bench) => {
      const answer = await list(bench, { namespace: bench.name('space') })
      same('answer', [answer.status, answer.text], [200, '[]'])
      same('Content-Type', answer.headers.get('Content-Type'), 'application/json')
      const meta = ['X-Nomad-KnownLeader', 'X-Nomad-LastContact'].map((name) => answer.headers.get(name))
      same('meta headers', meta, ['true', '0'])
      holds('X-Nomad-Index is a number', answer.index >= 0, answer.headers.get('X-Nomad-Index'))
    },
  },
  {
    number: '3',
    name: 'a prefix lists what begins with it, in order of ids',
    run: async (bench) => {
      const { namespace, rows } = await spaceWith(bench, 3)
      const id = rows[1]?.ID ?? ''
      same('prefix of one', ids(await list(bench, { namespace, prefix: id.slice(0, 8) })), [id])
      const short = ids(await list(bench, { namespace, prefix: id.slice(0, 2) }))
      const expected = sorted(rows.map((row) => row.ID).filter((one) => one.startsWith(id.slice(0, 2))))
      same('prefix of two digits', short, expected)
    },
  },
  {
    number: '4',
    name: 'a prefix of odd length, or of no hexadecimal digits, is refused with its text',
    run: async (bench) => {
      const refuse = (prefix: string, text: string): Promise<Answer> =>
        bench.refused('GET /v1/deployments', { query: { prefix } }, 500, text)
      await refuse('aaa', 'index error: Input (without hyphens) must be even length')
      await refuse('zz', "index error: Invalid UUID: encoding/hex: invalid byte: U+007A 'z'")
      await refuse('a'.repeat(37), 'index error: Invalid UUID length. UUID have 36 characters; got 37')
      await refuse('a-a-a-a-a-a', 'index error: UUID should have maximum of 4 "-"; got 5')
    },
  },
  {
    number: '5',
    name: 'an empty prefix is none',
    run: async (bench) => {
      const { namespace } = await spaceWith(bench, 2)
      const [without, empty] = [await list(bench, { namespace }), await list(bench, { namespace, prefix: '' })]
      same('rows', ids(empty), ids(without))
    },
  },
  {
    number: '11',
    name: 'a namespace lists its own, * all, an unknown one nothing',
    run: async (bench) => {
      const { namespace, rows } = await spaceWith(bench, 2)
      const other = await bench.unplaceable()
      const own = rows.map((row) => row.ID)
      same('own', ids(await list(bench, { namespace })), own)
      const all = ids(await list(bench, { namespace: '*' }))
      same(
        'all',
        [...own, other.deployment.ID].filter((id) => !all.includes(id)),
        [],
      )
      same('unknown', (await list(bench, { namespace: bench.name('space') })).text, '[]')
    },
  },
  {
    number: '12',
    name: 'a list is in order of creation whatever changes; reverse=true turns it',
    run: async (bench) => {
      const { namespace, rows } = await spaceWith(bench, 3)
      const expected = rows.map((row) => row.ID)
      await bench.client.deployments.pause(expected[1] ?? '')
      same('order', ids(await list(bench, { namespace })), expected)
      same('reversed', ids(await list(bench, { namespace, reverse: 'true' })), [...expected].reverse())
    },
  },
  {
    number: '13',
    name: 'a page names the first row of the next; the last page does not',
    run: async (bench) => {
      const { namespace, rows } = await spaceWith(bench, 5)
      const tokens = rows.map((row) => `${row.CreateIndex}.${row.ID}`)
      same('pages', await pages(bench, { namespace, per_page: 2 }), [
        [rows.slice(0, 2).map((row) => row.ID), tokens[2]],
        [rows.slice(2, 4).map((row) => row.ID), tokens[4]],
        [rows.slice(4).map((row) => row.ID), null],
      ])
    },
  },
  {
    number: '14',
    name: 'with a prefix pages go by id, and tokens are bare ids',
    run: async (bench) => {
      const { namespace, rows } = await spaceWith(bench, 20)
      const { prefix, among } = commonPrefix(rows.map((row) => row.ID))
      const [first] = await pages(bench, { namespace, prefix, per_page: 1 })
      same('first page', first, [among.slice(0, 1), among[1] ?? null])
    },
  },
  {
    number: '15',
    name: 'the token of a row that is gone goes on at the next one',
    run: async (bench) => {
      const { namespace, rows } = await spaceWith(bench, 4)
      const [, second, third] = rows
      await bench.client.jobs.stop(second?.JobID ?? '', { purge: true, namespace })
      const token = `${second?.CreateIndex}.${second?.ID}`
      const answer = await list(bench, { namespace, next_token: token, per_page: 1 })
      same('rows', ids(answer), [third?.ID])
    },
  },
]

/** Two digits that as many ids as possible begin with, and those ids in order. */
function commonPrefix(all: readonly string[]): { readonly prefix: string; readonly among: readonly string[] } {
  const groups = new Map<string, string[]>()
  for (const id of sorted(all)) groups.set(id.slice(0, 2), [...(groups.get(id.slice(0, 2)) ?? []), id])
  const [largest] = [...groups].sort(([, one], [, other]) => other.length - one.length)
  return { prefix: largest?.[0] ?? '', among: largest?.[1] ?? [] }
}

// All pages of a list: ids and the token of the next.
async function pages(
  bench: Bench,
  query: Readonly<Record<string, string | number>>,
): Promise<(readonly [readonly string[], string | null])[]> {
  const found: (readonly [readonly string[], string | null])[] = []
  for (let token: string | null = ''; token !== null && found.length < 10; ) {
    const answer: Answer = await list(bench, { ...query, ...(token === '' ? {} : { next_token: token }) })
    token = answer.headers.get('X-Nomad-NextToken')
    found.push([ids(answer), token])
  }
  return found
}

/** Filters, and parameters that cannot be read. */
const parameters: readonly Omit<Case, 'area'>[] = [
  {
    number: '16',
    name: 'a filter with a regular expression, with pages and across namespaces',
    run: async (bench) => {
      const { namespace, rows } = await spaceWith(bench, 4)
      const wanted = rows.slice(1, 3).map((row) => row.ID)
      const filter = `ID matches "^(${wanted.join('|')})$"`
      same('one namespace', ids(await list(bench, { namespace, filter })), wanted)
      same('all namespaces', ids(await list(bench, { namespace: '*', filter })), wanted)
      const [first] = await pages(bench, { namespace, filter, per_page: 1 })
      same('first page', first, [wanted.slice(0, 1), `${rows[2]?.CreateIndex}.${rows[2]?.ID}`])
    },
  },
  {
    number: '17',
    name: 'a filter does not look beyond the namespace',
    run: async (bench) => {
      const { namespace } = await spaceWith(bench, 1)
      same('rows', (await list(bench, { filter: `Namespace == "${namespace}"` })).text, '[]')
    },
  },
  {
    number: '18',
    name: 'a faulty filter is a 400 with its text; an unknown field only where there is a row',
    run: async (bench) => {
      const { namespace } = await spaceWith(bench, 1)
      const broken = await list(bench, { namespace, filter: 'NotValid' })
      same('status', broken.status, 400)
      contains('text', broken.text, 'failed to create result paginator: failed to read filter expression')
      const unknown = await list(bench, { namespace, filter: 'InvalidField == "v"' })
      same('status with a row', unknown.status, 400)
      contains('text with a row', unknown.text, 'failed to read result page: error finding value in datum')
      const empty = await list(bench, { namespace: bench.name('space'), filter: 'InvalidField == "v"' })
      same('without rows', [empty.status, empty.text], [200, '[]'])
    },
  },
  {
    number: '19',
    name: 'parameters that cannot be read are refused with their texts',
    run: async (bench) => {
      const refuse = (query: Readonly<Record<string, string>>, text: string): Promise<Answer> =>
        bench.refused('GET /v1/deployments', { query }, 400, text)
      await refuse({ per_page: 'x' }, 'Expect a number for `per_page` query string parameter')
      await refuse({ stale: 'x' }, 'Expect `true` or `false` for `stale` query string parameter')
      await refuse({ index: 'x' }, 'Invalid index')
      await refuse({ wait: '5', index: '1' }, 'Invalid wait time')
    },
  },
  {
    number: '23',
    name: 'pretty indents by four and ends the line; without it one line',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const pretty = await bench.ask(`GET /v1/deployment/${deployment.ID}`, { query: { pretty: '' } })
      const plain = await bench.ask(`GET /v1/deployment/${deployment.ID}`)
      holds('indented', pretty.text.startsWith('{\n    "') && pretty.text.endsWith('}\n'), pretty.text.slice(0, 20))
      holds('one line', !plain.text.includes('\n'), plain.text.slice(0, 20))
      same('content', JSON.parse(pretty.text), JSON.parse(plain.text))
    },
  },
]

/** All cases of this file. */
export const listing: readonly Case[] = [...lists, ...parameters].map((one) => ({ ...one, area: 'deployments' }))
