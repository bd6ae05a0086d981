// The text of every refusal, with numbered parts, compared with a file that people read; `npm test -- --update` prints it anew.

import { expect, test } from 'vitest'
import { aclRefusals } from './refusals/acl.ts'
import { changeRefusals } from './refusals/changes.ts'
import { clusterRefusals } from './refusals/cluster.ts'
import { deploymentRefusals } from './refusals/deployments.ts'
import { refuseAtDoor } from './refusals/doors.ts'
import { fleetRefusals } from './refusals/fleet.ts'
import { jobRefusals } from './refusals/jobs.ts'
import { refuseList } from './refusals/lists.ts'
import { readRefusals } from './refusals/reads.ts'

const lists = {
  aclRefusals,
  changeRefusals,
  clusterRefusals,
  deploymentRefusals,
  fleetRefusals,
  jobRefusals,
  readRefusals,
}
const parts = ['first', 'second', 'third', 'fourth']

const doors = [
  refuseAtDoor('acl-policy-invalid', parts),
  refuseAtDoor('acl-token-invalid', parts.slice(0, 1)),
  refuseAtDoor('acl-token-lookup', 'first'),
  refuseAtDoor('acl-role-invalid', parts.slice(0, 2)),
  refuseAtDoor('acl-role-name-taken', 'first'),
  refuseAtDoor('acl-role-policy-missing', 'first'),
  refuseAtDoor('idempotency-key-reused'),
  refuseAtDoor('filter-unreadable', 'first'),
  refuseAtDoor('filter-fails', 'first'),
  refuseList('evaluation-lookup', 'first'),
  refuseList('compared-tag-missing', 'first'),
  refuseList('compared-version-missing', 7),
]

const groups = [{ group: 'app', healthy: 1, wanted: 2 }]

// Some texts hold a list of faults, one a list of groups, where others hold a word.
function textOf(make: (...given: never[]) => string): string {
  if (make === changeRefusals['canaries-unhealthy']) return changeRefusals['canaries-unhealthy'](groups)
  try {
    return String(Reflect.apply(make, undefined, parts))
  } catch {
    return String(Reflect.apply(make, undefined, [parts, parts]))
  }
}

test('every refusal has the text that is written down', async () => {
  const texts = Object.entries(lists).flatMap(([list, codes]) => [
    `# ${list}`,
    ...Object.entries(codes).map(([code, make]) => `${code}: ${textOf(make)}`),
  ])
  const told = [...texts, '# doors and lists', ...doors.map(({ code, text }) => `${code}: ${text}`)]
  const file = new URL('../../testing/fixtures/languages/refusals.txt', import.meta.url)
  await expect(told.join('\n')).toMatchFileSnapshot(file.pathname)
})
