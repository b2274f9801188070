import {
  cutsWord,
  ground,
  isPresent,
  type EnrichRequest,
  type Evidence,
  type Provenance,
} from '@colophon/domain'
import { producerOf, type Agent, type Ask } from './agent.ts'
import { countsOf, leastShare } from './calibration.ts'
import type { Cells } from './counts.ts'
import { nameIn } from './list-items.ts'
import type { ModelField } from './question.ts'
import type { Resolver } from './resolve.ts'
import { createEchoCheck } from './support/echo.ts'
import type { Shown } from './support/index.ts'
import { createTurns } from './turns.ts'

/** Who answered. */
export interface Model {
  /** The name that provenance has for it. */
  source: string
  /** Which weights, where the provider says so. */
  digest: string | undefined
}

/** One value of a model, or one item of a list, after it was held against the document. */
export interface Judged {
  value: unknown
  provenance: Provenance
  /** `echo` repeats our question and is shown to nobody. */
  state: 'supported' | 'unsupported' | 'denied' | 'echo'
  /** The quote also shows what the value is. */
  plain: boolean
  /** The model itself holds it for more likely right than wrong. */
  sure: boolean
}

/** A field as a model answered it. */
export interface JudgedField {
  path: string
  model: Model
  list: boolean
  /** One, or the items of a list. */
  values: Judged[]
  /** Counts of this model on this field; undefined: nothing is known of it. */
  counts: Cells | undefined
}

/** Below this a value is more likely wrong than right, and never the value. */
export const FLOOR = 0.5
/** The worth of a supported value, of a model of which nothing was measured. */
export const UNMEASURED = 0.5
/** The most by how well the quote fits: an uncertain place is an uncertain value. */
const BY_MATCH: Readonly<Record<Evidence['match'], number>> = {
  exact: 0.99,
  normalised: 0.97,
  fuzzy: 0.75,
  none: 0,
}
const UNSUPPORTED = 0.4
/** Looking for a quote takes time: more items than a document can have are not looked at. */
const MAX_ITEMS = 200

/** The most that this evidence can make of a measured share. */
export const boundedBy = (share: number, { evidence }: Provenance, most = 1): number =>
  Math.min(share, most, BY_MATCH[evidence?.match ?? 'none'])

/** Holds the values of one model's answer against the document. */
export class Judge {
  readonly #agent: Agent
  readonly #text: string
  readonly #resolver: Resolver
  readonly #model: Model
  readonly #isEcho: (value: unknown) => boolean
  readonly #turn = createTurns()

  constructor(agent: Agent, request: EnrichRequest, resolver: Resolver, model: Model) {
    this.#agent = agent
    this.#text = request.text
    this.#resolver = resolver
    this.#model = model
    this.#isEcho = createEchoCheck(agent, request.text)
  }

