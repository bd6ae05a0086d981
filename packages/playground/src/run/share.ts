// A run as a link: its form is the simulator's, so that tools can make such links too.

export { decodeRun, encodeRun } from '@cutover/simulator'
