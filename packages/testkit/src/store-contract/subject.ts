import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import type { TestContext } from 'node:test'
import {
  DEFAULT_TENANT,
  auditContent,
  isTerminal,
  type AuditEvent,
  type Claim,
  type ColophonError,
  type Completion,
  type DocumentRecord,
  type ErrorCode,
  type JobRecord,
  type NewAuditEvent,
  type NewDocument,
  type PageOf,
  type PageRequest,
  type Store,
} from '@colophon/domain'
import type { ManualClock } from '../clock.ts'
import { aCompletion, aDocument, aJob } from '../factories.ts'

export const TENANT = DEFAULT_TENANT
export const LEASE_MS = 60_000

/** An empty store of its own for one test, on a clock the test moves. */
export interface Subject {
  store: Store
  clock: ManualClock
}

export interface OpenSubject {
  (t: TestContext): Promise<Subject>
  /** How often a property is tried: fewer times where every command goes over a network. */
  readonly runs: (count: number) => number
}

export async function createJob(
  { store }: Pick<Subject, 'store'>,
  overrides: Partial<JobRecord> = {},
): Promise<JobRecord> {
  const job = aJob(overrides)
  await store.jobs.create(job)
  return job
}

/** A job with documents in it, in this order. */
export async function submit(
  subject: Pick<Subject, 'store'>,
  documents: readonly NewDocument[],
  overrides: Partial<JobRecord> = {},
): Promise<JobRecord> {
  const job = await createJob(subject, overrides)
  await subject.store.jobs.submit(job, documents)
  return job
}

export async function submitOne(subject: Subject): Promise<{ id: string; job: JobRecord }> {
  const document = aDocument()
  const job = await submit(subject, [document])
  return { id: document.document_id, job }
}

export async function claim({ store }: Subject, id: string, owner = 'worker-a'): Promise<Claim> {
  const claimed = await store.work.claim(TENANT, id, owner, LEASE_MS)
  assert.ok(claimed, `${id} can be claimed`)
  return claimed
}

/** Ends leases that nobody renews, as the reconciler does. Returns how many. */
export async function endLeases({ store }: Pick<Subject, 'store'>): Promise<number> {
  return store.dispatch.expireLeases(await store.dispatch.leases(1_000))
}

export async function read({ store }: Subject, id: string): Promise<DocumentRecord> {
  const document = await store.documents.get(TENANT, id)
  assert.ok(document, `${id} is there`)
  return document
}

/** Runs a document to its end. */
export async function complete(
  subject: Subject,
  id: string,
  overrides: Partial<Completion> = {},
): Promise<void> {
  const { ref } = await claim(subject, id)
  await subject.store.work.commit(ref, aCompletion(overrides))
  assert.ok(isTerminal((await read(subject, id)).status))
}

export async function failDocument(subject: Subject, id: string): Promise<void> {
  const { ref } = await claim(subject, id)
  await subject.store.work.fail(ref, anError(subject), {}, null)
}

export const anError = ({ clock }: Subject, code: ErrorCode = 'model.unavailable') => ({
  code,
  message: 'No answer',
  at: new Date(clock.now()).toISOString(),
})

export async function rejectsWith(code: ErrorCode, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (thrown: ColophonError) => {
    assert.equal(thrown.code, code, String(thrown))
    return true
  })
}

/** All pages of a list; `between` runs after each page. */
export async function allPages<T>(
  list: (page: PageRequest) => Promise<PageOf<T>>,
  limit: number,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null | undefined
  do {
    const page: PageOf<T> = await list({ limit, cursor: cursor ?? undefined })
    assert.ok(page.items.length <= limit)
    items.push(...page.items)
    cursor = page.cursor
    await between()
  } while (cursor !== null)
  return items
}

export const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`)

/** All events of one document as the store numbers and chains them. */
export function chained(events: readonly NewAuditEvent[]): AuditEvent[] {
  let before = ''
  return events.map((event, index) => {
    const numberedEvent = { ...event, n: index + 1 }
    before = hash('sha256', before + auditContent(numberedEvent), 'hex')
    return { ...numberedEvent, hash: before }
  })
}