  /** Looking for quotes takes its time in a long text, ten milliseconds for one that is not there: the loop goes on. */
  async judge(path: string, answered: ModelField): Promise<JudgedField | null> {
    await this.#turn()
    const ask = producerOf(this.#agent, path)?.field.ask
    if (ask === undefined) return null
    const field = consistent(answered)
    const list = Array.isArray(field.value)
    const values = Array.isArray(field.value)
      ? await this.#items(path, ask, field, field.value)
      : [field.value === null ? this.#denial(path, field) : this.#value(path, ask, field)]
    return {
      path,
      model: this.#model,
      list,
      values,
      counts: countsOf(this.#agent, this.#model, path),
    }
  }

  async #items(path: string, ask: Ask, field: ModelField, items: unknown[]): Promise<Judged[]> {
    const judged: Judged[] = []
    for (const item of items.slice(0, MAX_ITEMS)) {
      const quote = quoteOf(item) ?? field.quote
      judged.push(this.#value(path, ask, { ...field, value: withoutQuote(item), quote }))
      await this.#turn()
    }
    return judged
  }

  /** Places that may show the value: the model's quote, and where the value itself stands. */
  *#places({ support }: Ask, { quote, value }: ModelField): Generator<Evidence> {
    const quoted = quote === null ? null : wholeWords(ground(this.#text, quote), this.#text)
    if (quoted !== null) yield quoted
    const said = nameIn(value)
    if (support.form !== 'words' || said === null) return
    const itself = wholeWords(ground(this.#text, said, { fuzzy: false }), this.#text)
    if (itself !== null) yield itself
  }

  #value(path: string, ask: Ask, field: ModelField): Judged {
    const { value, confidence: stated } = field
    const sure = stated >= FLOOR
    if (ask.support.form !== 'code' && this.#isEcho(value)) {
      const entry = this.#entry(path, field, { confidence: 0, evidence: null, reason: 'an echo' })
      return { value, provenance: entry, state: 'echo', plain: false, sure }
    }
    let seen: Evidence | null = null
    let best: { evidence: Evidence; shown: Shown } | null = null
    for (const evidence of this.#places(ask, field)) {
      seen ??= evidence
      const shown = ask.support.shows(value, evidence, this.#text)
      if (shown !== null && (best === null || (shown.plain && !best.shown.plain)))
        best = { evidence, shown }
    }
    if (best === null) {
      const reason = seen === null ? 'no quote stands in the text' : 'the quote does not show it'
      const confidence = Math.min(stated, UNSUPPORTED)
      const provenance = this.#entry(path, field, { confidence, evidence: seen, reason })
      return { value, provenance, state: 'unsupported', plain: false, sure }
    }
    const { evidence, shown } = best
    const most = Math.min(stated, UNMEASURED, ask.support.most ?? 1)
    const provenance = this.#entry(path, field, {
      confidence: Math.min(most, BY_MATCH[evidence.match]),
      evidence,
      reason: shown.how,
    })
    return { value: shown.value, provenance, state: 'supported', plain: shown.plain, sure }
  }

  /** That there is nothing to read no quote can show: only what was measured makes it sure. */
  #denial(path: string, field: ModelField): Judged {
    const denied = countsOf(this.#agent, this.#model, path)?.denied
    const most = denied === undefined ? UNMEASURED : leastShare(denied)
    const confidence = Math.min(field.confidence, most)
    const provenance = this.#entry(path, field, {
      confidence,
      evidence: null,
      reason: 'it says so',
    })
    return {
      value: null,
      provenance,
      state: 'denied',
      plain: false,
      sure: field.confidence >= FLOOR,
    }
  }

  #entry(
    path: string,
    { status }: ModelField,
    {
      confidence,
      evidence,
      reason,
    }: Pick<Provenance, 'confidence' | 'evidence'> & { reason: string },
  ): Provenance {
    const { source } = this.#model
    const placed = this.#resolver.placed(evidence)
    const entry = { status, confidence, source, evidence: placed }
    return { ...this.#resolver.provenance(path, entry), model: source, reason }
  }
}

/** More than that is missing of no word that somebody wrote: a text without a break is no evidence. */
const MAX_CUT = 40

/** Where the word ends that goes on over this offset, in steps of one either way; null when it is too long for a word. */
function endOfWord(text: string, at: number, step: 1 | -1): number | null {
  for (let cut = 0; cut <= MAX_CUT; cut++)
    if (!cutsWord(text, at + cut * step)) return at + cut * step
  return null
}

/** A quote that begins or ends within a word shows that word, and not the piece of it. */
function wholeWords(evidence: Evidence | null, text: string): Evidence | null {
  if (evidence === null) return null
  const [start, end] = [endOfWord(text, evidence.start, -1), endOfWord(text, evidence.end, 1)]
  if (start === null || end === null) return null
  return { ...evidence, start, end, quote: text.slice(start, end) }
}

/**
 * Models contradict themselves: a value beside `not_in_document`, no value (or a placeholder) beside `stated`. What says
 * nothing is null and says so; it is sure only when the model said that on purpose.
 */
function consistent(field: ModelField): ModelField {
  const denied = field.status === 'not_in_document' || field.status === 'illegible'
  if (!denied && isPresent(field.value)) return field
  if (denied) return { ...field, value: null, quote: null }
  const confidence = Math.min(field.confidence, UNSUPPORTED)
  return { ...field, value: null, quote: null, status: 'not_in_document', confidence }
}

const quoteOf = (item: unknown): string | null =>
  typeof item === 'object' && item !== null && 'quote' in item && typeof item.quote === 'string'
    ? item.quote
    : null

function withoutQuote(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('quote' in item)) return item
  const { quote: _, ...rest } = item
  return rest
}
