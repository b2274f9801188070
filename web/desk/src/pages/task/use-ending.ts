import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Decided, TaskView } from '@colophon/domain'
import { useNotices } from '@colophon/web-shared'
import { useTakeNext } from '../../api/next.ts'
import { approve, reject, skip } from '../../api/task.ts'
import { approvalOf } from '../../behaviour/approval.ts'
import { countDecided } from '../../behaviour/day.ts'
import { placeOfTask, PLACES } from '../../behaviour/places.ts'
import type { Rejection } from './reject-dialog.tsx'
import type { Saving } from '../../behaviour/saver.ts'
import { useOnceSaved } from './use-once-saved.ts'

export interface EndingSubject {
  view: TaskView
  saving: Saving
  openLeft: number
  /** What is being typed and not yet saved, by its name. */
  typed: () => string | undefined
}

/** Runs an ending, then goes on to the next document; what the server says against it stays on the page. */
function useEnd({ task, document, lease }: TaskView) {
  const client = useQueryClient()
  const [, go] = useLocation()
  const { tell } = useNotices()
  const takeNext = useTakeNext()
  const [beganMs] = useState(Date.now)
  const ending = useRef(false)
  const name = task.title === '' ? document.document_id : task.title
  const goOn = async (): Promise<void> => {
    const { task: next, left } = await takeNext()
    void client.invalidateQueries({ queryKey: ['queue'] })
    void client.invalidateQueries({ queryKey: ['queue-state'] })
    if (!left) go(next === null ? PLACES.queue : placeOfTask(next.review_id))
  }
  return async (
    act: (leaseId: string) => Promise<Decided | undefined>,
    text: string,
  ): Promise<void> => {
    if (lease === null || ending.current) return
    ending.current = true
    try {
      const decided = await act(lease.lease_id)
      client.removeQueries({ queryKey: ['task', task.review_id] })
      if (decided !== undefined)
        countDecided(localStorage, (Date.now() - beganMs) / 1_000, Date.now())
      tell({ text: `${text}: ${name}`, undo: decided?.undo })
      await goOn()
    } catch (thrown) {
      tell({ text: (thrown as Error).message, broken: true })
      await client.invalidateQueries({ queryKey: ['task', task.review_id] })
    } finally {
      ending.current = false
    }
  }
}

/** Ends the work at a document and goes on to the next one. */
export function useEnding({ view, saving, openLeft, typed }: EndingSubject) {
  const { tell } = useNotices()
  const [rejecting, setRejecting] = useState(false)
  const askedMs = useRef(0)
  const [openedMs] = useState(Date.now)
  const shownMs = useRef(openedMs)
  const { task, document } = view
  const end = useEnd(view)
  const isSaved = (): boolean => {
    if (saving.pending.decisions.length === 0) return true
    saving.saver.resume()
    tell({
      text: 'Not yet: some decisions are not saved. They are kept in this browser.',
      broken: true,
    })
    return false
  }
  /** Something was decided on since the page is here. */
  const isWorkedOn = (): boolean => saving.state.kind === 'saved' && saving.state.atMs !== null
  const deciding = (leaseId: string) => ({
    ...{ id: task.review_id, leaseId },
    revision: document.revision,
  })
  const approveNow = (): void => {
    if (!isSaved()) return
    const nowMs = Date.now()
    const times = { shownMs: shownMs.current, askedMs: askedMs.current, nowMs }
    const approval = approvalOf({ ...times, openLeft, typed: typed(), isWorkedOn: isWorkedOn() })
    if (approval.kind === 'early') shownMs.current = nowMs
    if (approval.kind === 'wait') {
      if (approval.asks) askedMs.current = nowMs
      tell({ text: approval.why })
    } else if (approval.kind === 'go') void end((leaseId) => approve(deciding(leaseId)), 'Approved')
  }
  const approveOnceSaved = useOnceSaved({ saving, view }, approveNow)
  return {
    rejecting,
    setRejecting,
    approve: approveOnceSaved,
    reject(rejection: Rejection): void {
      setRejecting(false)
      if (isSaved()) void end((leaseId) => reject(deciding(leaseId), rejection), 'Rejected')
    },
    skip(): void {
      void end(async (leaseId) => {
        await skip(task.review_id, leaseId)
        return undefined
      }, 'Not to you today')
    },
  }
}
