import {
  getPath,
  isHuman,
  standingOf,
  type DecisionLine,
  type DocumentRecord,
  type PageOf,
  type Store,
} from '@colophon/domain'
import { operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'

/** Documents come with their texts. */
const AT_ONCE = 50
const HUMAN = 'human:'

/** What people decided of one document; null when that is nothing. */
export function decisionLine(document: DocumentRecord, since = ''): DecisionLine | null {
  const { document_id, profile, revision, enriched_data, provenance, rivals } = document
  const data = enriched_data ?? {}
  const decided = Object.entries(provenance).filter(([, entry]) => isHuman(entry))
  if (!decided.some(([, { at }]) => at >= since)) return null
  const fields = decided.map(([path, { source, evidence, at }]) => [
    path,
    {
      status: standingOf({ data, provenance, rivals }, path),
      value: getPath(data, path) ?? null,
      evidence,
      reviewer: source.slice(HUMAN.length),
      at,
    },
  ])
  return {
    document_id,
    profile,
    revision,
    fields: Object.fromEntries(fields) as DecisionLine['fields'],
  }
}

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
