import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type RefObject } from 'react'
import type { Decided, FieldDecision, ReviewConflict, TaskView } from '@colophon/domain'
import { ApiError, UnreachableError } from '@colophon/web-shared'
import { decideFields } from '../../api/task.ts'
import { Saver, type SaverOptions, type Sent } from '../../behaviour/saver.ts'

const NOT_HELD = new Set(['review.lease_lost', 'review.held', 'review.barred'])

function sentOf(thrown: unknown): Sent {
  if (thrown instanceof UnreachableError) return { kind: 'away' }
  if (!(thrown instanceof ApiError)) throw thrown
  if (thrown.status >= 500 || thrown.status === 429) return { kind: 'away' }
  if (NOT_HELD.has(thrown.code) || thrown.status === 401) return { kind: 'not-held' }
  if (thrown.code === 'review.revision_conflict')
    return { kind: 'conflict', conflict: thrown.body as unknown as ReviewConflict }
  return { kind: 'refused', message: thrown.message, fix: thrown.fix }
}

export interface SaverCallbacks {
  onKept: (decided: Decided, decision: FieldDecision) => void
  onRefused: (decision: FieldDecision, message: string, fix: string) => void
  onMerged: (conflict: ReviewConflict) => void
  onLost: () => void
}

interface Latest {
  callbacks: SaverCallbacks
  leaseId: string | undefined
}
interface SaverSubject {
  id: string
  me: string
  client: QueryClient
  latest: RefObject<Latest>
}

/** Sends with the hold of the moment; what came back is what the page shows from then on. */
function saverOptions({ id, me, client, latest }: SaverSubject): SaverOptions {
  return {
    ...{ task: id, me, keeper: localStorage, nowMs: Date.now },
    async send(decision, revision) {
      const { leaseId } = latest.current
      if (leaseId === undefined) return { kind: 'not-held' }
      try {
        return { kind: 'kept', decided: await decideFields({ id, leaseId, revision }, [decision]) }
      } catch (thrown) {
        const sent = sentOf(thrown)
        if (sent.kind === 'not-held') latest.current.callbacks.onLost()
        return sent
      }
    },
    onKept(decided, decision) {
      client.setQueryData<TaskView>(['task', id], (old) => old && mergedView(old, decided))
      latest.current.callbacks.onKept(decided, decision)
    },
    onRefused(...refused) {
      latest.current.callbacks.onRefused(...refused)
    },
    onMerged(conflict) {
      void client.invalidateQueries({ queryKey: ['task', id] })
      latest.current.callbacks.onMerged(conflict)
    },
    later(ms, then) {
      const timer = setTimeout(then, ms)
      return () => {
        clearTimeout(timer)
      }
    },
  }
}

/** The saver of one task, living as long as its page. */
export function useSaver(view: TaskView, me: string, callbacks: SaverCallbacks) {
  const client = useQueryClient()
  const id = view.task.review_id
  const latest = useRef<Latest>({ callbacks, leaseId: view.lease?.lease_id })
  useEffect(() => {
    latest.current = { callbacks, leaseId: view.lease?.lease_id }
  })
  const [saver] = useState(() => {
    const options = saverOptions({ id, me, client, latest })
    return new Saver(options, view.document.revision)
  })
  const snapshot = useSyncExternalStore(saver.subscribe, saver.snapshot)
  const held = view.lease !== null
  useEffect(() => {
    // What was left from before goes out as soon as the document is held, and when the network is back.
    if (held) saver.resume()
    const online = (): void => {
      saver.resume()
    }
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('online', online)
    }
  }, [saver, held])
  return useMemo(() => ({ saver, ...snapshot }), [saver, snapshot])
}

/** The answer to a decision has all but why the document came, and the lease. */
export const mergedView = (old: TaskView, { task, document, fields }: Decided): TaskView => ({
  ...old,
  task,
  document,
  fields,
})
