import type { ReviewRecord, Store } from '@colophon/domain'
import { aReview } from '@colophon/testkit'
import { createRandom } from '../../random.ts'

const REASONS = [
  'low_confidence',
  'ungrounded',
  'completeness_below_threshold',
  'check_failed:weekday_matches_date',
  'agent_degraded:entity-agent',
  'page_quality',
  'review_requested',
]
const FIELDS = [
  'document.correspondence.sender.name',
  'document.correspondence.recipient.name',
  'document.date.creation_date',
  'content.summary',
  'analysis.people',
  'analysis.keywords',
]
const DAY_MS = 86_400_000
const START_MS = Date.parse('2024-01-01T00:00:00.000Z')
const REQUIRED = 18

/**
 * Tasks of three years: collections and jobs lie together in time, risk goes with the reason, some are decided. What a
 * filter asks for is seldom spread evenly over an order, and here it is not.
 */
export function taskMaker(count: number): (n: number) => ReviewRecord {
  const draws = createRandom(7)
  const random = (): number => draws.next()
  const any = <T>(list: readonly T[]): T => draws.pick(list)
  return (n) => {
    const created =
      START_MS + Math.floor((n / count) * 1_000 * DAY_MS) + Math.floor(random() * DAY_MS)
    const at = new Date(created).toISOString()
    // The last reason is that of drawn tasks, which are the least risky.
    const reason = random()
    const reasons =
      reason < 0.1 ? ['review_requested'] : [...new Set([any(REASONS), any(REASONS.slice(0, 3))])]
    const risk = reason < 0.1 ? random() * 0.05 : 0.05 + random() * 0.95
    const fields = [...new Set([any(FIELDS), any(FIELDS), any(FIELDS)])]
    const gain = fields.length + Math.floor(random() * 5)
    const isDecided = random() < 0.2
    return aReview({
      review_id: `rev_${String(n).padStart(9, '0')}`,
      document_id: `doc_${String(n).padStart(9, '0')}`,
      enrichment_job_id: `job_${String(Math.floor((n / count) * 200))}`,
      collection_id: `collection-${String(Math.floor((n / count) * 40))}`,
      priority: random() < 0.02 ? 'high' : random() < 0.05 ? 'low' : 'normal',
      reasons,
      flagged_fields: fields.map((path) => ({ path, issue: 'low_confidence', confidence: 0.4 })),
      completeness: Math.floor(random() * (REQUIRED + 1)) / REQUIRED,
      risk,
      gain,
      turn: created - Math.round((2 * risk + Math.min(gain, 10) / 10 + random()) * DAY_MS),
      status: isDecided ? 'approved' : 'pending',
      created_at: at,
      updated_at: at,
    })
  }
}

const AT_ONCE = 2_000

/** Puts tasks into an empty store by the port alone. */
export async function fillQueue(store: Store, count: number): Promise<void> {
  const taskOf = taskMaker(count)
  for (let start = 0; start < count; start += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - start)
    await Promise.all(
      Array.from({ length: size }, (_, n) => store.desk.addTask(taskOf(start + n), [])),
    )
  }
}
