// Where the page begins: what the address holds, or the guided first rollout, in the middle and playing. The same script on a thread without a
// document is the engine.

import { render } from 'preact'
import { Engine, type EngineThread, type Port, RemoteEngine, serveEngine } from './run/engine-thread.ts'
import { scenarioOf } from './scenarios/index.ts'
import { App } from './view/app.tsx'
import { Board } from './view/board.ts'
import { press } from './view/keyboard.ts'
import { openLink } from './view/link.ts'
import { playBack } from './view/playback.ts'
import { Teacher } from './view/teacher.ts'
import { tellTransitions } from './view/tell.ts'
import { Tour } from './view/tour.ts'

/** The whole of this script, once it is built: a page in a folder may load nothing else. */
declare const pageScript: unknown
declare const self: Port

const middle = 6.5

async function openPage(): Promise<void> {
  const root = document.getElementById('page')
  if (!root) throw new Error('the page has no place for the picture')
  const board = await Board.begin(engineThread(), scenarioOf('guided'))
  const teacher = new Teacher(board)
  const tour = new Tour(board)
  const opened = { board, teacher }
  const held = await openLink(opened, location.hash)
  render(<App board={board} teacher={teacher} tour={tour} />, root)
  playBack(board)
  tellTransitions(board)
  addEventListener('keydown', (event) => press(opened, event))
  addEventListener('hashchange', () => void openLink(opened, location.hash))
  if (held) return
  await board.pass(middle)
  tour.start()
  board.playing.value = true
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
