// The head and the chunks of an HTTP/1.1 answer.

/** Status line and headers. */
export interface Head {
  readonly status: number
  /** In the order in which they came, without `Date` and `Connection`. */
  readonly headers: readonly (readonly [string, string])[]
  readonly isChunked: boolean
  readonly encoding: string
  readonly contentLength: number | undefined
  /** How many bytes it takes, the empty line included. */
  readonly length: number
}

const unheard: ReadonlySet<string> = new Set(['date', 'connection'])

/** The head at the beginning of `bytes`, once it is complete; an interim answer (100) is passed over. */
export function readHead(bytes: Buffer, from = 0): Head | undefined {
  const end = bytes.indexOf('\r\n\r\n', from)
  if (end < 0) return undefined
  const [first = '', ...lines] = bytes.toString('utf8', from, end).split('\r\n')
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(first)?.[1] ?? 0)
  if (status === 0) return undefined
  if (status === 100) return readHead(bytes, end + 4)
  const headers = lines.map((line): readonly [string, string] => {
    const at = line.indexOf(':')
    return [line.slice(0, at), line.slice(at + 1).trim()]
  })
  const value = (wanted: string): string => headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
  const length = value('content-length')
  return {
    status,
    headers: headers.filter(([name]) => !unheard.has(name.toLowerCase())),
    isChunked: value('transfer-encoding').toLowerCase() === 'chunked',
    encoding: value('content-encoding'),
    contentLength: length === '' ? undefined : Number(length),
    length: end + 4,
  }
}

/** What complete chunks hold, how many bytes they took, and whether the last one was among them. */
export function readChunks(bytes: Buffer): { readonly data: Buffer; readonly used: number; readonly isEnd: boolean } {
  const parts: Buffer[] = []
  let used = 0
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', used)
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', used, lineEnd), 16)
    const end = lineEnd + 2 + size + 2
    if (!(end <= bytes.length)) return { data: Buffer.concat(parts), used, isEnd: false }
    if (size === 0) return { data: Buffer.concat(parts), used: end, isEnd: true }
    parts.push(bytes.subarray(lineEnd + 2, end - 2))
    used = end
  }
}
