// Makes a fresh clone ready: checks Node, installs the locked packages with the pinned pnpm, and stamps the result.
// Relies on nothing but Node and npm, and says nothing when node_modules already matches the lock file.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampPath = join(root, 'node_modules', '.cutover-stamp')
const oldestNode = [20, 19]

// What a failed install usually means, by the code in its output; the first match speaks.
const explanations = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|META_FETCH_FAIL|FETCH_40[137]|E40[137]/,
    'The package registry could not be reached. Check the network, or the registry and proxy settings of npm, and try again.',
  ],
  [
    /OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH/,
    'pnpm-lock.yaml does not match the package.json files. Whoever changed one of them runs: npx pnpm install',
  ],
  [/ENOSPC/, 'The disk is full.'],
  [/EACCES|EPERM/, 'No permission to write here or into the package cache.'],
]

const fail = (message) => {
  console.error(`cutover: ${message}`)
  process.exit(1)
}

const requireNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const oldEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  if (!oldEnough) fail(`Node ${oldestNode.join('.')} or newer is needed, and this is ${process.versions.node}.`)
}

const wantedStamp = () => {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'))
  const hash = createHash('sha256').update(lock).digest('hex')
  return `${hash} ${process.platform} ${process.arch}\n`
}

const isReady = (stamp) => existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp

// Inside an npm script npm tells where it lives; outside one it is looked up on the path.
const npmExec = (args) => {
  const npm = process.env.npm_execpath
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, CI: 'true' }, maxBuffer: 64 * 1024 * 1024 }
  if (npm?.endsWith('npm-cli.js')) return spawnSync(process.execPath, [npm, 'exec', '--yes', '--', ...args], options)
  return spawnSync('npm', ['exec', '--yes', '--', ...args], { ...options, shell: process.platform === 'win32' })
}

const install = () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  console.error('cutover: installing the locked packages …')
  const run = npmExec([packageManager, 'install', '--frozen-lockfile', '--prefer-offline'])
  if (run.error) fail(`npm could not be started (${run.error.message}). It comes with Node.`)
  if (run.status === 0) return
  const output = `${run.stdout}\n${run.stderr}`
  console.error(output.trim().split('\n').slice(-25).join('\n'))
  const known = explanations.find(([pattern]) => pattern.test(output))
  fail(known ? known[1] : 'The install failed; the lines above say why.')
}

requireNode()
const stamp = wantedStamp()
if (!isReady(stamp)) {
  install()
  writeFileSync(stampPath, stamp)
}
