import { CostRecord, formatUsd, TOKEN_KINDS, type CostFilter, type Store } from '@colophon/domain'
import { BYTE_ORDER_MARK, csvTable, type CsvColumn } from '@colophon/formats/csv'
import { ByteOrderMark, operation, PageQuery, projection, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { Usd } from './totals.ts'

const LedgerFields = CostRecord.omit({ tenant_id: true, amount_pico_usd: true })
export const CostRow = LedgerFields.extend({ amount_usd: Usd })
export type CostRow = z.infer<typeof CostRow>
const ledgerFields = projection(LedgerFields)

const Day = z.iso.date()
const EXPORT_PAGE = 500

export const recordsOperation = (store: Pick<Store, 'ledger'>) =>
  operation({
    summary: 'Rows of the ledger',
    description: 'As CSV it is every row the filter lets through, not one page of them.',
    query: PageQuery.extend({
      job_id: z.string().optional(),
      document_id: z.string().optional(),
      from_day: Day.optional().describe('First day (UTC)'),
      to_day: Day.optional().describe('Last day (UTC)'),
      format: z.enum(['json', 'csv']).default('json'),
      bom: ByteOrderMark,
    }),
    response: z.object({ records: z.array(CostRow), next_cursor: z.string().nullable() }),
    alsoProduces: ['text/csv'],
    async handle({ tenant, query, signal }) {
      const filter = {
        jobId: query.job_id,
        documentId: query.document_id,
        fromDay: query.from_day,
        toDay: query.to_day,
      }
      if (query.format === 'csv') {
        const rows = allRows(store, tenant, filter, signal)
        return new Reply(csv(rows, query.bom === 'true'), {
          contentType: 'text/csv',
          headers: { 'content-disposition': 'attachment; filename="cost-records.csv"' },
        })
      }
      const page = await store.ledger.list(tenant, filter, query)
      return { records: page.items.map(rowOf), next_cursor: page.cursor }
    },
  })

const rowOf = (record: CostRecord): CostRow => ({
  ...ledgerFields(record),
  amount_usd: formatUsd(record.amount_pico_usd),
})

async function* allRows(
  store: Pick<Store, 'ledger'>,
  tenant: string,
  filter: CostFilter,
  signal: AbortSignal,
): AsyncGenerator<CostRow[]> {
  let cursor: string | undefined
  do {
    signal.throwIfAborted()
    const page = await store.ledger.list(tenant, filter, { limit: EXPORT_PAGE, cursor })
    yield page.items.map(rowOf)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
}

const IDS = new Set<keyof CostRow>(['enrichment_job_id', 'document_id', 'collection_id'])
const FIELDS = [
  'created_at',
  'day',
  'enrichment_job_id',
  'document_id',
  'collection_id',
  'agent',
  'tool',
  'tier',
  'provider',
  'model',
  'model_digest',
  'state',
  'priced',
  'price_id',
  'amount_usd',
  'duration_ms',
  'call_id',
  'request_id',
  'record_id',
] as const satisfies readonly (keyof CostRow)[]
const TABLE = csvTable<CostRow>([
  ...FIELDS.map((name): CsvColumn<CostRow> => {
    const of = (row: CostRow) => row[name]
    return IDS.has(name) ? { name, of, isId: true } : { name, of }
  }),
  ...TOKEN_KINDS.map((kind) => ({
    name: `${kind}_tokens`,
    of: ({ tokens }: CostRow) => tokens[kind],
  })),
])

async function* csv(pages: AsyncIterable<CostRow[]>, byteOrderMark: boolean) {
  yield (byteOrderMark ? BYTE_ORDER_MARK : '') + TABLE.header
  for await (const rows of pages) yield rows.map(TABLE.row).join('')
}
