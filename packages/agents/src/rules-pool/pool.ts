import { ColophonError, onAbort, requireProfile } from '@colophon/domain'
import type { RulesInput } from '../rules-input.ts'
import type { RulesCall, RulesEnd, RulesResult, RulesRunner } from '../rules-runner.ts'
import { RulesDocuments, type RulesDocument, type RulesLimits } from './documents.ts'
import type { Answer } from './protocol.ts'
import { RulesThread, type Job } from './rules-thread.ts'
import { RunTimes } from './run-times.ts'
import { takeFor } from './waiting.ts'

/** Rules that were ended. */
export interface RulesEnded {
  agent: string
  documentId: string
  /** The tool, or the reading that tools share; null when it cannot be told. */
  part: string | null
  why: RulesEnd
}

/** Where threads find the agents of a profile, by its name. */
export type RulesModules = Readonly<Record<string, URL>>

export interface RulesPoolOptions {
  /** At most so many; each after the first is started when there is work for it. */
  threads: number
  limits: RulesLimits
  /** For each profile the module that exports its agents as `agents`. Threads load the first at once, others when asked. */
  modules: RulesModules
  onEnded?: ((ended: RulesEnded) => void) | undefined
  /** Makes of `onEnded` what is told of the rules that are asked for now: they are ended by a timer of others. @default itself */
  bind?: ((onEnded: OnEnded) => OnEnded) | undefined
}

type OnEnded = (ended: RulesEnded) => void

/** Threads that end before they can work, one after the other, until those who wait are told. */
const MOST_FAILED_STARTS = 3

/** The part of a request that is sent to a thread. */
const inputOf = (request: RulesInput): RulesInput => ({
  document_id: request.document_id,
  text: request.text,
  pages: request.pages,
  ...(request.segments !== undefined && { segments: request.segments }),
  ...(request.record !== undefined && { record: request.record }),
  ...(request.language !== undefined && { language: request.language }),
  ...(request.ocr_confidence !== undefined && { ocr_confidence: request.ocr_confidence }),
  ...(request.file !== undefined && { file: request.file }),
  facts: request.facts,
  today: request.today,
})

const NOTHING: Answer = { proposals: [], leftOut: true, ms: 0 }

const resultOf = ({ proposals, leftOut, ms }: Answer, document: RulesDocument): RulesResult => ({
  proposals,
  why: leftOut ? document.ended : null,
  ms,
})

/**
 * A few threads and the calls that wait for them. The agents of a document go to the thread that has read it; a thread
 * gets two calls at a time, the rest can go to any. A rule that takes too long, or brings its thread down, is left out for
 * its document; the thread is replaced, and what else it had to do is done again elsewhere.
 */
export class RulesPool implements RulesRunner, AsyncDisposable {
  readonly #options: RulesPoolOptions
  readonly #documents: RulesDocuments
  readonly #threads = new Set<RulesThread>()
  /** Which thread has read a document. */
  readonly #homes = new WeakMap<RulesDocument, RulesThread>()
  readonly #exits = new Set<Promise<void>>()
  readonly #times: RunTimes
  /** Modules that a new thread loads before it takes calls: the first, and what was asked for since. */
  readonly #loaded: Set<string>
  #waiting: Job[] = []
  #failedStarts = 0
  #closed = false

