import { createHash } from 'node:crypto'
import type { Store } from '@colophon/domain'
import {
  budgetName,
  checkBudget,
  checkCollection,
  checkDocument,
  checkPrecedent,
  nullIfUnreadable,
  precedentName,
  type ChainKind,
  type FoundChain,
} from './chains.ts'
import type { HeadsWriter, SavedHeads } from './saved-heads.ts'

const PAGE = 500
const MOST_FAULTS = 100

export interface AuditReport {
  documents: number
  events: number
  /** Events from before there was a chain, which nothing proves. */
  unchained: number
  collections: number
  budgets: number
  precedents: number
  /** Of settings of collections, of budgets and of precedents. */
  changes: number
  /** The first of them, each with what it is about. */
  faults: string[]
  /** All of them. */
  broken: number
  /** SHA-256 over the ends of all chains: the same as long as nothing is added, changed or taken away. */
  digest: string
}

export interface VerifyOptions {
  /** What was known at an earlier time. */
  against?: SavedHeads | undefined
  /** Takes the ends of all chains. */
  save?: HeadsWriter | undefined
  signal?: AbortSignal | undefined
}

type Audited = Pick<Store, 'audit' | 'desk' | 'budgets' | 'register'>

async function* documentsOf(
  store: Audited,
  tenant: string,
  { against }: VerifyOptions,
): AsyncGenerator<FoundChain> {
  let cursor: string | undefined
  do {
    const page = await store.audit.heads(tenant, {}, { limit: PAGE, cursor })
    for (const head of page.items) {
      const known = against?.take('document', head.document_id) ?? []
      yield await checkDocument(store, tenant, head, known)
    }
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
}

async function* collectionsOf(
  store: Audited,
  tenant: string,
  { against }: VerifyOptions,
): AsyncGenerator<FoundChain> {
  let cursor: string | undefined
  do {
    const page = await store.desk
      .collections(tenant, { limit: PAGE, cursor })
      .catch(nullIfUnreadable)
    if (page === null) {
      yield broken('collection', '*', 'settings cannot be read')
      return
    }
    for (const { collection_id: id, record } of page.items) {
      const known = against?.take('collection', id) ?? []
      if (record !== null) yield checkCollection(record, known)
      else if (known.length > 0) yield broken('collection', id, 'its log is gone')
    }
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
}

async function* budgetsOf(
  { budgets }: Audited,
  tenant: string,
  { against }: VerifyOptions,
): AsyncGenerator<FoundChain> {
  let cursor: string | undefined
  do {
    const page = await budgets.list(tenant, { limit: PAGE, cursor }).catch(nullIfUnreadable)
    if (page === null) {
      yield broken('budget', '*', 'budgets cannot be read')
      return
    }
    for (const record of page.items) {
      yield checkBudget(record, against?.take('budget', budgetName(record)) ?? [])
    }
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
}

async function* precedentsOf(
  { register }: Audited,
  tenant: string,
  { against }: VerifyOptions,
): AsyncGenerator<FoundChain> {
  let cursor: string | undefined
  do {
    const page = await register
      .allPrecedents(tenant, { limit: PAGE, cursor })
      .catch(nullIfUnreadable)
    if (page === null) {
      yield broken('precedent', '*', 'precedents cannot be read')
      return
    }
    for (const record of page.items) {
      yield checkPrecedent(record, against?.take('precedent', precedentName(record)) ?? [])
    }
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
}

/** Of what there was, nothing is left that could be followed. */
const broken = (kind: ChainKind, id: string, fault: string): FoundChain => ({
  kind,
  id,
  n: 0,
  hash: null,
  unchained: 0,
  faults: [fault],
})

async function* chainsOf(
  store: Audited,
  tenant: string,
  options: VerifyOptions,
): AsyncGenerator<FoundChain> {
  yield* documentsOf(store, tenant, options)
  yield* collectionsOf(store, tenant, options)
  yield* budgetsOf(store, tenant, options)
  yield* precedentsOf(store, tenant, options)
}

/** Walks all chains of a tenant. */
export async function verifyAudit(
  store: Audited,
  tenant: string,
  options: VerifyOptions,
): Promise<AuditReport> {
  const chains = { documents: 0, collections: 0, budgets: 0, precedents: 0 }
  const report = { ...chains, events: 0, unchained: 0, changes: 0, broken: 0 }
  const faults: string[] = []
  const fault = (about: string): void => {
    report.broken += 1
    if (faults.length < MOST_FAULTS) faults.push(about)
  }
  const digest = createHash('sha256')
  for await (const chain of chainsOf(store, tenant, options)) {
    options.signal?.throwIfAborted()
    const { kind, id, n, hash } = chain
    report[`${kind}s`] += 1
    report[kind === 'document' ? 'events' : 'changes'] += n
    report.unchained += chain.unchained
    for (const what of chain.faults) fault(`${kind} ${id}: ${what}`)
    digest.update(`${JSON.stringify([kind, id, n, hash])}\n`)
    await options.save?.add(chain)
  }
  for (const { kind, id } of options.against?.left() ?? []) fault(`${kind} ${id}: its log is gone`)
  return { ...report, faults, digest: digest.digest('hex') }
}
