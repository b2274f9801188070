import { decisionLine, type DocumentRecord, type PageOf, type Store } from '@colophon/domain'
import { operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'

/** Documents come with their texts. */
const AT_ONCE = 50

interface Asked {
  tenant: string
  query: {
    collection_id?: string | undefined
    job_id?: string | undefined
    since?: string | undefined
  }
  signal: AbortSignal
}

async function* lines(store: Pick<Store, 'documents'>, asked: Asked): AsyncGenerator<string> {
  const { collection_id: collectionId, job_id: jobId, since } = asked.query
  const from = since === undefined ? '' : new Date(since).toISOString()
  let cursor: string | null | undefined
  while (cursor !== null && !asked.signal.aborted) {
    const page: PageOf<DocumentRecord> = await store.documents.list(
      asked.tenant,
      { collectionId, jobId },
      { limit: AT_ONCE, cursor },
    )
    const found = page.items.flatMap((document) => decisionLine(document, from) ?? [])
    if (found.length > 0) yield found.map((line) => `${JSON.stringify(line)}\n`).join('')
    ;({ cursor } = page)
  }
}

export const decisionsOperation = (store: Pick<Store, 'documents'>) =>
  operation({
    summary:
      'What people decided, one line of JSON a document: only paths that somebody decided on',
    description: 'Each line follows [the schema of decisions](schema/decisions.schema.json).',
    query: z.object({
      collection_id: z.string().optional(),
      job_id: z.string().optional(),
      since: z
        .union([z.iso.datetime(), z.iso.date()])
        .optional()
        .describe('Only documents of which something was decided at this time or after'),
    }),
    alsoProduces: ['application/x-ndjson'],
    handle: (asked) => new Reply(lines(store, asked), { contentType: 'application/x-ndjson' }),
  })
