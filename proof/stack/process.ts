import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { deadlineIn, patient } from './patience.ts'

/** A process to start, and how it is seen to be ready. */
export interface ProcessSpec {
  name: string
  command: string
  args: readonly string[]
  env?: Readonly<Record<string, string>>
  /** `http://127.0.0.1:PORT`, or what else its port speaks. */
  url: string
  /** One look; false or a rejection: not yet. */
  isReady: () => Promise<boolean>
  /** Where and as whom it runs. @default here, as we do */
  as?: { cwd: string; uid?: number; gid?: number }
  /** Made before it starts; emptied by `restart({ emptied: true })`. */
  dataFolder?: string
}

/** A process that ended without having been told to. */
export interface Death {
  name: string
  pid: number
  code: number | null
  signal: NodeJS.Signals | null
  /** The end of its log. */
  tail: string
}

export const deathInWords = ({ name, code, signal, tail }: Death): string =>
  `${name} ended with ${code ?? signal}: ${tail}`

export interface StackProcess {
  readonly name: string
  readonly pid: number
  readonly url: string
  /** File with what it has written, over all its restarts. */
  readonly log: string
  readonly running: boolean
  /** Resolves when it is ready; rejects with the end of its log when it ends before or takes too long. */
  ready(): Promise<void>
  /** Resolves when it has ended, with its exit code or the signal it died of. @default SIGTERM */
  kill(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>
  /** Its connections stay open and nobody answers, until `resume`. */
  suspend(): void
  resume(): void
  /** On the same port; ends it first where it still runs. Resolves when it is ready. */
  restart(options?: { emptied?: boolean }): Promise<void>
}

export interface ProcessOptions {
  logFolder: string
  onDeath: (death: Death) => void
}

const POLL_MS = 50
/** On an idle machine. */
const PATIENCE_MS = 60_000
const GRACE_MS = 15_000
const TAIL_LINES = 20

/** Variables of our own environment that the processes see: settings of whoever starts us must not leak into them. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'NODE_COMPILE_CACHE']
/** Ten processes of the same sources: what one has compiled the others need not. */
const COMPILE_CACHE = join(tmpdir(), 'colophon-compile-cache')

function baseEnvironment(): Record<string, string> {
  const passedOn = PASSED_ON.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { NODE_COMPILE_CACHE: COMPILE_CACHE, ...Object.fromEntries(passedOn) }
}

const alive = new Set<ChildProcess>()
// However this process ends, what it has started ends with it.
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

function logTail(file: string, lines = TAIL_LINES): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return ''
  }
}

type End = number | NodeJS.Signals
/** The status by which a shell says that it cannot start a command. */
const NOT_STARTED = 127

class LoggedProcess implements StackProcess {
  readonly #spec: ProcessSpec
  readonly #onDeath: (death: Death) => void
  readonly #toldToEnd = new WeakSet<ChildProcess>()
  readonly log: string
  #child: ChildProcess
  #ended: Promise<End>

  constructor(spec: ProcessSpec, { logFolder, onDeath }: ProcessOptions) {
    this.#spec = spec
    this.#onDeath = onDeath
    this.log = join(logFolder, `${spec.name}.log`)
    ;[this.#child, this.#ended] = this.#start()
  }

  get name(): string {
    return this.#spec.name
  }
  get url(): string {
    return this.#spec.url
  }
  get pid(): number {
    return this.#child.pid ?? -1
  }
  get running(): boolean {
    return alive.has(this.#child)
  }

  #start(): [ChildProcess, Promise<End>] {
    const { command, args, env, as, dataFolder } = this.#spec
    if (dataFolder !== undefined) mkdirSync(dataFolder, { recursive: true })
    const log = openSync(this.log, 'a')
    const child = spawn(command, args, {
      env: { ...baseEnvironment(), ...env },
      ...as,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    alive.add(child)
    const ended = Promise.withResolvers<End>()
    child.on('error', () => {
      alive.delete(child)
      ended.resolve(NOT_STARTED)
    })
    child.on('exit', (code, signal) => {
      ended.resolve(code ?? signal ?? NOT_STARTED)
      alive.delete(child)
      if (this.#toldToEnd.has(child)) return
      const { name, log: file } = this
      this.#onDeath({ name, pid: child.pid ?? -1, code, signal, tail: logTail(file) })
    })
    return [child, ended.promise]
  }

  async ready(): Promise<void> {
    const deadline = deadlineIn(PATIENCE_MS)
    for (;;) {
      if (!this.running) throw new Error(`${this.name} has ended:\n${logTail(this.log)}`)
      if (await this.#spec.isReady().catch(() => false)) return
      if (deadline.passed()) {
        const seconds = Math.round(deadline.ms / 1000)
        throw new Error(`${this.name} is not ready after ${seconds} s:\n${logTail(this.log)}`)
      }
      await delay(POLL_MS)
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<End> {
    const child = this.#child
    if (!alive.has(child)) return await this.#ended
    this.#toldToEnd.add(child)
    child.kill(signal)
    // A stopped process sees no other signal before it goes on.
    child.kill('SIGCONT')
    const late = setTimeout(() => child.kill('SIGKILL'), patient(GRACE_MS))
    const end = await this.#ended
    clearTimeout(late)
    return end
  }

  suspend(): void {
    this.#child.kill('SIGSTOP')
  }
  resume(): void {
    this.#child.kill('SIGCONT')
  }

  async restart({ emptied = false }: { emptied?: boolean } = {}): Promise<void> {
    await this.kill()
    const { dataFolder } = this.#spec
    if (emptied && dataFolder !== undefined) rmSync(dataFolder, { recursive: true, force: true })
    ;[this.#child, this.#ended] = this.#start()
    await this.ready()
  }
}

/** Starts a process with a log file of its own; await `ready()` before it is used. */
export const startLogged = (spec: ProcessSpec, options: ProcessOptions): StackProcess =>
  new LoggedProcess(spec, options)
