import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface ServerProcess extends AsyncDisposable {
  readonly pid: number
  /** Output so far, stdout and stderr together. */
  output(): string
  /** Resolves when it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Sends a signal and does not wait; to all of its group where it has one. */
  signal(signal: NodeJS.Signals): void
  /** Resolves when it has ended: its exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>
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
  for (const child of alive) signalTo(child, 'SIGKILL')
})
const leaders = new WeakSet<ChildProcess>()

function signalTo(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || !leaders.has(child)) {
    child.kill(signal)
    return
  }
  try {
    process.kill(-child.pid, signal)
  } catch {
    // None of the group is left.
  }
}

export interface StartOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** It starts processes of its own, which end with it. */
  ownGroup?: boolean
}

export function startProcess(
  command: string,
  args: readonly string[],
  { ownGroup = false, ...options }: StartOptions = {},
): ServerProcess {
  const child: ChildProcess = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
    ...options,
  })
  alive.add(child)
  if (ownGroup) leaders.add(child)
  child.once('exit', () => alive.delete(child))
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => chunks.push(text))
  }
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) signalTo(child, signal)
    await ended
    if (ownGroup) signalTo(child, 'SIGKILL')
  }
  return {
    pid: child.pid ?? -1,
    output: () => chunks.join(''),
    kill,
    ended,
    signal: (signal) => {
      signalTo(child, signal)
    },
    async [Symbol.asyncDispose]() {
      const late = setTimeout(() => {
        signalTo(child, 'SIGKILL')
      }, STOP_MS)
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
