import { hash } from 'node:crypto'
import { basename } from 'node:path'
import type { StoreFacts } from '@colophon/adapters/backup'
import { imagesOf } from '@colophon/adapters/images'
import { openStore } from '@colophon/adapters/store'
import { ColophonError, type Store } from '@colophon/domain'
import { verifyAudit } from '../audit/verify.ts'
import type { Archive } from './archive.ts'
import { restoreStore } from './restore.ts'

const PAGE = 200

/** What a drill has proved. */
export interface DrillReport {
  archive: string
  at: string
  bytes: number
  /** Opened, each with a text that is what was submitted. */
  documents: number
  /** Of the log, each in its place. */
  events: number
  /** Of pages, each with the bytes it had. */
  images: number
  counts: Record<string, number>
}

const failed = (why: string): ColophonError => new ColophonError('backup.drill_failed', why)

/** That as many records were restored as the archive says were copied. */
function compare({ manifest }: Archive, found: StoreFacts): void {
  for (const kind of ['counts', 'tenants'] as const) {
    for (const [name, count] of Object.entries(manifest[kind])) {
      const there = found[kind][name] ?? 0
      if (there !== count)
        throw failed(`${name}: ${count} records in the archive, ${there} restored`)
    }
  }
}

/** Opens every document of a tenant and holds its text against the hash of what was submitted. */
async function openDocuments(store: Store, tenant: string, signal: AbortSignal): Promise<number> {
  let opened = 0
  let cursor: string | undefined
  do {
    signal.throwIfAborted()
    const page = await store.documents.list(tenant, {}, { limit: PAGE, cursor })
    for (const { document_id: id, source, source_hash } of page.items) {
      opened += 1
      if (hash('sha256', source.text, 'hex') === source_hash) continue
      throw failed(`Document ${id} has another text than was submitted`)
    }
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  return opened
}

async function verify(store: Store, tenant: string, signal: AbortSignal): Promise<number> {
  const { events, faults } = await verifyAudit(store, tenant, { signal })
  const [fault] = faults
  if (fault !== undefined) throw failed(`The log of ${tenant} is not whole: ${fault}`)
  return events
}

/** Reads every image of the archive, which looks at its bytes. */
async function countImages(archive: Archive): Promise<number> {
  let found = 0
  for await (const image of imagesOf(archive)) found += image.bytes.length > 0 ? 1 : 0
  const { images } = archive.manifest
  if (found !== images) throw failed(`${images} images in the archive, ${found} of them whole`)
  return found
}

/** Restores an archive into an empty store and proves that it is what was backed up. */
export async function drill(
  archive: Archive,
  scratch: string,
  signal: AbortSignal,
): Promise<DrillReport> {
  compare(archive, await restoreStore(archive, scratch))
  const { path, manifest, bytes } = archive
  const report = { documents: 0, events: 0, images: await countImages(archive) }
  await using store = await openStore(scratch)
  for (const [tenant, expected] of Object.entries(manifest.tenants)) {
    const opened = await openDocuments(store, tenant, signal)
    if (opened !== expected) throw failed(`${tenant}: ${opened} of ${expected} documents opened`)
    report.documents += opened
    report.events += await verify(store, tenant, signal)
  }
  return { archive: basename(path), at: manifest.at, bytes, counts: manifest.counts, ...report }
}
