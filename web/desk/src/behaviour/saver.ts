import type { Decided, FieldDecision, ReviewConflict } from '@colophon/domain'
import { keepPending, pendingOf, type Keeper } from './drafts.ts'
import { isSameDecision, undisputed, withoutSent, withPending, type Pending } from './pending.ts'

/** What became of a decision that was sent. */
export type Sent =
  | { kind: 'kept'; decided: Decided }
  | { kind: 'away' }
  | { kind: 'not-held' }
  | { kind: 'conflict'; conflict: ReviewConflict }
  | { kind: 'refused'; message: string; fix: string }

export type SaveState =
  | { kind: 'saved'; atMs: number | null }
  | { kind: 'saving' }
  | { kind: 'away' }
  | { kind: 'not-held' }
  | { kind: 'conflict'; conflict: ReviewConflict }

export interface SaverOptions {
  task: string
  /** Who decides: what they see of their own in a conflict was kept, and only the answer got lost. */
  me: string
  keeper: Keeper
  send: (decision: FieldDecision, revision: number) => Promise<Sent>
  onKept: (decided: Decided, decision: FieldDecision) => void
  onRefused: (decision: FieldDecision, message: string, fix: string) => void
  /** Others changed something else in the document meanwhile; yours was sent again. */
  onMerged: (conflict: ReviewConflict) => void
  nowMs: () => number
  /** Calls back after a while. Returns what calls that off. */
  later: (ms: number, then: () => void) => () => void
}

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 15_000

export interface SaverSnapshot {
  state: SaveState
  pending: Pending
}

/**
 * Sends decisions one after the other, each on the revision that the one before left, and keeps in the browser what is
 * not confirmed: nothing that was decided is lost by a reload, a server that is away, or a hold that has run out.
 */
export class Saver {
  readonly #options: SaverOptions
  readonly #listeners = new Set<() => void>()
  #snapshot: SaverSnapshot
  #sending = false
  #closed = false
  #failures = 0
  #callOff: (() => void) | undefined

  constructor(options: SaverOptions, revision: number) {
    this.#options = options
    const kept = pendingOf(options.keeper, options.task)
    this.#snapshot = {
      state: { kind: 'saved', atMs: null },
      pending: kept ?? { revision, decisions: [] },
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  snapshot = (): SaverSnapshot => this.#snapshot

  decide(decision: FieldDecision, revision: number): void {
    this.#setPending(withPending(this.#snapshot.pending, decision, revision))
    if (this.#snapshot.state.kind !== 'conflict') void this.#flush()
  }

  /** Sends what is left: the hold is back, or somebody asked for it. */
  resume(): void {
    this.#failures = 0
    if (this.#snapshot.state.kind !== 'conflict') void this.#flush()
  }

  /** After a conflict: these of yours are sent on the revision that was shown, the others are dropped. */
  settle(decisions: readonly FieldDecision[], revision: number): void {
    this.#setPending({ revision, decisions })
    this.#setState({ kind: 'saved', atMs: null })
    void this.#flush()
  }

  close(): void {
    this.#closed = true
    this.#callOff?.()
  }

  #set(change: Partial<SaverSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const listener of this.#listeners) listener()
  }
  #setState(state: SaveState): void {
    this.#set({ state })
  }
  #setPending(pending: Pending): void {
    keepPending(this.#options.keeper, this.#options.task, pending)
    this.#set({ pending })
  }

  async #flush(): Promise<void> {
    if (this.#sending || this.#closed) return
    this.#callOff?.()
    this.#sending = true
    try {
      while (await this.#sendFirst());
    } finally {
      this.#sending = false
    }
  }

  /** True when there is more to send at once. */
  async #sendFirst(): Promise<boolean> {
    const { revision, decisions } = this.#snapshot.pending
    const [decision] = decisions
    if (decision === undefined || this.#closed) return false
    if (this.#snapshot.state.kind !== 'away') this.#setState({ kind: 'saving' })
    const sent = await this.#options.send(decision, revision)
    // What another page did with the same task counts from here on.
    switch (sent.kind) {
      case 'kept':
        return this.#kept(sent.decided, decision)
      case 'refused':
        this.#drop(decision)
        this.#options.onRefused(decision, sent.message, sent.fix)
        return true
      case 'conflict':
        return this.#conflict(sent.conflict)
      case 'not-held':
        this.#setState({ kind: 'not-held' })
        return false
      case 'away':
        this.#setState({ kind: 'away' })
        this.#again()
        return false
    }
  }

  #kept(decided: Decided, decision: FieldDecision): boolean {
    this.#failures = 0
    const { pending } = this.#snapshot
    this.#setPending({ ...withoutSent(pending, [decision]), revision: decided.document.revision })
    this.#setState({ kind: 'saved', atMs: this.#options.nowMs() })
    this.#options.onKept(decided, decision)
    return true
  }

  #drop(decision: FieldDecision): void {
    this.#setPending(withoutSent(this.#snapshot.pending, [decision]))
    this.#setState({ kind: 'saved', atMs: null })
  }

  /** Goes on by itself where nobody decided on the same; else asks. */
  #conflict(conflict: ReviewConflict): boolean {
    const { pending } = this.#snapshot
    const { me } = this.#options
    const mine = pending.decisions.filter(
      (decision) => !isSameDecision(conflict.theirs.changes, decision, `human:${me}`),
    )
    const whole = { ...conflict, yours: mine }
    if (undisputed(whole).length < mine.length) {
      this.#setState({ kind: 'conflict', conflict: whole })
      return false
    }
    this.#setPending({ revision: conflict.theirs.revision, decisions: mine })
    this.#setState({ kind: 'saved', atMs: this.#options.nowMs() })
    this.#options.onMerged(conflict)
    return true
  }

  #again(): void {
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++)
    this.#callOff = this.#options.later(wait, () => void this.#flush())
  }
}

/** What stands of a saver on the page. */
export type Saving = SaverSnapshot & { saver: Saver }
