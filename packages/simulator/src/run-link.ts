// A run as a link: its lines and instants, compressed into the part of an address behind `#`. No server is asked.

/** One line and the virtual second, since the start, at which it was spoken. */
export interface Spoken {
  readonly at: number
  readonly line: string
}

/** What a link holds. */
export interface Shared {
  readonly nodes: number
  readonly until: number
  readonly spoken: readonly Spoken[]
  /** The entry that was being looked at; absent: the last one. */
  readonly cursor?: number
}

const version = '1'
const linesMax = 2_000

/** The text of a link, safe in addresses. */
export async function encodeRun({ nodes, until, spoken, cursor }: Shared): Promise<string> {
  const head = [nodes, round(until), cursor ?? ''].join(' ')
  let last = 0
  const lines = spoken.map(({ at, line }) => {
    const step = round(at - last)
    last = at
    return `${step} ${line}`
  })
  const bytes = await through([head, ...lines].join('\n'), new CompressionStream('deflate-raw'))
  return version + base64url(bytes)
}

/** Reads such a text; a sentence about what is wrong with it otherwise. */
export async function decodeRun(text: string): Promise<Shared | string> {
  if (!text.startsWith(version)) return 'this link was made by another version of the page'
  try {
    const plain = await unpack(text.slice(1))
    return sharedOf(plain.split('\n'))
  } catch {
    return 'this link is damaged: a part of it may be missing'
  }
}

function sharedOf([head = '', ...lines]: readonly string[]): Shared | string {
  if (lines.length > linesMax) return `this link holds more than ${linesMax} lines`
  const [nodes = 3, until = 0, cursor] = head.split(' ').map((part) => (part === '' ? undefined : Number(part)))
  let at = 0
  const spoken = lines.map((line) => {
    const space = line.indexOf(' ')
    at = round(at + Number(line.slice(0, space)))
    return { at, line: line.slice(space + 1) }
  })
  const numbers = [nodes, until, ...spoken.map((one) => one.at)]
  if (!numbers.every((number) => Number.isFinite(number) && number >= 0))
    return 'this link holds numbers that make no sense'
  return { nodes: Math.min(nodes, 100), until, spoken, ...(cursor === undefined ? {} : { cursor }) }
}

// Instants are kept to the microsecond.
function round(second: number): number {
  return Math.round(second * 1e6) / 1e6
}

async function through(text: string, stream: CompressionStream): Promise<Uint8Array> {
  const source = new Blob([text]).stream().pipeThrough(stream)
  return new Uint8Array(await new Response(source).arrayBuffer())
}

// A damaged or hostile link must not unpack into more than a run can be.
async function unpack(text: string): Promise<string> {
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0))
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const parts: Uint8Array[] = []
  for (let size = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > 1_000_000) throw new Error('too large')
    parts.push(value)
  }
  return new Blob(parts.map((part) => new Uint8Array(part))).text()
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Lines with `run …` between them as lines with their instants, and the second that they reach. */
export function spokenOf(lines: readonly string[]): { readonly spoken: readonly Spoken[]; readonly until: number } {
  const spoken: Spoken[] = []
  let at = 0
  for (const line of lines) {
    const [, amount, unit = ''] = /^run (\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(line) ?? []
    if (amount === undefined) spoken.push({ at, line })
    else at += (Number(amount) * ({ ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? 0)) / 1_000
  }
  return { spoken, until: at }
}
