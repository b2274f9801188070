/**
 * The thread of the database. Its calls block (they are the disk), so they have a thread of their own, and the event
 * loop of the process stays free for the work. Imports nothing of the domain but types: this starts fast.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from './open-database.ts'
import { prepareAll } from './database.ts'
import { toFailure } from '../failures.ts'
import { GroupCommit } from './group-commit.ts'
import { createOperations, type Operations } from './operations/index.ts'
import type { Call, Reply, ToWorker, WorkerInput } from '../protocol.ts'

const TRANSACTION = { begin: 'BEGIN IMMEDIATE', commit: 'COMMIT', rollback: 'ROLLBACK' } as const

/** Answers go together, but none waits longer than this for those after it. */
const MOST_HELD_BACK_MS = 1

type AnyOperation = (...args: readonly unknown[]) => unknown

function run(operations: Operations, { subject, method, args }: Call): unknown {
  const target = operations[subject] as unknown as Record<string, AnyOperation>
  return target[method]?.(...args)
}

function serve(port: NonNullable<typeof parentPort>, { path, ...options }: WorkerInput): void {
  let replies: Reply[] = []
  const send = (): void => {
    if (replies.length > 0) port.postMessage(replies)
    replies = []
  }
  const db = openDatabase(path, options)
  const { operations, beforeCommit, afterRollback } = createOperations(db)
  const transaction = prepareAll(db, TRANSACTION)
  const commits = new GroupCommit(
    {
      begin: () => transaction.begin.run(),
      commit: () => {
        beforeCommit()
        transaction.commit.run()
      },
      rollback: () => {
        afterRollback()
        transaction.rollback.run()
      },
    },
    send,
  )
  const read = (call: Call): void => {
    try {
      replies.push({ id: call.id, result: run(operations, call) })
    } catch (thrown) {
      replies.push({ id: call.id, failure: toFailure(thrown) })
    }
  }
  port.on('message', (message: ToWorker) => {
    if (message === 'close') {
      commits.flush()
      db[Symbol.dispose]()
      port.close()
      return
    }
    let sentAt = performance.now()
    for (const call of message) {
      if (call.kind === 'read') {
        read(call)
        if (performance.now() - sentAt < MOST_HELD_BACK_MS) continue
        send()
        sentAt = performance.now()
      } else {
        commits.write(
          () => run(operations, call),
          (outcome) => replies.push({ id: call.id, ...outcome }),
        )
      }
    }
    send()
  })
}

if (parentPort !== null) {
  try {
    serve(parentPort, workerData as WorkerInput)
    parentPort.postMessage([{ id: 0 }] satisfies Reply[])
  } catch (thrown) {
    parentPort.postMessage([{ id: 0, failure: toFailure(thrown) }] satisfies Reply[])
  }
}
