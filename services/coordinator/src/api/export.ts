import type { Store } from '@colophon/domain'
import { ByteOrderMark, operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { outputRecord, OutputRecord, recordFormat } from '@colophon/formats/write'
import { requireDocument } from './documents.ts'

const EXPORT_TYPES = {
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
} as const

export function exportOperation(store: Pick<Store, 'documents'>) {
  return operation({
    summary: 'One enriched record as a file, as `colophon enrich` writes it',
    params: z.object({ id: z.string() }),
    query: z.object({
      format: z.enum(['json', 'jsonl', 'csv']).default('json'),
      bom: ByteOrderMark,
    }),
    response: OutputRecord,
    alsoProduces: [EXPORT_TYPES.jsonl, EXPORT_TYPES.csv],
    errors: { 404: 'document.not_found' },
    async handle({ tenant, params, query: { format, bom } }) {
      const record = outputRecord(await requireDocument(store, tenant, params.id))
      const { start, record: row } = recordFormat(format, bom === 'true')
      // One record is no list: as JSON it is the object itself.
      const text = format === 'json' ? `${JSON.stringify(record)}\n` : start + row(record, 0)
      return new Reply(text, {
        contentType: EXPORT_TYPES[format],
        headers: { 'content-disposition': attachment(`${params.id}.${format}`) },
      })
    },
  })
}

/** RFC 6266: ids may hold any characters, headers may not; what is left out of the plain name stands in the other. */
const attachment = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeRfc8187(name)}`

const encodeRfc8187 = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
