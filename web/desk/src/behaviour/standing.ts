import type { DocumentView } from '@colophon/domain'
import { sourceInWords } from './words.ts'

export interface StandingInWords {
  /** How far the document has come, and what that means. */
  text: string
  /** The task to go to, and what the link says. */
  link: { review_id: string; text: string } | null
}

const RUNNING = new Set(['queued', 'processing'])

/** What has become of a document, for whoever only looks at it. */
export function standingOfDocument(
  { document, task, can_send }: DocumentView,
  unit: string,
): StandingInWords {
  if (task !== null && (task.status === 'pending' || task.status === 'in_progress')) {
    const holder = task.lease_owner === null ? '' : ` ${task.lease_owner} works on it now.`
    return {
      text: `This ${unit} waits for a person.${holder}`,
      link: { review_id: task.review_id, text: 'Open it to decide' },
    }
  }
  const review = task === null ? null : { review_id: task.review_id, text: 'To its review' }
  if (RUNNING.has(document.status))
    return { text: `The run of this ${unit} has not ended yet.`, link: review }
  if (document.error !== null)
    return { text: `✗ The run failed: ${document.error.message}`, link: review }
  if (task !== null && (task.status === 'approved' || task.status === 'rejected')) {
    const by = task.decided_by === null ? '' : ` by ${sourceInWords(task.decided_by)}`
    const done = task.status === 'approved' ? '✓ Approved' : '✗ Rejected'
    return { text: `${done}${by}.`, link: review }
  }
  const none = can_send
    ? '✓ Taken over without a look: nothing in it asked for a person.'
    : 'It is on its way to the queue.'
  return { text: none, link: review }
}
