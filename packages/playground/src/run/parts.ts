// Parts of the page that most people never need: scripts of their own beside the page's, loaded when they are asked for. What they need
// of the core they find in the page, so that there is one core.

import type { State } from '@cutover/core'
import type { Timeline } from '@cutover/core/explain'
import type { ParsedJobFile } from '@cutover/hcl'
import type { Editor } from './editor.ts'
import type { Story } from './export.ts'
import type { JobPlan } from './job-plan.ts'
import type { LiveCluster } from './live.ts'
import type { Run } from './run.ts'

/** What is saved. */
export interface Saved {
  readonly run: Run
  readonly timeline: Timeline
  readonly story: Story & { readonly name: string }
}

/** A form in which a run can be saved. */
export interface ExportForm {
  readonly label: string
  readonly ending: string
  readonly type: string
  readonly text: (saved: Saved) => string
}

/** What each part gives. */
export interface Parts {
  readonly live: { readonly LiveCluster: new (address: string, token: string | undefined) => LiveCluster }
  readonly editor: {
    readonly openEditor: (place: Element, text: string) => Editor
    readonly planDocument: (state: State, text: string) => JobPlan
  }
  readonly export: { readonly forms: readonly ExportForm[] }
  readonly hcl: { readonly readJobFile: (source: string) => Promise<ParsedJobFile> }
}

/** What the page and its parts share on the global object. */
declare global {
  var cutoverParts: Partial<Parts> | undefined
  var cutoverCore: Readonly<Record<string, unknown>> | undefined
}

/** Tells the page that a part is there. */
export function registerPart<Name extends keyof Parts>(name: Name, part: Parts[Name]): void {
  globalThis.cutoverParts = { ...globalThis.cutoverParts, [name]: part }
}
