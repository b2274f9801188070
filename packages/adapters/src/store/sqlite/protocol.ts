import type { Failure } from './failures.ts'
import type { Operations } from './thread/operations/index.ts'

/** A call from one thread to the other; they travel in batches. */
export interface Call {
  id: number
  kind: 'read' | 'write'
  subject: keyof Operations
  method: string
  args: readonly unknown[]
}

export interface Reply {
  id: number
  /** Absent when it went well. */
  failure?: Failure
  result?: unknown
}

export interface WorkerInput {
  path: string
  maxPages?: number | undefined
  busyMs?: number | undefined
}

/** A message to the worker: calls, or the wish to end. The first reply says whether the database is open. */
export type ToWorker = Call[] | 'close'

type Method<Subject extends keyof Operations> = keyof Operations[Subject] & string
type Run<
  Subject extends keyof Operations,
  Name extends Method<Subject>,
> = Operations[Subject][Name] extends (...args: infer Args) => infer Result
  ? { args: Args; result: Result }
  : never

export type CallOperation = <Subject extends keyof Operations, Name extends Method<Subject>>(
  subject: Subject,
  method: Name,
  ...args: Run<Subject, Name>['args']
) => Promise<Run<Subject, Name>['result']>

/** The operations of the other thread, as the subjects see them. */
export interface Remote {
  readonly read: CallOperation
  /** Resolves when it is durable. */
  readonly write: CallOperation
}
