import { spawn, execFile, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Image } from './build.ts'

export interface Program {
  name: string
  /** Behind the entrypoint. */
  command: readonly string[]
  env: Readonly<Record<string, string>>
}

export interface StartOptions {
  image: Image
  /** Folder with the programs that the entrypoint may name. */
  bin: string
  /** The only folder the program may write to. */
  temporary: string
  /** Undefined: as whoever runs this. */
  ids: { uid: number; gid: number } | undefined
  timeoutMs: number
}

const STOP_MS = 15_000
const PAUSE_MS = 100

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Starts a program as a container would, waits until the image's own health check passes, stops it. Throws else. */
export async function startAndStop(program: Program, options: StartOptions): Promise<void> {
  const { image, bin, temporary, ids } = options
  const port = await freePort()
  const env = {
    ...image.env,
    PATH: bin,
    HOME: temporary,
    TMPDIR: temporary,
    // Nothing else than this machine needs to reach it here.
    HOST: '127.0.0.1',
    OPS_HOST: '127.0.0.1',
    PORT: String(port),
    OPS_PORT: String(port),
    ...program.env,
  }
  const [file = '', ...args] = image.entrypoint
  const cwd = join(image.root, image.workdir)
  const child = spawn(file, [...args, ...program.command], {
    cwd,
    env,
    ...ids,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr
    .setEncoding('utf8')
    .on('data', (chunk: string) => (log = (log + chunk).slice(-4_000)))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  exited.catch(() => undefined)
  try {
    await untilHealthy(child, {
      port,
      cwd,
      env,
      ids,
      check: image.healthcheck,
      ms: options.timeoutMs,
    })
    child.kill('SIGTERM')
    const code = await Promise.race([exited, delay(STOP_MS, 'still running', { ref: false })])
    if (code !== 0) throw new Error(`after SIGTERM: ${String(code)} instead of exit code 0`)
  } catch (error) {
    throw new Error(`${program.name}: ${(error as Error).message}\n${log}`, { cause: error })
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  }
}

interface HealthOptions {
  port: number
  cwd: string
  env: NodeJS.ProcessEnv
  ids: { uid: number; gid: number } | undefined
  check: readonly string[]
  ms: number
}

async function untilHealthy(child: ChildProcess, options: HealthOptions): Promise<void> {
  const until = performance.now() + options.ms
  // The check is a process of its own, which would slow down the one it waits for: first somebody must listen.
  while (!(await listens(options.port)) || !(await passes(options))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended by itself')
    if (performance.now() > until) throw new Error(`not healthy after ${options.ms} ms`)
    await delay(PAUSE_MS)
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

function passes({ check, cwd, env, ids }: HealthOptions): Promise<boolean> {
  const [file = '', ...args] = check
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env, ...ids }, (error) => {
      resolve(error === null)
    })
  })
}
