import { z } from 'zod'
import type { PriceRow } from './prices.ts'

const Usd = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be dollars per million tokens in quotes, such as "2.50"')
/** What is 0 could be asked for without end, past every limit. */
const AboveZero = Usd.refine((text) => Number(text) > 0, 'must be more than 0')
const Name = z.string().min(1).max(200)
const Day = z.iso.date('must be a day, such as "2026-10-07"')

/** A row as it stands in a file of prices; the id is made of the rest. */
const FileRow = z.strictObject({
  provider: Name,
  model: Name,
  /** First day (UTC) that it holds. */
  from: Day,
  from_prompt_tokens: z.int().min(0).default(0),
  input: AboveZero,
  output: AboveZero,
  cache_write_5m: Usd,
  cache_write_1h: Usd,
  cache_read: Usd,
  source: Name,
  checked: Day,
})
const PriceFile = z.strictObject({ prices: z.array(FileRow).min(1).max(10_000) })

type FileRow = z.infer<typeof FileRow>

export interface ReadPrices {
  rows: PriceRow[]
  /** All that is wrong; there are rows only where nothing is. */
  faults: string[]
}

const startOf = ({ model, from, from_prompt_tokens: tier }: FileRow): string =>
  `${model}@${from}${tier === 0 ? '' : `+${tier}`}`

const rowOf = (row: FileRow, idPrefix: string): PriceRow => ({
  id: `${idPrefix}${startOf(row)}`,
  provider: row.provider,
  model: row.model,
  from: row.from,
  fromPromptTokens: row.from_prompt_tokens,
  input: row.input,
  output: row.output,
  cacheWrite5m: row.cache_write_5m,
  cacheWrite1h: row.cache_write_1h,
  cacheRead: row.cache_read,
  source: row.source,
  checked: row.checked,
})

function faultsOf(rows: readonly FileRow[], billing: readonly string[]): string[] {
  const starts = new Set<string>()
  const bases = new Set(rows.filter((row) => row.from_prompt_tokens === 0).map(startOf))
  return rows.flatMap((row, index) => {
    const faults: string[] = []
    const at = `prices.${index}`
    const start = startOf(row)
    if (!billing.includes(row.provider))
      faults.push(`${at}.provider: nobody of that name sends a bill; name ${billing.join(' or ')}`)
    if (starts.has(start)) faults.push(`${at}: a second row of ${start}; leave one of them out`)
    if (!bases.has(startOf({ ...row, from_prompt_tokens: 0 })))
      faults.push(
        `${at}: ${row.model} has no price for short prompts from ${row.from} on; add a row without from_prompt_tokens`,
      )
    starts.add(start)
    return faults
  })
}

/** The rows of a file of prices. `billing`: the providers that send a bill; `idPrefix` tells rows of files apart. */
export function readPriceRows(
  json: unknown,
  { billing, idPrefix = '' }: { billing: readonly string[]; idPrefix?: string },
): ReadPrices {
  const read = PriceFile.safeParse(json)
  const faults = read.success
    ? faultsOf(read.data.prices, billing)
    : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  if (!read.success || faults.length > 0) return { rows: [], faults }
  return { rows: read.data.prices.map((row) => rowOf(row, idPrefix)), faults }
}