  constructor(options: RulesPoolOptions) {
    this.#options = options
    this.#loaded = new Set(Object.values(options.modules).slice(0, 1).map(String))
    this.#documents = new RulesDocuments(options.limits)
    this.#times = new RunTimes(options.limits.leastMs, {
      threads: this.#threads,
      onOverdue: (thread) => {
        this.#replace(thread, 'rules.timeout')
      },
    })
    this.#start()
  }

  async run({ agent, request, wanted, signal }: RulesCall): Promise<RulesResult> {
    signal.throwIfAborted()
    if (this.#closed) throw new ColophonError('rules.unavailable', 'The threads are closed')
    const module = this.#moduleOf(agent.profile)
    const document = this.#documents.of(agent.profile, request.text)
    document.begin(agent.name)
    const { onEnded: told, bind } = this.#options
    const onEnded = told && (bind?.(told) ?? told)
    const { promise, resolve, reject } = Promise.withResolvers<RulesResult>()
    const job: Job = {
      call: { module, agent: agent.name, request: inputOf(request), wanted },
      document,
      startedAt: 0,
      ranMs: 0,
      overdue: false,
      dropped: false,
      told: (part, why) => {
        onEnded?.({ agent: agent.name, documentId: request.document_id, part, why })
      },
      answer: (answer) => {
        resolve(resultOf(answer, document))
      },
      fail: reject,
    }
    using _listening = onAbort(signal, () => {
      job.dropped = true
      reject(signal.reason as Error)
    })
    this.#waiting.push(job)
    this.#dispatch()
    return await promise
  }

  #moduleOf(profile: string): string {
    const { modules } = this.#options
    requireProfile(
      profile,
      Object.keys(modules).map((name) => ({ name })),
    )
    const module = String(modules[profile])
    this.#loaded.add(module)
    return module
  }

  /** Ends the threads, whatever they do. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#times.stop()
    for (const thread of this.#threads) this.#waiting.push(...this.#end(thread))
    this.#failWaiting('The threads are closed')
    await Promise.all(this.#exits)
  }

  readonly #homeOf = ({ document }: Job): RulesThread | undefined => {
    const home = this.#homes.get(document)
    return home !== undefined && this.#threads.has(home) ? home : undefined
  }

  /** Gives every thread that has room what it should do next, the least busy one first. */
  #dispatch(): void {
    if (this.#closed) return
    this.#waiting = this.#waiting.filter(({ dropped }) => !dropped)
    this.#answerGivenUp()
    while (this.#waiting.length > 0 && this.#post());
    const isUseful = this.#waiting.some((job) => this.#homeOf(job) === undefined)
    const needed = this.#waiting.length > 0 && (isUseful || this.#threads.size === 0)
    if (needed && this.#threads.size < this.#options.threads && this.#start()) this.#dispatch()
  }

  /** Posts one call; false when no thread can take any. */
  #post(): boolean {
    const open = [...this.#threads].filter(({ hasRoom }) => hasRoom)
    for (const thread of open.sort((a, b) => a.load - b.load)) {
      const job = takeFor(thread, this.#waiting, this.#homeOf)
      if (job === undefined) continue
      this.#homes.set(job.document, thread)
      try {
        thread.post(job)
        this.#times.watch()
      } catch (thrown) {
        job.fail(thrown as Error)
      }
      return true
    }
    return false
  }

  /** False when the system has no thread to give; with others at work their calls can wait. */
  #start(): boolean {
    try {
      this.#threads.add(this.#createThread())
      return true
    } catch (thrown) {
      if (this.#threads.size === 0) this.#failWaiting('No thread can be started', thrown)
      return false
    }
  }

  #createThread(): RulesThread {
    const thread = new RulesThread([...this.#loaded], {
      ready: () => {
        this.#failedStarts = 0
        this.#dispatch()
      },
      free: () => {
        this.#dispatch()
      },
      ended: (cause) => {
        if (!this.#threads.has(thread)) return
        if (thread.ready) this.#replace(thread, 'rules.crashed')
        else this.#startFailed(thread, cause)
      },
    })
    return thread
  }

  /** The call that ran is to blame, nothing else; it goes on without the rules that did not end. */
  #replace(thread: RulesThread, why: RulesEnd): void {
    const part = thread.runningPart
    const [blamed, ...others] = this.#end(thread)
    this.#waiting.unshift(...others)
    if (blamed !== undefined) {
      const { document, call } = blamed
      document.spend(call.agent, blamed.ranMs)
      document.end(why, part)
      Object.assign(blamed, { ranMs: 0, overdue: false })
      this.#waiting.unshift(blamed)
      blamed.told(part, why)
    }
    this.#dispatch()
  }

  #answerGivenUp(): void {
    const givenUp = this.#waiting.filter(({ document }) => document.givenUp)
    if (givenUp.length === 0) return
    this.#waiting = this.#waiting.filter(({ document }) => !document.givenUp)
    for (const job of givenUp) job.answer(NOTHING)
  }

  #startFailed(thread: RulesThread, cause: unknown): void {
    this.#waiting.unshift(...this.#end(thread))
    this.#failedStarts += 1
    if (this.#failedStarts >= MOST_FAILED_STARTS) {
      this.#failWaiting('No thread can be started', cause)
      this.#failedStarts = 0
    }
    this.#dispatch()
  }

  #end(thread: RulesThread): Job[] {
    this.#threads.delete(thread)
    const { jobs, exited } = thread.end()
    this.#exits.add(exited)
    void exited.then(() => this.#exits.delete(exited))
    return jobs
  }

  #failWaiting(message: string, cause?: unknown): void {
    for (const job of this.#waiting) {
      job.fail(new ColophonError('rules.unavailable', message, { cause }))
    }
    this.#waiting = []
  }
}
