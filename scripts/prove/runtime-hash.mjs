// Prints the figures of pinned lives on the runtime that runs this, from the built packages. Arguments: lines, then seeds.
import { lifeHash } from '../../packages/simulator/dist/index.js'

const [lines = '200', ...seeds] = process.argv.slice(2)
console.log(JSON.stringify(seeds.map((seed) => lifeHash(seed, Number(lines)))))
