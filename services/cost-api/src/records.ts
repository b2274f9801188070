import {
  CostRecord,
  formatUsd,
  TOKEN_KINDS,
  Usd,
  type CostFilter,
  type PageOf,
  type Store,
} from '@colophon/domain'
import { BYTE_ORDER_MARK, csvTable, type CsvColumn } from '@colophon/formats/csv'
import { ByteOrderMark, operation, PageQuery, projection, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { FILTERS, filterOf } from './ask.ts'

const LedgerFields = CostRecord.omit({ tenant_id: true, amount_pico_usd: true })
export const CostRow = LedgerFields.extend({ amount_usd: Usd })
export type CostRow = z.infer<typeof CostRow>
const ledgerFields = projection(LedgerFields)

const Day = z.iso.date()
const EXPORT_PAGE = 2_000

export const recordsOperation = (store: Pick<Store, 'ledger'>) =>
  operation({
    summary: 'Rows of the ledger',
    description: 'As CSV it is every row the filter lets through, not one page of them.',
    query: PageQuery.extend({
      ...FILTERS,
      from_day: Day.optional().describe('Another name of from'),
      to_day: Day.optional().describe('Another name of to'),
      format: z.enum(['json', 'csv']).default('json'),
      bom: ByteOrderMark,
    }),
    response: z.object({ records: z.array(CostRow), next_cursor: z.string().nullable() }),
    alsoProduces: ['text/csv'],
    async handle({ tenant, query, signal }) {
      const { from_day, to_day, ...named } = query
      const filter = filterOf({ ...named, from: named.from ?? from_day, to: named.to ?? to_day })
      if (query.format === 'csv') {
        const pages = allRows(store, tenant, filter, signal)
        return new Reply(csv(pages, query.bom === 'true'), {
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
): AsyncGenerator<CostRecord[]> {
  const ask = (cursor?: string) => store.ledger.list(tenant, filter, { limit: EXPORT_PAGE, cursor })
  let asked: ReturnType<typeof ask> | null = ask()
  while (asked !== null) {
    const { items, cursor }: PageOf<CostRecord> = await asked
    signal.throwIfAborted()
    // The next page is read while this one is written and sent.
    asked = cursor === null ? null : ask(cursor)
    // Nobody may be left to hear of it.
    asked?.catch(() => undefined)
    yield items
  }
}

const IDS = new Set<string>(['enrichment_job_id', 'document_id', 'collection_id'])
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

/** Of rows as the ledger has them: of millions none is copied first. */
const TABLE = csvTable<CostRecord>([
  ...FIELDS.map((name): CsvColumn<CostRecord> => {
    const of =
      name === 'amount_usd'
        ? (row: CostRecord) => formatUsd(row.amount_pico_usd)
        : (row: CostRecord) => row[name]
    return IDS.has(name) ? { name, of, isId: true } : { name, of }
  }),
  ...TOKEN_KINDS.map((kind) => ({
    name: `${kind}_tokens`,
    of: ({ tokens }: CostRecord) => tokens[kind],
  })),
])

async function* csv(pages: AsyncIterable<CostRecord[]>, byteOrderMark: boolean) {
  yield (byteOrderMark ? BYTE_ORDER_MARK : '') + TABLE.header
  for await (const rows of pages) yield rows.map(TABLE.row).join('')
}
