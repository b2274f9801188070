import {
  isPresent,
  type FieldValue,
  type ModelValueCount,
  type ModelValueOutcome,
} from '@colophon/domain'
import { leastShare } from './calibration.ts'
import type { Cell } from './counts.ts'
import { boundedBy, FLOOR, type Judged, type JudgedField, type Model } from './judge.ts'
import { isSame, Items, listOf, rounded } from './list-items.ts'

/** A value at or above this confidence is not asked for again on a dearer tier. */
export const SURE = 0.85

/** A supported value of a model, and where it met what was there: told to who measures models. */
export interface Met {
  model: Model
  path: string
  cell: Cell
  value: unknown
}

export interface ProposalOptions {
  /** Paths that decide whether a person has to look. */
  decisive: ReadonlySet<string>
  observe?: ((met: Met) => void) | undefined
}

type Weighed = Judged & { measured: boolean }

/** Keeps what is known of each wanted path, and what lost against it. */
export class Proposals {
  readonly best = new Map<string, FieldValue>()
  readonly rivals: FieldValue[] = []
  /** Paths for which a model that is paid for has given a value that the text supports. */
  readonly bought = new Set<string>()
  readonly #counts = new Map<string, ModelValueCount>()
  readonly #options: ProposalOptions

  constructor(options: ProposalOptions) {
    this.#options = options
  }

  /** Adds a value of the rules: the surer one wins. */
  add(field: FieldValue): void {
    const current = this.best.get(field.path)
    if (current === undefined || field.provenance.confidence >= current.provenance.confidence) {
      this.best.set(field.path, field)
      if (current !== undefined) this.rivals.push(current)
    } else this.rivals.push(field)
  }

  unsure({ path }: { path: string }): boolean {
    return (this.best.get(path)?.provenance.confidence ?? 0) < SURE
  }

  get counts(): ModelValueCount[] {
    return [...this.#counts.values()]
  }

  count(model: string, outcome: ModelValueOutcome, count = 1): void {
    if (count === 0) return
    const key = `${outcome} ${model}`
    const known = this.#counts.get(key)
    if (known === undefined) this.#counts.set(key, { model, outcome, count })
    else known.count += count
  }

  /**
   * Considers a value of a model. It becomes the field's only with support and, where there is a value, by what was
   * measured.
   */
  consider(field: JudgedField): void {
    const { path, list, values } = field
    if (list) {
      this.#considerList(field)
      return
    }
    for (const judged of values)
      this.count(judged.provenance.source, this.#considerOne(path, judged, field))
  }

  #considerOne(path: string, judged: Judged, field: JudgedField): ModelValueOutcome {
    const current = this.best.get(path)
    const proposal = { path, value: judged.value, provenance: judged.provenance }
    if (judged.state === 'echo') return 'echo'
    if (judged.state === 'denied') return this.#deny(proposal, judged, field)
    if (judged.state === 'unsupported') {
      this.rivals.push(proposal)
      return 'unsupported'
    }
    if (current !== undefined && isPresent(current.value)) {
      if (isSame(current.value, judged.value)) return this.#agree(current, judged, field)
      const weighed = this.#weigh(judged, field, 'replace')
      const better =
        weighed.measured && weighed.provenance.confidence > current.provenance.confidence
      if (!better || !counts(weighed)) return this.#rival({ ...proposal, ...onlyEntry(weighed) })
      this.rivals.push(current)
      return this.#keep({ ...proposal, ...onlyEntry(weighed) })
    }
    const weighed = this.#weigh(judged, field, 'fill')
    const filled = { ...proposal, ...onlyEntry(weighed) }
    return this.#fills(path, weighed) ? this.#keep(filled) : this.#rival(filled)
  }

  #keep(field: FieldValue): ModelValueOutcome {
    this.best.set(field.path, field)
    return 'kept'
  }

