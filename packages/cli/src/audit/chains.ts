import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  auditContent,
  budgetContent,
  BudgetTerms,
  settingsContent,
  type AuditEvent,
  type BudgetKey,
  type BudgetRecord,
  type ChainHead,
  type CollectionRecord,
  precedentContent,
  type PageOf,
  type PrecedentRecord,
  type Store,
} from '@colophon/domain'

/** What a chain belongs to. */
export type ChainKind = 'document' | 'collection' | 'budget' | 'precedent'

/** One link: its number, its hash, and what the hash is made over beside the one before it. */
interface Link {
  n: number
  hash: string | null
  content: string
}

/** A chain as it was found. */
export interface FoundChain {
  kind: ChainKind
  id: string
  n: number
  /** Null where none of its links is chained. */
  hash: string | null
  /** Links from before there was a chain. */
  unchained: number
  /** What is wrong with it; empty when it is whole. */
  faults: string[]
}

/** A link that was seen before, and has to be there as it was. */
export interface Known {
  n: number
  hash: string | null
}

/** Follows one chain, link by link. */
class ChainCheck {
  readonly faults: string[] = []
  n = 0
  hash: string | null = null
  unchained = 0
  readonly #known: readonly Known[]

  constructor(known: readonly Known[]) {
    this.#known = known
  }

  follow(link: Link): void {
    if (link.n !== this.n + 1) this.faults.push(placeFault(this.n, link.n))
    this.n = link.n
    if (link.hash === null) this.#unchained(link)
    else {
      const expected = hash('sha256', (this.hash ?? '') + link.content, 'hex')
      if (link.hash !== expected) this.faults.push(`event ${link.n} is not what was written`)
      // On from what stands there: each further fault is one of its own.
      this.hash = link.hash
    }
    for (const known of this.#known) {
      if (known.n === link.n && known.hash !== link.hash) {
        this.faults.push(`event ${link.n} is another one than it was`)
      }
    }
  }

  /** After the last link. */
  end(): void {
    for (const { n } of this.#known) {
      if (n > this.n) this.faults.push(`it ends at event ${this.n}, and had ${n}`)
    }
  }

  #unchained({ n }: Link): void {
    this.unchained += 1
    if (this.hash !== null) this.faults.push(`event ${n} is no part of the chain`)
  }
}

const placeFault = (before: number, n: number): string =>
  n <= before ? `event ${n} is there twice` : `between events ${before} and ${n} one is missing`

const linkOf = (event: AuditEvent): Link => ({
  n: event.n,
  hash: event.hash,
  content: auditContent(event),
})

const PAGE = 500

/** Reads the events of a document; those behind one that is no event any more cannot be read. */
async function* eventsOf(
  { audit }: Pick<Store, 'audit'>,
  tenant: string,
  documentId: string,
): AsyncGenerator<AuditEvent | 'unreadable'> {
  let [limit, cursor]: [number, string | undefined] = [PAGE, undefined]
  for (;;) {
    const page: PageOf<AuditEvent> | null = await audit
      .list(tenant, documentId, { limit, cursor })
      .catch(nullIfUnreadable)
    if (page === null && limit === 1) {
      yield 'unreadable'
      return
    }
    if (page === null) limit = 1
    else {
      yield* page.items
      cursor = page.cursor ?? undefined
      if (page.cursor === null) return
    }
  }
}

/** A value that was written as JSON and is none any more. */
export function nullIfUnreadable(thrown: unknown): null {
  if (thrown instanceof SyntaxError) return null
  throw thrown
}

/** Reads the events of a document and checks them against its head, and against what was `known` of it. */
export async function checkDocument(
  store: Pick<Store, 'audit'>,
  tenant: string,
  head: ChainHead,
  known: readonly Known[],
): Promise<FoundChain> {
  const { document_id: id } = head
  const check = new ChainCheck([head, ...known])
  let isRead = true
  for await (const event of eventsOf(store, tenant, id)) {
    if (event !== 'unreadable') check.follow(linkOf(event))
    else {
      isRead = false
      check.faults.push(`event ${check.n + 1} cannot be read`)
    }
  }
  if (isRead) check.end()
  // More than the head knows: written meanwhile, or by somebody who is no part of the product.
  if (check.n > head.n) {
    const again = await store.audit.heads(tenant, { documentId: id }, { limit: 1 })
    const now = again.items[0]?.n ?? 0
    if (check.n > now) check.faults.push(`it goes on behind event ${now}, its last`)
  }
  const { n, hash: last, unchained, faults } = check
  return { kind: 'document', id, n, hash: last, unchained, faults: [...new Set(faults)] }
}

/** A record that carries its changes, each with what its hash is made over. */
interface Changed {
  kind: ChainKind
  id: string
  revision: number
  links: readonly Link[]
}

function checkChanges({ kind, id, revision, links }: Changed, known: readonly Known[]): FoundChain {
  const check = new ChainCheck([
    ...known,
    ...(revision === 0 ? [] : [{ n: revision, hash: links.at(-1)?.hash ?? null }]),
  ])
  for (const link of links) check.follow(link)
  check.end()
  const { n, hash: last, unchained, faults } = check
  return { kind, id, n, hash: last, unchained, faults: [...new Set(faults)] }
}

/** The same of the settings of a collection, whose changes stand in one record. */
export function checkCollection(
  { tenant_id, collection_id: id, revision, changes }: CollectionRecord,
  known: readonly Known[],
): FoundChain {
  const links = changes.map(({ hash: own, ...change }) => {
    return { n: change.n, hash: own, content: settingsContent(tenant_id, id, change) }
  })
  return checkChanges({ kind: 'collection', id, revision, links }, known)
}

/** What a budget is called among the chains of a tenant. */
export const budgetName = ({ scope, id }: BudgetKey): string => `${scope}/${id}`

const NOT_ITS_LAST = 'what it says is not what its last change made of it'

/** The same of a budget that somebody has set. */
export function checkBudget(record: BudgetRecord, known: readonly Known[]): FoundChain {
  const { tenant_id, revision, changes } = record
  const links = changes.map(({ hash: own, ...change }) => {
    return { n: change.n, hash: own, content: budgetContent(tenant_id, record, change) }
  })
  const found = checkChanges({ kind: 'budget', id: budgetName(record), revision, links }, known)
  // Workers go by what it says, and not by its log.
  const last = BudgetTerms.nullable().safeParse(changes.at(-1)?.to)
  if (!isDeepStrictEqual(last.data, record.terms)) found.faults.push(NOT_ITS_LAST)
  return found
}

/** What a precedent is called among the chains of a tenant. */
export const precedentName = ({ precedent }: Pick<PrecedentRecord, 'precedent'>): string =>
  `${precedent.collection_id}/${precedent.precedent_id}`

/** The same of a precedent that somebody has made. */
export function checkPrecedent(record: PrecedentRecord, known: readonly Known[]): FoundChain {
  const { tenant_id, precedent, revision, changes } = record
  const links = changes.map(({ hash: own, ...change }) => {
    return { n: change.n, hash: own, content: precedentContent(tenant_id, precedent, change) }
  })
  const id = precedentName(record)
  const found = checkChanges({ kind: 'precedent', id, revision, links }, known)
  // Registers go by what it says, and not by its log.
  if (!isDeepStrictEqual(changes.at(-1)?.to, precedent)) found.faults.push(NOT_ITS_LAST)
  return found
}
