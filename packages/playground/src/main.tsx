// Where the page begins: what the address holds, or the first rollout, in the middle and playing.

import { render } from 'preact'
import { scenarioOf } from './scenarios/index.ts'
import { App } from './view/app.tsx'
import { Board } from './view/board.ts'
import { press } from './view/keyboard.ts'
import { openLink } from './view/link.ts'
import { playBack } from './view/playback.ts'
import { tellTransitions } from './view/tell.ts'

const middle = 6.5

const root = document.getElementById('page')
if (!root) throw new Error('the page has no place for the picture')

const board = new Board(scenarioOf('first-rollout'))
render(<App board={board} />, root)
playBack(board)
tellTransitions(board)
addEventListener('keydown', (event) => press(board, event))
addEventListener('hashchange', () => void openLink(board, location.hash))

openLink(board, location.hash).then((held) => {
  if (held) return
  board.pass(middle)
  board.playing.value = true
})
