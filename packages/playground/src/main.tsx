// Where the page begins: what the address holds, or the guided first rollout, in the middle and playing. The same script on a thread without a
// document is the engine.

import { render } from 'preact'
import { Engine, type EngineThread, type Port, RemoteEngine, serveEngine } from './run/engine-thread.ts'
import { loadPart } from './run/load-part.ts'
import { scenarioOf } from './scenarios/index.ts'
import { App } from './view/app.tsx'
import { Board } from './view/board.ts'
import { press } from './view/keyboard.ts'
import { openLink } from './view/link.ts'
import { LiveTrack } from './view/live-track.ts'
import { playBack } from './view/playback.ts'
import { Regions } from './view/regions.tsx'
import { Teacher } from './view/teacher.ts'
import { tellTransitions } from './view/tell.ts'
import { Tour } from './view/tour.ts'

/** The whole of this script, once it is built: a page in a folder may load nothing else. */
declare const pageScript: unknown
declare const self: Port

const middle = 6.5

/** How often the clock of a live cluster is looked at. */
const clockMs = 1_000

async function openPage(): Promise<void> {
  const root = document.getElementById('page')
  if (!root) throw new Error('the page has no place for the picture')
  const board = await Board.begin(engineThread(), scenarioOf('guided'))
  const teacher = new Teacher(board)
  const tour = new Tour(board)
  const regions = new Regions(board)
  const opened = { board, teacher }
  const attached = attachment()
  const held = attached === undefined ? await openLink(opened, location.hash) : await attach(board, attached)
  render(<App board={board} teacher={teacher} regions={regions} tour={tour} />, root)
  playBack(board)
  tellTransitions(board)
  performance.mark('page-ready')
  addEventListener('keydown', (event) => press({ ...opened, regions }, event))
  addEventListener('hashchange', () => void openLink(opened, location.hash))
  if (held) return
  await board.pass(middle)
  tour.start()
  board.playing.value = true
}

// `?attach=http://nomad.example:4646`, or `?attach` for the server that the page came from.
function attachment(): string | undefined {
  const address = new URLSearchParams(location.search).get('attach')
  return address === '' ? location.origin : (address ?? undefined)
}

async function attach(board: Board, address: string): Promise<boolean> {
  try {
    const { LiveCluster } = await loadPart('live')
    const track = await LiveTrack.open(board.engine, new LiveCluster(address, undefined), () => board.refresh())
    await board.show(async () => track)
    setInterval(() => board.track.value === track && board.refresh(), clockMs)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    board.said.value = `${address} cannot be read: ${why}. A Nomad has to allow this page in http_api_response_headers.`
  }
  return true
}

// Where no thread can be had, the engine works on this one.
function engineThread(): EngineThread {
  try {
    const source = new Blob([`(${String(pageScript)})()`], { type: 'text/javascript' })
    return new RemoteEngine(new Worker(URL.createObjectURL(source)))
  } catch {
    return new Engine()
  }
}

if (typeof document === 'undefined') serveEngine(self)
else void openPage()
