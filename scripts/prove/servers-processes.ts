// Servers to be killed, paused and cut off: processes of the built command line, each with a line of its own to every NATS server.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url))

/** A way to one NATS server that can be cut. */
class Line {
  readonly #target: number
  readonly #sockets = new Set<Socket>()
  readonly #server: Server
  #isCut = false

  constructor(target: number) {
    this.#target = target
    this.#server = createServer((socket) => this.#carry(socket))
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    return `nats://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  cut(isCut: boolean): void {
    this.#isCut = isCut
    if (isCut) for (const socket of this.#sockets) socket.destroy()
  }

  close(): void {
    this.cut(true)
    this.#server.close()
  }

  #carry(socket: Socket): void {
    if (this.#isCut) return void socket.destroy()
    const beyond = connect(this.#target, '127.0.0.1')
    for (const end of [socket, beyond]) {
      this.#sockets.add(end)
      end.setNoDelay(true)
      end.on('error', () => undefined)
      end.on('close', () => {
        this.#sockets.delete(end)
        socket.destroy()
        beyond.destroy()
      })
    }
    socket.pipe(beyond).pipe(socket)
  }
}

/** One server. */
export class ServerProcess {
  readonly name: string
  readonly url: string
  readonly #args: readonly string[]
  readonly #lines: readonly Line[]
  #child: ChildProcess | undefined
  #said = ''

  private constructor(name: string, port: number, options: { args: readonly string[]; lines: readonly Line[] }) {
    this.name = name
    this.url = `http://127.0.0.1:${port}`
    // A caller asks again later than thousands of others have asked for more.
    const own = ['--nodes', '0', '--keys-max', '200000', '--name', name, '--port', String(port)]
    this.#args = ['serve', '--no-demo', ...own, ...options.args]
    this.#lines = options.lines
  }

  /** Starts a server on a stream; resolves when it serves. */
  static async start(name: string, port: number, nats: readonly string[]): Promise<ServerProcess> {
    const lines = nats.map((url) => new Line(Number(new URL(url).port)))
    const ways = await Promise.all(lines.map((line) => line.open()))
    const one = new ServerProcess(name, port, { args: ['--log', ways.join(','), '--stream', 'proof'], lines })
    await one.start()
    return one
  }

  async start(): Promise<void> {
    this.#said = ''
    const child = spawn(process.execPath, [program, ...this.#args], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-4_000)
    })
    const [first] = await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')])
    if (child.exitCode !== null) throw new Error(`${this.name} did not start (${String(first)}): ${this.#said}`)
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal)
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await gone
  }

  /** Cuts it off from all NATS servers, or lets it reach them again. */
  cut(isCut: boolean): void {
    for (const line of this.#lines) line.cut(isCut)
  }

  async end(): Promise<void> {
    await this.kill()
    for (const line of this.#lines) line.close()
  }
}
