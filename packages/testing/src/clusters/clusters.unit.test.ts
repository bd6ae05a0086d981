// Random stories of whole clusters say for ever what they said: some told in full, for people to read, many more by a digest. Whoever changes
// what comes of them sees it in the difference of these files; `npm test -- --update` tells them anew.

import { expect, test } from 'vitest'
import { digestCluster, tellCluster } from './tell-cluster.ts'

const fixtures = new URL('../../fixtures/clusters/', import.meta.url).pathname

test.each([1, 2, 3])('story %s is told as written down', async (seed) => {
  await expect(tellCluster(seed, 14).join('\n')).toMatchFileSnapshot(`${fixtures}story-${seed}.txt`)
})

test.each(Array.from({ length: 12 }, (_, n) => n))(
  'stories of group %s come to what is written down',
  async (group) => {
    const seeds = Array.from({ length: 8 }, (_, n) => 100 + group * 8 + n)
    const lines = seeds.map((seed) => digestCluster(seed, 20))
    await expect(lines.join('\n')).toMatchFileSnapshot(`${fixtures}digests-${group}.txt`)
  },
)
