import type { CopyTarget } from '../../backup/parts.ts'
import type { CollectionName, Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { headFrom } from '../records/desk-head.ts'
import { fieldName } from '../records/values.ts'
import type { Effect } from '../operations/effect-kinds.ts'
import { batchesOf } from './batches.ts'
import { DocumentBatch, keyOf, recordsOf } from './document-batch.ts'
import { AS_STORED, Lines, numberOf } from './lines.ts'

/** What the copy of other collections is made of. */
export interface CopiedDocuments {
  counts: Record<string, number>
  tenants: Record<string, number>
  /** Field names of the reservations that documents still answer for. */
  reservations: ReadonlySet<string>
}

/** Runs that have reserved money for this document, or were about to. */
function reservationsOf({ runs, effects }: Stored): string[] {
  const announced = Object.values(effects as Record<string, Effect>).flatMap((effect) => {
    const run = effect.kind === 'run' || effect.kind === 'reservation' ? effect.run : null
    return run === null ? [] : [fieldName(run.run_id)]
  })
  return [...Object.keys(runs as object), ...announced]
}

const TOGETHER = ['documents', 'reviews', 'comments', 'audit', 'revisions'] as const

type Parts = Readonly<Record<(typeof TOGETHER)[number], Lines>>

async function openParts({ collections }: Connection, target: CopyTarget): Promise<Parts> {
  const open = (name: CollectionName): Promise<Lines> =>
    Lines.open(target, collections[name].collectionName)
  const [documents, reviews, comments, audit, revisions] = await Promise.all([
    ...([open('documents'), open('reviews'), open('comments')] as const),
    ...([open('audit'), open('revisions')] as const),
  ])
  return { documents, reviews, comments, audit, revisions }
}

/** An event that the document knows of; those from before there was a chain have no number. */
function isKnown(event: Stored, document: Stored | undefined): boolean {
  const head = document === undefined ? null : headFrom(document)
  return event['n'] === undefined || head === null || Number(event['n']) <= numberOf(head.n)
}

async function writeBatch(connection: Connection, batch: DocumentBatch, to: Parts): Promise<void> {
  const { collections } = connection
  const { documents, tasks, comments } = batch
  for (const document of documents.values()) await to.documents.add(document)
  for (const task of [...tasks.values()].flat()) await to.reviews.add(task)
  for (const comment of [...comments.values()].flat()) await to.comments.add(comment)
  const own = [...documents.values()]
  for await (const event of recordsOf(collections.audit, own)) {
    if (isKnown(event, documents.get(keyOf(event)))) await to.audit.add(event)
  }
  for await (const revision of recordsOf(collections.revisions, own)) {
    const present = Number(documents.get(keyOf(revision))?.['revision'])
    if (Number(revision['revision']) < present) await to.revisions.add(revision)
  }
}

/** Copies documents and all that goes by their steps. */
export async function copyDocuments(
  connection: Connection,
  target: CopyTarget,
): Promise<CopiedDocuments> {
  const parts = await openParts(connection, target)
  const tenants = new Map<string, number>()
  const reservations = new Set<string>()
  for await (const documents of batchesOf(connection.collections.documents.find({}, AS_STORED))) {
    const batch = await DocumentBatch.read(connection, documents)
    await writeBatch(connection, batch, parts)
    for (const document of batch.documents.values()) {
      const tenant = String(document['tenant_id'])
      tenants.set(tenant, (tenants.get(tenant) ?? 0) + 1)
      for (const name of reservationsOf(document)) reservations.add(name)
    }
  }
  const counts: Record<string, number> = {}
  for (const name of TOGETHER) {
    await parts[name].end()
    counts[connection.collections[name].collectionName] = parts[name].count
  }
  return { counts, tenants: Object.fromEntries(tenants), reservations }
}
