// Scenarios about the verbs: rolling, canaries, promotion, pause, failure, going back.

import {
  all,
  always,
  currentVersion,
  deployments,
  finally_,
  liveOf,
  type Scenario,
  script,
  statusOf,
  textOf,
} from './scenario.ts'

const undecided = (state: Parameters<typeof liveOf>[0], version: number): number =>
  liveOf(state, version).filter(({ health }) => health?.healthy === undefined).length

const v0 = 'register web: 3 × app'
const oneGroup = (words: string): string => `register web: 3 × app, ${words}`

/** Each verb of the API. */
export const verbScenarios: readonly Scenario[] = [
  {
    id: 'guided',
    name: 'Guided first rollout',
    claim: 'A canary that crashes brings back the version before it.',
    hint: 'Promote the canary, break the next version, ask why, go back and do better.',
    nodes: 3,
    spoken: script('register web: 3 × app, canary 1, auto_revert, no reschedules', 6, 'change web: rev 1'),
    until: 3_600,
    judge: finally_('a failed rollout left its version current', (state) =>
      deployments(state).every(({ status, jobVersion }) => status !== 'failed' || jobVersion < currentVersion(state)),
    ),
  },
  {
    id: 'first-rollout',
    name: 'First rollout',
    claim: 'One at a time, and each waits for the one before.',
    hint: 'Version 1 replaces version 0. Watch one lane end as another begins, then crash one.',
    nodes: 3,
    spoken: script(v0, 6, 'change web: rev 1'),
    until: 30,
    judge: all(
      always('two were undecided at once', (state) => undecided(state, 1) <= 1),
      finally_('the rollout is not over', (state) => statusOf(state, 2) === 'successful'),
    ),
  },
  {
    id: 'max-parallel',
    name: 'max_parallel',
    claim: 'Never more than two are in flight.',
    hint: 'Six allocations, two at a time.',
    nodes: 3,
    spoken: script('register web: 6 × app, max_parallel 2', 6, 'change web: rev 1'),
    until: 30,
    judge: always('three were undecided at once', (state) => undecided(state, 1) <= 2),
  },
  {
    id: 'canary-that-waits',
    name: 'Canary that waits',
    claim: 'Nothing is replaced until somebody promotes.',
    hint: 'The canary is healthy. Why does nothing go on? Promote it.',
    nodes: 3,
    spoken: script(oneGroup('canary 1'), 6, 'change web: rev 1'),
    until: 60,
    judge: always('something was replaced before the promotion', (state) => {
      const promoted = deployments(state)[1]?.groups.some((group) => group.promoted) ?? false
      return promoted || currentVersion(state) < 1 || liveOf(state, 0).length === 3
    }),
  },
  {
    id: 'canary-by-itself',
    name: 'Canary by itself',
    claim: 'Automatic promotion waits for all groups.',
    hint: 'Two groups with canaries; one of them is slow.',
    nodes: 3,
    spoken: script(
      'register web: 2 × app, canary 1, auto_promote; 2 × slow, canary 1, auto_promote, healthy after 10s',
      20,
      'change web: rev 1',
    ),
    until: 60,
    judge: always('a group was promoted before the other was ready', (state) => {
      const groups = deployments(state)[1]?.groups ?? []
      return !groups.some(({ promoted }) => promoted) || groups.every(({ healthy }) => healthy >= 1)
    }),
  },
  {
    id: 'blue-green',
    name: 'Blue/green',
    claim: 'Old and new stand side by side until the promotion.',
    hint: 'As many canaries as allocations: promote, and all the old ones go at once.',
    nodes: 3,
    spoken: script(oneGroup('canary 3, max_parallel 3'), 6, 'change web: rev 1', 10, 'promote d2'),
    until: 30,
    judge: finally_(
      'version 1 does not stand alone',
      (state) => liveOf(state, 1).length === 3 && liveOf(state, 0).length === 0,
    ),
  },
  {
    id: 'promote-one-group',
    name: 'Promote one group',
    claim: 'The other group still waits.',
    hint: 'Group app is promoted, group api is not.',
    nodes: 3,
    spoken: script(
      'register web: 2 × app, canary 1; 2 × api, canary 1',
      6,
      'change web: rev 1',
      6,
      'promote d2 group app',
    ),
    until: 30,
    judge: finally_('both or none are promoted', (state) => {
      const promoted = deployments(state)[1]
        ?.groups.filter((group) => group.promoted)
        .map(({ name }) => name)
      return JSON.stringify(promoted) === '["app"]'
    }),
  },
  {
    id: 'too-early',
    name: 'Too early',
    claim: 'A promotion is refused until the canaries are healthy.',
    hint: 'The canary takes ten seconds. Promote it before.',
    nodes: 3,
    spoken: script(oneGroup('canary 1, healthy after 10s'), 20, 'change web: rev 1', 3, 'promote d2'),
    until: 26,
    judge: finally_(
      'it was promoted',
      (state) => deployments(state)[1]?.groups.every((group) => !group.promoted) === true,
    ),
  },
  {
    id: 'pause-is-not-a-stop',
    name: 'Pause is not a stop',
    claim: 'A paused rollout can still fail.',
    hint: 'Paused, and then an allocation crashes that must not be rescheduled.',
    nodes: 3,
    spoken: script(
      oneGroup('no reschedules, healthy after 10s'),
      40,
      'change web: rev 1',
      3,
      'pause d2',
      1,
      'crash web.app[0]',
    ),
    until: 60,
    judge: finally_('it did not fail', (state) => statusOf(state, 2) === 'failed'),
  },
  {
    id: 'resume',
    name: 'Resume',
    claim: 'Every deadline starts anew.',
    hint: 'Paused for longer than its deadline, then resumed: it has its whole time again.',
    nodes: 3,
    spoken: script(
      oneGroup('progress deadline 61s'),
      10,
      'change web: rev 1, starts after 30s',
      5,
      'pause d2',
      100,
      'resume d2',
    ),
    until: 130,
    judge: always('it failed by its deadline', (state) => statusOf(state, 2) !== 'failed'),
  },
  {
    id: 'fail-by-hand',
    name: 'Fail by hand',
    claim: 'What was replaced stays replaced.',
    hint: 'Without auto_revert, a failed rollout leaves both versions running.',
    nodes: 3,
    spoken: script(v0, 6, 'change web: rev 1', 3.2, 'fail d2'),
    until: 30,
    judge: finally_(
      'it went back',
      (state) => statusOf(state, 2) === 'failed' && liveOf(state, 1).length > 0 && currentVersion(state) === 1,
    ),
  },
  {
    id: 'fail-and-go-back',
    name: 'Fail and go back',
    claim: 'The newest stable version returns, as a new version.',
    hint: 'Version 1 crashes; version 2 is version 0 again. Ask why.',
    nodes: 3,
    spoken: script(oneGroup('auto_revert, no reschedules'), 6, 'change web: crashes'),
    until: 30,
    judge: finally_(
      'it did not go back',
      (state) => currentVersion(state) === 2 && textOf(state, 2).includes('rolling back to job version 0'),
    ),
  },
  {
    id: 'nowhere-to-go-back',
    name: 'Nowhere to go back',
    claim: 'Without a stable version there is no rollback.',
    hint: 'The very first version crashes.',
    nodes: 3,
    spoken: script(oneGroup('auto_revert, no reschedules, crashes')),
    until: 20,
    judge: finally_(
      'something came back',
      (state) => currentVersion(state) === 0 && textOf(state, 1).includes('no stable job version'),
    ),
  },
  {
    id: 'going-back-to-itself',
    name: 'Going back to itself',
    claim: 'The same specification is refused, so there is no loop.',
    hint: 'Version 0 was stable and crashes later, when it is rolled out again as version 2.',
    nodes: 3,
    spoken: script(oneGroup('auto_revert, no reschedules'), 6, 'change web: crashes', 2, 'fail d3'),
    until: 40,
    judge: finally_(
      'there is a third version',
      (state) => currentVersion(state) === 2 && textOf(state, 3).includes('same specification'),
    ),
  },
  {
    id: 'manual-health',
    name: 'Manual health',
    claim: 'Only you know whether it is healthy.',
    hint: 'Nothing turns healthy by itself. Mark web.app[0] healthy.',
    nodes: 3,
    spoken: script(oneGroup('manual health'), 20, 'mark web.app[0] healthy'),
    until: 40,
    judge: finally_('more than the marked one is healthy', (state) => deployments(state)[0]?.groups[0]?.healthy === 1),
  },
  {
    id: 'one-bad-mark',
    name: 'One bad mark',
    claim: 'One unhealthy allocation is enough, when an operator says so.',
    hint: 'Two are fine; the third mark fails everything.',
    nodes: 3,
    spoken: script(
      oneGroup('manual health'),
      5,
      'mark web.app[0] healthy',
      1,
      'mark web.app[1] healthy',
      1,
      'mark web.app[2] unhealthy',
    ),
    until: 20,
    judge: finally_('it did not fail', (state) => statusOf(state, 1) === 'failed'),
  },
]
