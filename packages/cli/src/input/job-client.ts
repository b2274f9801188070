import { setTimeout as delay } from 'node:timers/promises'
import type { JobView, SubmitAnswer } from '@colophon/coordinator'
import { ColophonError, isErrorCode, type Reach, type SystemStatus } from '@colophon/domain'

export interface JobClientOptions {
  url: URL
  token: string | undefined
  signal: AbortSignal
  /** Milliseconds before attempt `n` (from 1) is made again. @default 1 s, doubled each time */
  backoffMs?: (attempt: number) => number
  /** @default 6 */
  attempts?: number
}

export interface SubmitRequest {
  jobId: string
  collection: string
  priority: string
  profile: string
  /** How far the texts may go. @default as the documents and their collections say */
  reach?: Reach | undefined
  /** Documents of other collections and machines that have one of the ids are replaced. */
  replace: boolean
  /** More of the job follows. */
  keepOpen: boolean
  /** One document a line. */
  lines: string
}

/** The job API as the command line uses it. Requests that may not have arrived are made again: none counts twice. */
export interface JobClient {
  submit(request: SubmitRequest): Promise<SubmitAnswer>
  job(jobId: string): Promise<JobView>
  status(): Promise<SystemStatus>
}

const ATTEMPTS = 6
const FIRST_PAUSE_MS = 1_000

const doubled = (attempt: number): number => FIRST_PAUSE_MS * 2 ** (attempt - 1)

export function createJobClient(options: JobClientOptions): JobClient {
  const { url, token, signal, backoffMs = doubled, attempts = ATTEMPTS } = options
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(new URL(path, url), { ...init, headers, signal }).catch(unreached)
      if (answer instanceof Response && answer.ok) return answer
      const { error, waitMs } = await apiFailure(answer, url)
      if (attempt >= attempts || error.class !== 'transient' || signal.aborted) throw error
      await delay(waitMs ?? backoffMs(attempt), undefined, { signal })
    }
  }
  return {
    async submit({ jobId, collection, priority, profile, reach, replace, keepOpen, lines }) {
      const query = new URLSearchParams({
        job_id: jobId,
        collection_id: collection,
        priority,
        profile,
        keep_open: String(keepOpen),
        ...(reach !== undefined && { reach }),
        ...(replace && { replace: 'true' }),
      })
      const answer = await ask(`/api/jobs?${query.toString()}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: lines,
      })
      return (await answer.json()) as SubmitAnswer
    },
    async job(jobId) {
      const answer = await ask(`/api/jobs/${encodeURIComponent(jobId)}`, {})
      return (await answer.json()) as JobView
    },
    async status() {
      return (await (await ask('/api/status', {})).json()) as SystemStatus
    },
  }
}

interface NotReached {
  cause: unknown
}
const unreached = (cause: unknown): NotReached => ({ cause })

interface Failure {
  error: ColophonError
  waitMs?: number
}

async function apiFailure(answer: Response | NotReached, url: URL): Promise<Failure> {
  if (!(answer instanceof Response)) {
    const message = `The job API at ${url.host} does not answer`
    return { error: new ColophonError('api.unavailable', message, answer) }
  }
  const problem = (await answer.json().catch(() => ({}))) as { code?: unknown; detail?: unknown }
  const seconds = Number(answer.headers.get('retry-after'))
  const code = isErrorCode(problem.code)
    ? problem.code
    : answer.status >= 500
      ? 'api.unavailable'
      : 'request.invalid'
  const detail =
    typeof problem.detail === 'string' ? problem.detail : `The job API answered ${answer.status}`
  const error = new ColophonError(code, detail)
  return seconds > 0 ? { error, waitMs: seconds * 1000 } : { error }
}
