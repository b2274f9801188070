import { useCallback, useEffect, useRef } from 'react'
import type { ReviewTask, TakenTask } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'
import { OnItsWay } from '../behaviour/handed-out.ts'
import { release } from './task.ts'

/** Long enough to open it: the page that shows it prolongs it. */
const OPENING_S = 120

export const onItsWay = new OnItsWay(({ reviewId, leaseId }) => {
  release(reviewId, leaseId).catch(() => undefined)
})
window.addEventListener('pagehide', () => {
  onItsWay.drop()
})

/** Takes whatever is next for this person. Who has left the page before the answer came goes nowhere, and holds nothing. */
export function useTakeNext(): () => Promise<{ task: ReviewTask | null; left: boolean }> {
  const shown = useRef(true)
  useEffect(() => {
    shown.current = true
    return () => {
      shown.current = false
    }
  }, [])
  return useCallback(async () => {
    const { task, lease } = await call<TakenTask>('POST', '/api/review/next', {
      body: { lease_s: OPENING_S },
    })
    if (task !== null && lease !== null)
      onItsWay.put({ reviewId: task.review_id, leaseId: lease.lease_id })
    if (!shown.current) onItsWay.drop()
    return { task, left: !shown.current }
  }, [])
}
