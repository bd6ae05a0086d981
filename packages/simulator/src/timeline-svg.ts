// Draws a timeline as SVG: a lane for each allocation, versions told apart by label, phases by colour and texture, marks below.

import type { Lane, Mark, Phase, Stretch, Timeline } from '@cutover/core/explain'

/** What a drawing shows beside the lanes. */
export interface DrawingOptions {
  readonly title: string
  /** Only marks whose text matches are drawn. */
  readonly marks?: RegExp
}

const width = 1_000
const left = 130
const right = 20
const laneHeight = 26
const top = 56

/** The drawing as the text of an SVG file. */
export function drawTimeline(timeline: Timeline, { title, marks = /./ }: DrawingOptions): string {
  const lanes = timeline.lanes()
  const begin = Math.min(...lanes.map((lane) => lane.stretches[0]?.from ?? Number.MAX_SAFE_INTEGER))
  const end = Math.max(begin + 1, timeline.end ?? begin)
  const x = (at: number): number => left + ((at - begin) / (end - begin)) * (width - left - right)
  const shown = timeline.marks.filter((mark) => marks.test(mark.text) && mark.at >= begin)
  const bottom = top + lanes.length * laneHeight
  const height = bottom + 40 + shown.length * 18
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    definitions,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="24" font-size="15" font-weight="600" fill="#1b1f24">${escaped(title)}</text>`,
    legend(),
    ...lanes.flatMap((lane, row) => laneParts(lane, { row, x, end })),
    axis(bottom, { begin, end, x }),
    ...shown.flatMap((mark, row) => markParts(mark, { row, x, bottom, begin })),
    '</svg>',
    '',
  ].join('\n')
}

const fills: Readonly<Record<Phase, string>> = {
  pending: 'url(#pending)',
  running: 'url(#running)',
  healthy: '#2da44e',
  unhealthy: 'url(#unhealthy)',
  stopping: '#ffffff',
  failed: 'url(#unhealthy)',
  lost: '#8c959f',
  unknown: 'url(#running)',
}

const definitions = `<defs>
<pattern id="pending" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#eaeef2"/><circle cx="3" cy="3" r="1" fill="#6e7781"/></pattern>
<pattern id="running" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#ddf4ff"/><rect width="2" height="6" fill="#54aeff"/></pattern>
<pattern id="unhealthy" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="6" height="6" fill="#ffebe9"/><rect width="3" height="6" fill="#cf222e"/></pattern>
</defs>`

function legend(): string {
  const shown: readonly Phase[] = ['pending', 'running', 'healthy', 'unhealthy', 'stopping']
  const items = shown.map(
    (phase, column) =>
      `<rect x="${left + column * 110}" y="34" width="18" height="10" fill="${fills[phase]}" stroke="#57606a" stroke-width="0.5"/>` +
      `<text x="${left + column * 110 + 24}" y="43" fill="#57606a">${phase}</text>`,
  )
  return items.join('\n')
}

interface LanePlace {
  readonly row: number
  readonly x: (at: number) => number
  readonly end: number
}

function laneParts(lane: Lane, { row, x, end }: LanePlace): readonly string[] {
  const y = top + row * laneHeight
  const label = `${lane.name.replace(/^.*\.(?=[^.]*\[)/, '')} v${lane.version}${lane.canary ? ' canary' : ''}`
  const bars = lane.stretches.map((stretch) => bar(stretch, { y, x, end }))
  return [`<text x="12" y="${y + 16}" fill="#1b1f24">${escaped(label)}</text>`, ...bars]
}

function bar(
  { phase, from, to }: Stretch,
  { y, x, end }: { readonly y: number; readonly x: LanePlace['x']; readonly end: number },
): string {
  const begin = x(from)
  const length = Math.max(1, x(to ?? end) - begin)
  const dashed = phase === 'stopping' ? ' stroke-dasharray="3 2"' : ''
  return `<rect x="${begin.toFixed(1)}" y="${y + 4}" width="${length.toFixed(1)}" height="${laneHeight - 10}" fill="${fills[phase]}" stroke="#57606a" stroke-width="0.6"${dashed}><title>${phase}</title></rect>`
}

interface AxisPlace {
  readonly begin: number
  readonly end: number
  readonly x: (at: number) => number
}

function axis(y: number, { begin, end, x }: AxisPlace): string {
  const seconds = (end - begin) / 1_000_000
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600].find((candidate) => seconds / candidate <= 10) ?? 3_600
  const ticks: string[] = [`<line x1="${left}" x2="${width - right}" y1="${y + 4}" y2="${y + 4}" stroke="#8c959f"/>`]
  for (let at = 0; at <= seconds; at += step)
    ticks.push(
      `<text x="${x(begin + at * 1_000_000).toFixed(1)}" y="${y + 20}" fill="#57606a" text-anchor="middle">${at} s</text>`,
    )
  return ticks.join('\n')
}

interface MarkPlace {
  readonly row: number
  readonly x: (at: number) => number
  readonly bottom: number
  readonly begin: number
}

function markParts(mark: Mark, { row, x, bottom, begin }: MarkPlace): readonly string[] {
  const y = bottom + 44 + row * 18
  const time = `${((mark.at - begin) / 1_000_000).toFixed(1)} s`
  return [
    `<line x1="${x(mark.at).toFixed(1)}" x2="${x(mark.at).toFixed(1)}" y1="${top}" y2="${bottom + 4}" stroke="#bf8700" stroke-width="1" stroke-dasharray="2 3"/>`,
    `<text x="12" y="${y}" fill="#9a6700">${time}</text>`,
    `<text x="70" y="${y}" fill="#1b1f24">${escaped(mark.text.length > 130 ? `${mark.text.slice(0, 129)}…` : mark.text)}</text>`,
  ]
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
