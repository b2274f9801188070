import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface ServerProcess extends AsyncDisposable {
  readonly pid: number
  /** What it wrote so far, stdout and stderr together. */
  output(): string
  /** Resolves when it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>
}

/** A free port of the loopback interface; another process may still take it before it is used. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const STOP_MS = 5_000

const alive = new Set<ChildProcess>()
// However this process ends, what it has started ends with it.
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

export interface StartOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
}

export function startProcess(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): ServerProcess {
  const child: ChildProcess = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => chunks.push(text))
  }
  const ended = once(child, 'exit')
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  return {
    pid: child.pid ?? -1,
    output: () => chunks.join(''),
    kill,
    async [Symbol.asyncDispose]() {
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await kill('SIGTERM')
      clearTimeout(late)
    },
  }
}

/** Polls until `ready` resolves to true; rejects with what the server wrote when it takes too long or has ended. */
export async function untilReady(
  server: ServerProcess,
  ready: () => Promise<boolean>,
  patienceMs = 20_000,
): Promise<void> {
  const until = performance.now() + patienceMs
  for (;;) {
    if (await ready().catch(() => false)) return
    if (performance.now() > until) throw new Error(`the server is not ready:\n${server.output()}`)
    await delay(25)
  }
}
