import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import { ColophonError } from '@colophon/domain'
import { toFailure, type Failure } from '../failures.ts'
import type { Call, CallOperation, Remote, Reply, ToWorker, WorkerInput } from '../protocol.ts'

interface Waiting {
  resolve: (result: unknown) => void
  reject: (reason: Error) => void
}

const OPENING = 0
/** Calls that are sent before the turn of the event loop ends, so that the thread works while this one still does. */
const FULL = 32

/** An error about the store as a whole says which one that is. */
function errorOf({ code, message, stack }: Failure, path: string): Error {
  const cause = Object.assign(new Error(message), { stack })
  if (code === null) return cause
  const isNamed = !code.startsWith('store.') || message.includes(path)
  return new ColophonError(code, isNamed ? message : `${message} (sqlite:${path})`, { cause })
}

/** The reason why the thread ended, where the system did not let it begin. */
function endOf(cause: unknown, path: string): ColophonError {
  const { code, message } = toFailure(cause)
  const said = code === null ? 'The database thread has ended' : message
  return new ColophonError('store.unavailable', `${said} (sqlite:${path})`, { cause })
}

/**
 * This side of the database's thread. Calls of one turn of the event loop travel together, and so do their answers.
 * The thread keeps the process alive only while something is asked of it.
 */
export class DatabaseThread implements Remote {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #exited: Promise<void>
  readonly #path: string
  #outbox: Call[] = []
  #lastId = OPENING
  /** Why nothing more can be asked. */
  #ended: ColophonError | null = null

  private constructor(input: WorkerInput) {
    this.#path = input.path
    this.#worker = new Worker(new URL('../thread/start-thread.js', import.meta.url), {
      workerData: { ...input, compileCache: getCompileCacheDir() ?? null },
      // Flags of the process (--input-type, --test, …) are none of its business.
      execArgv: [],
    })
    this.#worker.on('message', (replies: Reply[]) => {
      for (const reply of replies) this.#settle(reply)
      // While it closes, its end is still waited for.
      if (this.#waiting.size === 0 && this.#ended === null) this.#worker.unref()
    })
    this.#exited = new Promise((resolve) => {
      const end = (cause?: unknown): void => {
        this.#end(endOf(cause, input.path))
        resolve()
      }
      this.#worker.on('error', end)
      this.#worker.on('exit', () => {
        end()
      })
    })
  }

  static async open(input: WorkerInput): Promise<DatabaseThread> {
    const thread = new DatabaseThread(input)
    await new Promise((resolve, reject) => thread.#waiting.set(OPENING, { resolve, reject }))
    return thread
  }

  readonly read: CallOperation = (subject, method, ...args) =>
    this.#call({ kind: 'read', subject, method, args })

  readonly write: CallOperation = (subject, method, ...args) =>
    this.#call({ kind: 'write', subject, method, args })

  /** Ends the thread once all that was asked before is answered. Calling it again waits for the same end. */
  async close(): Promise<void> {
    if (this.#ended === null) {
      this.#flush()
      this.#ended = new ColophonError('store.unavailable', 'The store is closed')
      this.#worker.ref()
      this.#post('close')
    }
    await this.#exited
  }

  #call<Result>(call: Omit<Call, 'id'>): Promise<Result> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    return new Promise<Result>((resolve, reject) => {
      if (this.#waiting.size === 0) this.#worker.ref()
      this.#lastId += 1
      this.#waiting.set(this.#lastId, { resolve: resolve as Waiting['resolve'], reject })
      if (this.#outbox.length === 0) {
        setImmediate(() => {
          this.#flush()
        })
      }
      this.#outbox.push({ id: this.#lastId, ...call })
      if (this.#outbox.length === FULL) this.#flush()
    })
  }

  #flush(): void {
    const calls = this.#outbox
    this.#outbox = []
    if (calls.length === 0) return
    try {
      this.#post(calls)
    } catch {
      // One of them holds what cannot be sent (a function): the others go alone.
      for (const call of calls) this.#sendAlone(call)
    }
  }

  #sendAlone(call: Call): void {
    try {
      this.#post([call])
    } catch (thrown) {
      this.#settle({ id: call.id, failure: toFailure(thrown) })
    }
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #settle({ id, failure, result }: Reply): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (failure === undefined) waiting?.resolve(result)
    else waiting?.reject(errorOf(failure, this.#path))
  }

  #end(reason: ColophonError): void {
    this.#ended ??= reason
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
  }
}
