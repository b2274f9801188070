import type { JobView, SubmitAnswer } from '@colophon/coordinator'
import { picoUsd, type DocumentRecord } from '@colophon/domain'
import type { LedgerRow, WorkedDocument } from './evidence.ts'
import type { Letter } from './letters.ts'
import type { Target } from './target.ts'

export interface ReviewStats {
  pending: number
  total: number
  reasons: Record<string, number>
}

/** The parts of the answers that are looked at. */
export type EndedDocument = WorkedDocument &
  Pick<
    DocumentRecord,
    | 'review_status'
    | 'review_reasons'
    | 'quality_metrics'
    | 'source'
    | 'enriched_data'
    | 'provenance'
    | 'rivals'
  >
export interface JobCost {
  cost_usd: string
  api_calls: number
  num_documents: number
}

/** The three APIs as a user of them sees them. */
export interface Client {
  submit(jobId: string, letters: readonly Letter[]): Promise<SubmitAnswer>
  job(jobId: string): Promise<JobView>
  document(id: string): Promise<EndedDocument>
  documentIds(jobId: string): Promise<string[]>
  reviewStats(jobId: string): Promise<ReviewStats>
  /** Tasks of the queue that wait for somebody. */
  waiting(jobId: string): Promise<{ tasks: { reasons: string[] }[]; total: number }>
  jobCost(jobId: string): Promise<JobCost>
  costRecords(jobId: string): Promise<LedgerRow[]>
}

const PAGE = 200

async function ask<T>(url: string, token: string | undefined, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const answer = await fetch(url, { ...init, headers })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}: ${text}`)
  return JSON.parse(text) as T
}

/** All pages of a list, `next_cursor` to `next_cursor`. */
async function allPages<T>(
  page: (cursor: string) => Promise<{ items: T[]; next_cursor: string | null }>,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { items, next_cursor } = await page(
      cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`,
    )
    all.push(...items)
    cursor = next_cursor
  }
  return all
}

export function createClient({ jobs, review, cost, token }: Target): Client {
  const submitter = token('submitter')
  const reviewer = token('reviewer')
  const finance = token('finance')
  return {
    submit: (jobId, letters) =>
      ask(`${jobs}/api/jobs?job_id=${jobId}&collection_id=e2e`, submitter, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: letters.map((letter) => `${JSON.stringify(letter)}\n`).join(''),
      }),
    job: (jobId) => ask(`${jobs}/api/jobs/${jobId}`, submitter),
    document: (id) => ask(`${jobs}/api/documents/${encodeURIComponent(id)}`, submitter),
    documentIds: (jobId) =>
      allPages(async (cursor) => {
        const url = `${jobs}/api/jobs/${jobId}/documents?limit=${PAGE}${cursor}`
        type Answer = { documents: { document_id: string }[]; next_cursor: string | null }
        const { documents, next_cursor } = await ask<Answer>(url, submitter)
        return { items: documents.map(({ document_id }) => document_id), next_cursor }
      }),
    reviewStats: (jobId) => ask(`${review}/api/review/stats?job_id=${jobId}`, reviewer),
    waiting: (jobId) => ask(`${review}/api/review/queue?job_id=${jobId}&limit=${PAGE}`, reviewer),
    jobCost: (jobId) => ask(`${cost}/api/cost/job/${jobId}`, finance),
    costRecords: (jobId) =>
      allPages(async (cursor) => {
        const url = `${cost}/api/cost/records?job_id=${jobId}&limit=${PAGE}${cursor}`
        type Row = Omit<LedgerRow, 'amount_pico_usd'> & { amount_usd: string }
        type Answer = { records: Row[]; next_cursor: string | null }
        const { records, next_cursor } = await ask<Answer>(url, finance)
        const items = records.map(({ amount_usd: usd, ...row }) => ({
          ...row,
          amount_pico_usd: picoUsd(usd),
        }))
        return { items, next_cursor }
      }),
  }
}
