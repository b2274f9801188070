import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { TakenTask, TaskView } from '@colophon/domain'
import { ApiError } from '@colophon/web-shared'
import { onItsWay } from '../../api/next.ts'
import { claim, prolong, release } from '../../api/task.ts'
import { pendingOf } from '../../behaviour/drafts.ts'
import { holdOf, type Hold } from '../../behaviour/hold.ts'

const BEAT_MS = 60_000
const SHORT_MS = 5 * 60_000

export interface Held {
  hold: Hold
  /** Why it could not be taken, in words. */
  refusal: string | null
  take: (over?: boolean) => Promise<void>
  /** The server said that it is not held by this person any more. */
  lost: () => void
}

/** Takes a document when its page is opened, and keeps it while the page is open. */
export function useHold(view: TaskView, me: string): Held {
  const client = useQueryClient()
  const id = view.task.review_id
  const [refusal, setRefusal] = useState<string | null>(null)
  const hold = holdOf(view, me)
  const leaseId = hold.kind === 'mine' ? hold.leaseId : undefined
  // As it was handed out.
  const isShort = useRef(false)
  isShort.current = view.lease !== null && Date.parse(view.lease.until) - Date.now() < SHORT_MS

  const put = useCallback(
    (change: Partial<TaskView>) => {
      client.setQueryData<TaskView>(['task', id], (old) => old && { ...old, ...change })
    },
    [client, id],
  )
  const take = useCallback(
    async (over = false) => {
      try {
        const { task, lease }: TakenTask = await claim(id, over)
        setRefusal(null)
        put({ lease, ...(task === null ? {} : { task }) })
      } catch (thrown) {
        setRefusal((thrown as Error).message)
        if (thrown instanceof ApiError) await client.invalidateQueries({ queryKey: ['task', id] })
      }
    },
    [client, id, put],
  )
  const lost = useCallback(() => {
    put({ lease: null })
  }, [put])

  useTakenOnce(hold, take)
  useGivenBack(id, leaseId)
  useEffect(() => {
    if (leaseId === undefined) return undefined
    const beat = async (): Promise<void> => {
      try {
        put({ lease: await prolong(id, leaseId) })
      } catch (thrown) {
        // A server that is away says nothing about the hold; one that refuses does.
        if (thrown instanceof ApiError) lost()
      }
    }
    if (isShort.current) void beat()
    const timer = setInterval(() => void beat(), BEAT_MS)
    // A tab that slept has missed its beats.
    const woken = (): void => {
      if (document.visibilityState === 'visible') void beat()
    }
    document.addEventListener('visibilitychange', woken)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', woken)
    }
  }, [id, leaseId, put, lost])
  return { hold, refusal, take, lost }
}

/** Opening the page takes the document; losing it later does not take it again by itself. */
function useTakenOnce(hold: Hold, take: () => Promise<void>): void {
  const tried = useRef(false)
  useEffect(() => {
    if (tried.current) return
    tried.current = true
    if (hold.kind === 'free') void take()
  }, [hold.kind, take])
}

/** Whoever leaves the page gives the document back, unless something of theirs still waits to be sent. */
function useGivenBack(id: string, leaseId: string | undefined): void {
  const latest = useRef(leaseId)
  useEffect(() => {
    latest.current = leaseId
    if (leaseId !== undefined) onItsWay.arrived(id)
  })
  useEffect(() => {
    const giveBack = (): void => {
      const held = latest.current
      // What ended with a decision is not held any more, and refuses.
      if (held !== undefined && pendingOf(localStorage, id) === null)
        release(id, held).catch(() => undefined)
    }
    window.addEventListener('pagehide', giveBack)
    return () => {
      window.removeEventListener('pagehide', giveBack)
      giveBack()
    }
  }, [id])
}
