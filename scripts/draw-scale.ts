// Draws docs/scale.svg from what `npm run bench -- scale --json` printed, given on standard input: one panel for each figure, both axes in
// powers of ten. It is run by hand when the figures change.

import { readFileSync, writeFileSync } from 'node:fs'

interface Point {
  readonly size: number
  readonly value: number
}

interface Panel {
  readonly title: string
  readonly points: readonly Point[]
}

const width = 230
const height = 190
const margin = { left: 44, right: 12, top: 30, bottom: 30 }

function panelsOf(text: string): readonly Panel[] {
  const panels = new Map<string, Point[]>()
  for (const { figures } of JSON.parse(text).results) {
    for (const { what, value, unit } of figures) {
      const [, size = '', name = ''] = /^([\d,]+) allocations: (.*)$/.exec(what) ?? []
      const title = `${name}, ${unit}`
      panels.set(title, [...(panels.get(title) ?? []), { size: Number(size.replaceAll(',', '')), value }])
    }
  }
  return [...panels].map(([title, points]) => ({ title, points }))
}

/** The powers of ten that enclose some values. */
function decades(values: readonly number[]): readonly [low: number, high: number] {
  const low = Math.floor(Math.log10(Math.min(...values)))
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))]
}

function label(power: number): string {
  const value = 10 ** power
  return value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : String(value)
}

function place(value: number, [low, high]: readonly [number, number], [from, to]: readonly [number, number]): number {
  return from + ((Math.log10(value) - low) / (high - low)) * (to - from)
}

function draw({ title, points }: Panel, left: number): string {
  const xs = decades(points.map(({ size }) => size))
  const ys = decades(points.map(({ value }) => value))
  const across = [left + margin.left, left + width - margin.right] as const
  const up = [height - margin.bottom, margin.top] as const
  const dots = points.map(({ size, value }) => [place(size, xs, across), place(value, ys, up), value] as const)
  const lines = [`<text x="${left + margin.left}" y="16" class="title">${title}</text>`]
  for (let power = ys[0]; power <= ys[1]; power += 1) {
    const y = place(10 ** power, ys, up)
    lines.push(`<path d="M${across[0]} ${y}H${across[1]}" class="grid"/>`)
    lines.push(`<text x="${across[0] - 5}" y="${y + 3}" text-anchor="end">${label(power)}</text>`)
  }
  for (let power = xs[0]; power <= xs[1]; power += 1)
    lines.push(
      `<text x="${place(10 ** power, xs, across)}" y="${height - 12}" text-anchor="middle">${label(power)}</text>`,
    )
  lines.push(`<polyline points="${dots.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}" class="line"/>`)
  for (const [x, y, value] of dots)
    lines.push(
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3"><title>${value.toPrecision(3)}</title></circle>`,
    )
  return lines.join('\n')
}

const panels = panelsOf(readFileSync(0, 'utf8'))
const style = `text{font:10px sans-serif;fill:#444}.title{font-weight:bold}.grid{stroke:#ddd;fill:none}.line{stroke:#0b6;stroke-width:2;fill:none}circle{fill:#0b6}`
const words = 'How cost grows with the number of allocations, both axes in powers of ten'
writeFileSync(
  'docs/scale.svg',
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${panels.length * width} ${height}" role="img" aria-label="${words}">
<style>${style}</style>
<rect width="100%" height="100%" fill="#fff"/>
${panels.map((panel, number) => draw(panel, number * width)).join('\n')}
</svg>
`,
)
