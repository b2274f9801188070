import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { RulesEnd } from '../rules-runner.ts'
import type { RulesDocument } from './documents.ts'
import type { Answer, Call, Failure, FromThread, ThreadInput } from './protocol.ts'

/** One call of an agent's rules, from when it is asked to its answer. */
export interface Job {
  call: Omit<Call, 'leftOut'>
  document: RulesDocument
  startedAt: number
  /** How long it has run in its thread so far. */
  ranMs: number
  overdue: boolean
  /** Nobody waits for it any more. */
  dropped: boolean
  answer(answer: Answer): void
  /** Says that one of its rules was ended: which part, and why. */
  told(part: string | null, why: RulesEnd): void
  fail(thrown: Error): void
}

/** Events in the life of a thread. */
export interface ThreadEvents {
  ready(): void
  /** It has room for one more. */
  free(): void
  /** By itself: out of memory, `process.exit`, an error nobody caught. */
  ended(cause: unknown): void
}

/**
 * Memory that a thread may hold: the rules of the largest text that is taken (5 MiB) need less than half of it. A
 * thread that needs more ends, the process does not: a container has to have room for all of its threads at this size.
 */
export const MOST_HEAP_MB = 512

/** Posted at once: one that runs, and one so that the thread need not wait. More would have to be moved when it ends. */
const MOST_POSTED = 2

const THREAD = new URL('./start-thread.js', import.meta.url)

/** This side of a thread. It keeps the process alive only while something is asked of it. */
export class RulesThread {
  readonly #worker: Worker
  readonly #running = new Int32Array(new SharedArrayBuffer(4))
  readonly #exited: Promise<void>
  readonly #events: ThreadEvents
  #parts: string[] | null = null
  #jobs: Job[] = []

  constructor(modules: readonly string[], events: ThreadEvents) {
    this.#events = events
    const input: ThreadInput = {
      modules,
      running: this.#running,
      compileCache: getCompileCacheDir() ?? null,
    }
    this.#worker = new Worker(THREAD, {
      workerData: input,
      name: 'rules',
      // Flags and settings of the process (and its secrets) are none of its business.
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    })
    this.#worker.unref()
    this.#worker.on('message', (message: FromThread) => {
      this.#receive(message)
    })
    this.#exited = new Promise((resolve) => {
      let cause: unknown
      this.#worker.on('error', (thrown: unknown) => {
        cause = thrown
      })
      this.#worker.on('exit', (code) => {
        resolve()
        this.#events.ended(cause ?? new Error(`The thread has ended with ${code}`))
      })
    })
  }

  /** It has loaded what it needs. */
  get ready(): boolean {
    return this.#parts !== null
  }

  get load(): number {
    return this.#jobs.length
  }

  get hasRoom(): boolean {
    return this.#jobs.length < MOST_POSTED
  }

  /** The call that runs. */
  get running(): Job | undefined {
    return this.ready ? this.#jobs[0] : undefined
  }

  /** The part of the rules that runs, or ran when the thread ended; null when it is between two. */
  get runningPart(): string | null {
    return this.#parts?.[Atomics.load(this.#running, 0) - 1] ?? null
  }

  /** Throws when the call holds what cannot be sent (a function). */
  post(job: Job): void {
    const leftOut = [...job.document.leftOut]
    this.#worker.postMessage({ ...job.call, leftOut } satisfies Call)
    if (this.#jobs.length === 0) this.#worker.ref()
    this.#jobs.push(job)
    if (this.#jobs.length === 1) this.#begin()
  }

  /** Ends it, whatever it does. Nothing of it is heard any more. Returns what it had to do. */
  end(): { jobs: Job[]; exited: Promise<void> } {
    const jobs = this.#jobs
    this.#jobs = []
    this.#worker.removeAllListeners('message')
    void this.#worker.terminate()
    return { jobs, exited: this.#exited }
  }

  #begin(): void {
    const job = this.running
    if (job !== undefined)
      Object.assign(job, { startedAt: performance.now(), ranMs: 0, overdue: false })
  }

  #receive(message: FromThread): void {
    if ('ready' in message) {
      const wasReady = this.ready
      this.#parts = message.ready.parts
      // Time begins now: loading for a call is no time of its rules.
      this.#begin()
      if (!wasReady) this.#events.ready()
      return
    }
    const job = this.#jobs.shift()
    if (this.#jobs.length === 0) this.#worker.unref()
    this.#begin()
    if ('answer' in message) {
      job?.document.spend(job.call.agent, message.answer.ms)
      job?.answer(message.answer)
    } else job?.fail(errorOf(message.failure))
    this.#events.free()
  }
}

const errorOf = ({ message, stack }: Failure): Error =>
  Object.assign(new Error(message), stack !== undefined && { stack })
