// The public list of this package.

export type { Api, Handler, JobParser, MonitorReport, OddsTeller, ServerSettings } from './api.ts'
export { answerForwarded } from './forwarded.ts'
export { handle } from './handle.ts'
export { inProcessFetch } from './in-process.ts'
export type { LeaderLine } from './leader.ts'
export { type ApiServer, createServer } from './node-server.ts'
export { type PageFiles, readPage } from './page.ts'
export { compilePattern, createPatternSearch } from './pattern.ts'
export type { HttpRequest } from './request.ts'
export { HttpError, type HttpResponse } from './response.ts'
export { routes } from './routes.ts'
export { defaultServerLimits, type ServerLimits } from './server-limits.ts'
