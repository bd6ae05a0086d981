// Cuts the clock of recorded endpoint calls, which has digits below the microsecond, to what the engine keeps.

/** A recorded line with all its instants cut to whole microseconds: nanoseconds since 1970 as well as RFC 3339 times. */
export function wholeMicros(line: string): string {
  return line
    .replaceAll(/([:[,]\s*\d{13,})\d{3}(?=\s*[,}\]])/g, '$1000')
    .replaceAll(/"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{7,9})Z"/g, (_whole, second: string, digits: string) => {
      const fraction = digits.slice(0, 6).replace(/0+$/, '')
      return fraction === '' ? `"${second}Z"` : `"${second}.${fraction}Z"`
    })
}
