// The statuses of a deployment and the ways between them, with the live one lit.

import type { DeploymentStatus } from '@cutover/core'
import type { JSX } from 'preact'

interface Box {
  readonly status: DeploymentStatus
  readonly x: number
  readonly y: number
}

const boxes: readonly Box[] = [
  { status: 'running', x: 4, y: 46 },
  { status: 'paused', x: 4, y: 88 },
  { status: 'successful', x: 166, y: 4 },
  { status: 'failed', x: 166, y: 46 },
  { status: 'cancelled', x: 166, y: 88 },
]

const ways: readonly string[] = [
  'M84 52 L160 18',
  'M84 59 L160 59',
  'M84 66 L160 94',
  'M34 72 L34 84',
  'M54 88 L54 76',
  'M84 96 L160 66',
  'M84 102 L160 102',
]

const signs: { readonly [status: string]: string } = { successful: '●', failed: '✕', cancelled: '○' }

/** The diagram. */
export function StateDiagram({ status }: { readonly status: DeploymentStatus }): JSX.Element {
  return (
    <svg class="diagram" viewBox="0 0 254 120" role="img" aria-label={`state diagram, now ${status}`}>
      <title>state diagram, now {status}</title>
      <defs>
        <marker id="arrow" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">
          <path class="ink-neutral" d="M0 0 L6 3 L0 6 z" />
        </marker>
      </defs>
      {ways.map((way) => (
        <path key={way} class="way" d={way} marker-end="url(#arrow)" />
      ))}
      {boxes.map((box) => (
        <g key={box.status} class={box.status === status ? 'box lit' : 'box'}>
          <rect x={box.x} y={box.y} width="80" height="26" rx="4" />
          <text x={box.x + 40} y={box.y + 17} text-anchor="middle">
            {box.status === status ? `${signs[box.status] ?? '◐'} ${box.status}` : box.status}
          </text>
        </g>
      ))}
    </svg>
  )
}
