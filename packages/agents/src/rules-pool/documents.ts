import { hash } from 'node:crypto'
import { MIB } from '@colophon/domain'
import type { RulesEnd } from '../rules-runner.ts'

export interface RulesLimits {
  /** Longest time of all rules for one document with a text of a MiB, in milliseconds. */
  perMibMs: number
  /** The same for a short one. */
  leastMs: number
}

/**
 * Share of its time that a call may take when that of its document is used up: rules that are not to blame are fast,
 * but a new thread has compiled nothing yet.
 */
const SHARE_AFTERWARDS = 0.5
/** Times that rules are ended for one document, until it is given up: at the worst, in twice its time. */
const MOST_ENDS = 3
/** How long it is remembered. A document that comes back later may have been ended by a machine that was too busy. */
const REMEMBERED_MS = 600_000

/** A text while its document is in work: how long its rules have run, and which of them do not end. */
export class RulesDocument {
  readonly #limitMs: number
  readonly #spentMs = new Map<string, number>()
  readonly leftOut = new Set<string>()
  /** Why rules of it were ended, last time. */
  ended: RulesEnd | null = null
  #ends = 0
  #endedAt = 0

  constructor(text: string, { perMibMs, leastMs }: RulesLimits) {
    this.#limitMs = Math.max(leastMs, (text.length / MIB) * perMibMs)
  }

  /** A call of an agent begins; what it took at an earlier attempt counts no more. */
  begin(agent: string): void {
    this.#spentMs.delete(agent)
  }

  /** One of its calls has run for this long. */
  spend(agent: string, ms: number): void {
    this.#spentMs.set(agent, (this.#spentMs.get(agent) ?? 0) + ms)
  }

  /** How long a call may run from now: what its document has left, and never nothing. */
  leftMs(): number {
    let spentMs = 0
    for (const ms of this.#spentMs.values()) spentMs += ms
    return Math.max(this.#limitMs - spentMs, this.#limitMs * SHARE_AFTERWARDS)
  }

  /** Rules were ended. `part`: which; null: none ran, so that none of them is to blame yet. */
  end(why: RulesEnd, part: string | null): void {
    this.ended = why
    this.#ends += 1
    this.#endedAt = performance.now()
    if (part !== null) this.leftOut.add(part)
  }

  get givenUp(): boolean {
    return this.#ends >= MOST_ENDS
  }

  get outdated(): boolean {
    return this.ended !== null && performance.now() - this.#endedAt > REMEMBERED_MS
  }
}

/**
 * More than one process has in work at once, as it is usually set. Where there are more, those that were asked for longest
 * ago are forgotten: their rules are read anew, and one that does not end takes its time again.
 */
const KEPT = 2_048

/** By profile and text: whoever asks for the same text asks for the same rules. */
export class RulesDocuments {
  readonly #kept = new Map<string, RulesDocument>()
  readonly #limits: RulesLimits

  constructor(limits: RulesLimits) {
    this.#limits = limits
  }

  of(profile: string, text: string): RulesDocument {
    // Not the text itself: it would stay in memory long after its document.
    const key = `${profile} ${hash('sha256', text, 'base64')}`
    let document = this.#kept.get(key)
    if (document?.outdated === true) document = undefined
    this.#kept.delete(key)
    document ??= new RulesDocument(text, this.#limits)
    this.#kept.set(key, document)
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '')
    return document
  }
}
