// Where a job goes, for everything that a request can say about it: compared with a file that counts where they went.
// `npm test -- --update` prints the file anew. Rules: semantics/4 §1.3, §1.7.

import { expect, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { checkedDestination, validationDestination } from './destination.ts'
import { freshSurroundings, openNamespace, type Surroundings } from './surroundings.ts'

const regions = [undefined, '', 'global', 'mars', 'venus']
const namespaces = [undefined, '', 'team']

const pools = new Map([['team', { ...openNamespace, nodePool: 'gpu' }]])
const servers = ['global', 'mars'].map((region): Surroundings => {
  return { ...freshSurroundings, region, namespace: (name) => pools.get(name) }
})

function given(fields: Readonly<Record<string, string | JsonObject | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}

function destinations(around: Surroundings): readonly string[] {
  const multi = [
    undefined,
    ...regions.map((Name) => ({ Regions: [given({ Name }), { Name: 'venus' }] })),
    { Regions: [] },
  ]
  const byRegion = regions.flatMap((asked) =>
    regions.flatMap((ofBody) =>
      regions.flatMap((ofJob) =>
        multi.map((Multiregion) => {
          const job = given({ Region: ofJob, Multiregion })
          const request = { region: asked }
          const registered = checkedDestination(given({ Region: ofBody }), job, { request, around })
          return [`query ${asked} body ${ofBody}`, registered, validationDestination(job, request, around)] as const
        }),
      ),
    ),
  )
  const byNamespace = namespaces.flatMap((asked) =>
    namespaces.flatMap((ofBody) =>
      namespaces.map((ofJob) => {
        const job = given({ Namespace: ofJob })
        const request = { namespace: asked }
        const registered = checkedDestination(given({ Namespace: ofBody }), job, { request, around })
        const told = `namespace query ${asked} body ${ofBody} job ${ofJob}`
        return [told, registered, validationDestination(job, request, around)] as const
      }),
    ),
  )
  return [...byRegion, ...byNamespace].map(
    ([told, registered, validated]) => `${told}: ${shown(registered)}, validated ${shown(validated)}`,
  )
}

function shown(found: ReturnType<typeof checkedDestination>): string {
  return found.ok ? `${found.namespace} ${found.region} ${found.nodePool}` : found.text
}

test.each(servers)('where jobs of a server of $region go', async (around) => {
  const counts = new Map<string, number>()
  for (const line of destinations(around)) counts.set(line, (counts.get(line) ?? 0) + 1)
  const file = new URL(`../../../testing/fixtures/fields/destinations-${around.region}.txt`, import.meta.url)
  const text = [...counts].map(([line, count]) => `${line} (${count})\n`).join('')
  await expect(text).toMatchFileSnapshot(file.pathname)
})
