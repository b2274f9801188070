import type { Target } from '../evidence/target.ts'

interface Task {
  review_id: string
}
interface Taken {
  task: Task | null
  lease: { lease_id: string } | null
}

/** A person who decides, over the API. */
export class Reviewer {
  readonly #url: string
  readonly #token: string | undefined

  constructor({ review, token }: Pick<Target, 'review' | 'token'>) {
    this.#url = review
    this.#token = token('lead')
  }

  async #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.#token !== undefined) headers.set('authorization', `Bearer ${this.#token}`)
    if (init.body !== undefined) headers.set('content-type', 'application/json')
    const answer = await fetch(`${this.#url}/api/review${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  async #send<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.#ask(path, { method: 'POST', body: JSON.stringify(body), headers })
    return (await answer.json()) as T
  }

  /** Takes the next task and does something to its document; false when none is left. */
  async #decideNext(how: (id: string, lease: string, revision: string) => Promise<unknown>) {
    const { task, lease } = await this.#send<Taken>('/next', {})
    if (task === null || lease === null) return false
    const seen = await this.#ask(`/${task.review_id}`)
    await how(task.review_id, lease.lease_id, seen.headers.get('etag') ?? '')
    return true
  }

  approveNext(): Promise<boolean> {
    return this.#decideNext((id, lease_id, revision) =>
      this.#send(`/${id}/approve`, { lease_id }, { 'if-match': revision }),
    )
  }
  rejectNext(): Promise<boolean> {
    return this.#decideNext((id, lease_id, revision) =>
      this.#send(
        `/${id}/reject`,
        { lease_id, reason: 'the page is torn' },
        { 'if-match': revision },
      ),
    )
  }
  /** Says of one field of the next task that nobody can read it, and gives the task back. */
  decideFieldOfNext(): Promise<boolean> {
    return this.#decideNext(async (id, lease_id, revision) => {
      const decisions = [{ action: 'illegible', path: 'content.summary' }]
      await this.#ask(`/${id}/fields`, {
        method: 'PATCH',
        body: JSON.stringify({ lease_id, decisions }),
        headers: { 'if-match': revision },
      })
      await this.#send(`/${id}/release`, { lease_id })
    })
  }
  /** Approves all that waits; how many that were. */
  async approveAll(): Promise<number> {
    const body = { select: { filter: {} }, action: { kind: 'approve' }, dry_run: false }
    return (await this.#send<{ done: number }>('/bulk', body)).done
  }
}
