// What the server's monitors have found, under `/v1/cutover/`: which formulas watch its entries, and which entries broke them.

import type { Handler } from '../api.ts'
import { checkRegion } from '../request.ts'
import { HttpError, json } from '../response.ts'

/** `GET /v1/cutover/monitor`. */
export const found: Handler = (api, request) => {
  checkRegion(request, api.settings.region)
  request.access?.permit()
  if (!api.monitor) throw new HttpError(404, 'this server watches nothing: cutover serve --monitor does')
  const { entries, violations, formulas, recent } = api.monitor()
  return json({
    entries,
    violations,
    formulas: formulas.map(({ name, sections, violations }) => ({ name, sections, violations })),
    recent: recent.map(({ index, invariant, sections, place }) => ({ index, invariant, sections, place })),
  })
}