  #rival(field: FieldValue): ModelValueOutcome {
    this.rivals.push(field)
    return 'rival'
  }

  /** A model of which nothing is known fills what is empty and decides nothing. */
  #fills(path: string, weighed: Weighed): boolean {
    const mayFill = weighed.measured || (weighed.plain && !this.#options.decisive.has(path))
    return mayFill && counts(weighed)
  }

  #deny(proposal: FieldValue, judged: Judged, { model }: JudgedField): ModelValueOutcome {
    if (judged.sure)
      this.#options.observe?.({ model, path: proposal.path, cell: 'denied', value: null })
    const current = this.best.get(proposal.path)
    const surer =
      current === undefined ||
      (!isPresent(current.value) && proposal.provenance.confidence > current.provenance.confidence)
    if (surer) this.best.set(proposal.path, proposal)
    else if (isPresent(current.value)) this.rivals.push(proposal)
    return 'denied'
  }

  /** Two that say the same are no two witnesses: what it is worth was measured, or it adds nothing. */
  #agree(current: FieldValue, judged: Judged, { model, path, counts: counted }: JudgedField) {
    this.#options.observe?.({ model, path, cell: 'agreed', value: judged.value })
    const agreed = counted?.agreed
    if (agreed !== undefined) {
      const { provenance } = current
      const confidence = Math.max(
        provenance.confidence,
        rounded(boundedBy(leastShare(agreed), judged.provenance)),
      )
      this.best.set(path, { ...current, provenance: { ...provenance, confidence } })
    }
    return 'agreed' as const
  }

  #weigh(
    judged: Judged,
    { model, path, counts: counted }: JudgedField,
    where: 'fill' | 'replace',
  ): Weighed {
    const cell: Cell = `${where}_${judged.plain ? 'plain' : 'worded'}`
    if (judged.sure) this.#options.observe?.({ model, path, cell, value: judged.value })
    const count = counted?.[cell]
    if (count === undefined) return { ...judged, measured: false }
    const { provenance } = judged
    const confidence = rounded(boundedBy(leastShare(count), provenance))
    const reason = `${provenance.reason ?? ''}; right ${count.right} times of ${count.n}`
    return { ...judged, measured: true, provenance: { ...provenance, confidence, reason } }
  }

  /** Items join the list one by one, or stay beside it; none that is there goes. */
  #considerList(field: JudgedField): void {
    const { path, values } = field
    const current = this.best.get(path)
    const list = new Items(current)
    const beside: { rival: Judged[]; unsupported: Judged[] } = { rival: [], unsupported: [] }
    for (const judged of values) {
      const outcome = this.#considerItem(judged, field, list)
      this.count(judged.provenance.source, outcome.as)
      if (outcome.as === 'kept') list.join(outcome.item)
      else if (outcome.as === 'rival' || outcome.as === 'unsupported')
        beside[outcome.as].push(outcome.item)
    }
    if (list.joined) this.best.set(path, list.field(path))
    for (const items of Object.values(beside))
      if (items.length > 0) this.rivals.push(asList(path, items))
  }

  #considerItem(
    judged: Judged,
    field: JudgedField,
    list: Items,
  ): { as: ModelValueOutcome; item: Judged } {
    if (judged.state === 'denied' || judged.state === 'echo' || judged.state === 'unsupported')
      return { as: judged.state, item: judged }
    if (list.has(judged.value)) return { as: 'agreed', item: judged }
    const item = this.#weigh(judged, field, 'fill')
    const joins = list.given ? item.measured && counts(item) : this.#fills(field.path, item)
    return { as: joins ? 'kept' : 'rival', item }
  }
}

const counts = ({ sure, provenance }: Judged): boolean => sure && provenance.confidence >= FLOOR

const onlyEntry = ({ provenance }: Judged) => ({ provenance })

const asList = (path: string, items: readonly Judged[]): FieldValue =>
  listOf(
    path,
    items.map(({ value }) => value),
    items.map(({ provenance }) => provenance),
  )
