// `npm run prove -- blockers`: random rollouts, stopped where nothing is about to happen by itself. Whatever a group is said to wait for
// is cleared, and it moves; any of it is left out, and it does not. Flags: `--runs n` (100,000 unless told), `--seed n`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** Runs the property on as many states as asked for; answers whether it holds. */
export async function proveBlockers(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({
    args: [...args],
    options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string' } },
  })
  const runs = Number(flags.runs)
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(`not a number of runs: ${flags.runs}`)
  const begun = performance.now()
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--testTimeout=0', 'packages/core/src/explain/blockers.prop.test.ts'],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        CUTOVER_BLOCKER_RUNS: String(runs),
        ...(flags.seed ? { CUTOVER_BLOCKER_SEED: flags.seed } : {}),
      },
    },
  )
  const [code] = await once(child, 'close')
  const seconds = ((performance.now() - begun) / 1_000).toFixed(0)
  console.log(`${runs.toLocaleString('en')} random states in ${seconds} s: ${code === 0 ? 'holds' : 'BROKEN'}`)
  return code === 0
}
