// The deployment: its status, what Nomad says of it, its counters, the state diagram, and the verbs.

import type { Deployment } from '@cutover/core'
import type { JSX } from 'preact'
import type { Board } from './board.ts'
import { currentDeployment, newestDeployments } from './current.ts'
import { DeedButtons } from './deed-buttons.tsx'
import { StateDiagram } from './state-diagram.tsx'
import { verbsOf } from './verbs.ts'

/** Everything about one deployment. */
export function DeploymentPanel({ board }: { readonly board: Board }): JSX.Element {
  const state = board.state.value
  const deployment = currentDeployment(state, board.chosen.value)
  const name = deployment ? board.track.value.nameOf(deployment.id) : ''
  return (
    <section aria-label="deployment">
      <h2>Deployment</h2>
      {deployment ? (
        <>
          <Choice board={board} deployment={deployment} />
          <p>
            <b class={`status ${deployment.status}`}>{deployment.status}</b> {deployment.statusDescription}{' '}
            <button
              type="button"
              class="value"
              title="w"
              data-target="why"
              onClick={() => (board.asked.value = { table: 'deployments', key: deployment.id, field: ['status'] })}
            >
              why?
            </button>
          </p>
          <Counters board={board} deployment={deployment} />
          <StateDiagram status={deployment.status} />
        </>
      ) : (
        <p class="quiet">No deployment yet: register a job, or press play.</p>
      )}
      <h3>Verbs</h3>
      <DeedButtons board={board} deeds={verbsOf({ state, deployment, name })} />
    </section>
  )
}

interface Props {
  readonly board: Board
  readonly deployment: Deployment
}

function Choice({ board, deployment }: Props): JSX.Element {
  const track = board.track.value
  return (
    <label>
      <span class="unseen">which deployment</span>
      <select value={deployment.id} onChange={(event) => (board.chosen.value = event.currentTarget.value)}>
        {newestDeployments(board.state.value).map(({ id, jobId, jobVersion }) => (
          <option key={id} value={id}>
            {track.nameOf(id)} · {jobId} v{jobVersion}
          </option>
        ))}
      </select>
    </label>
  )
}

const counters = ['desiredTotal', 'placed', 'healthy', 'unhealthy'] as const

function Counters({ board, deployment }: Props): JSX.Element {
  const ask = (group: string, field: string): void => {
    board.asked.value = { table: 'deployments', key: deployment.id, field: ['groups', group, field] }
  }
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">group</th>
          <th scope="col">desired</th>
          <th scope="col">placed</th>
          <th scope="col">healthy</th>
          <th scope="col">unhealthy</th>
        </tr>
      </thead>
      <tbody>
        {deployment.groups.map((group) => (
          <tr key={group.name}>
            <th scope="row">
              {group.name}
              {group.desiredCanaries > 0 && (
                <span class="quiet"> {group.promoted ? 'promoted' : `${group.desiredCanaries} canary`}</span>
              )}
            </th>
            {counters.map((field) => (
              <td key={field}>
                <button type="button" class="value" title="why?" onClick={() => ask(group.name, field)}>
                  {group[field]}
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
