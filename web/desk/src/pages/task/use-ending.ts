import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Decided, TaskView } from '@colophon/domain'
import { approve, reject, skip, takeNext } from '../../api/task.ts'
import { countDecided } from '../../behaviour/day.ts'
import { placeOfTask, PLACES } from '../../behaviour/places.ts'
import { counted } from '../../behaviour/words.ts'
import { useNotices } from '../../parts/notices.tsx'
import type { Rejection } from './reject-dialog.tsx'
import type { Saving } from '../../behaviour/saver.ts'

/** How long a second press counts as meant. */
const MEANT_MS = 6_000

export interface EndingSubject {
  view: TaskView
  saving: Saving
  openLeft: number
}

/** Runs an ending, then goes on to the next document; what the server says against it stays on the page. */
function useEnd({ task, document, lease }: TaskView) {
  const client = useQueryClient()
  const [, go] = useLocation()
  const { tell } = useNotices()
  const [beganMs] = useState(Date.now)
  const name = task.title === '' ? document.document_id : task.title
  const goOn = async (): Promise<void> => {
    const { task: next } = await takeNext()
    void client.invalidateQueries({ queryKey: ['queue'] })
    void client.invalidateQueries({ queryKey: ['queue-state'] })
    go(next === null ? PLACES.queue : placeOfTask(next.review_id))
  }
  return async (
    act: (leaseId: string) => Promise<Decided | undefined>,
    text: string,
  ): Promise<void> => {
    if (lease === null) return
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
    }
  }
}

/** Ends the work at a document and goes on to the next one. */
export function useEnding({ view, saving, openLeft }: EndingSubject) {
  const { tell } = useNotices()
  const [rejecting, setRejecting] = useState(false)
  const asked = useRef(0)
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
  const deciding = (leaseId: string) => ({
    ...{ id: task.review_id, leaseId },
    revision: document.revision,
  })
  return {
    rejecting,
    setRejecting,
    approve(): void {
      if (!isSaved()) return
      if (openLeft > 0 && Date.now() - asked.current > MEANT_MS) {
        asked.current = Date.now()
        tell({
          text: `${counted(openLeft, 'field is', 'fields are')} still open. Once more approves it as it stands.`,
        })
        return
      }
      void end((leaseId) => approve(deciding(leaseId)), 'Approved')
    },
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
