/**
 * The ledger at the size of years: a month by model and day, the export of all rows, money reserved and settled; on a
 * real file, every acknowledged write durable.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@colophon/adapters/store'
import { formatTable } from '@colophon/cli/table'
import { periodsOf, type Claim, type CostRecord, type Store } from '@colophon/domain'
import { aCost, aDocument, aJob, aRun } from '@colophon/testkit'
import { median, runOnce } from './child.ts'
import type { Exported } from './costs/export-once.ts'

const TENANT = 'default'
const DAY_MS = 86_400_000
const LEASE_MS = 3_600_000
const ROWS_AT_ONCE = 500
const DAYS = 120
const FIRST_DAY = Date.UTC(2026, 7, 3)
const MONTH = { fromDay: '2026-10-01', toDay: '2026-10-31' } as const
const MODELS = ['rules', 'llama3.2', 'mixtral', 'claude-sonnet-5-5', 'claude-opus-5-5']
const AGENTS = ['metadata', 'entity', 'structure', 'content', 'context']
const COLLECTIONS = 20
const ROWS_OF_DOCUMENT = 8
const DOCUMENTS_OF_JOB = 1_000
const LOOKS = 7
const LANES = 64
const EXPORT_ONCE = new URL('costs/export-once.ts', import.meta.url)

function rowAt(n: number): CostRecord {
  const document = Math.floor(n / ROWS_OF_DOCUMENT)
  const at = new Date(FIRST_DAY + (n % DAYS) * DAY_MS + (n % 86_000) * 1_000)
  return aCost({
    record_id: `cost_${String(n)}`,
    call_id: `call-${String(n)}`,
    enrichment_job_id: `job-${String(Math.floor(document / DOCUMENTS_OF_JOB))}`,
    document_id: `letter-${String(document)}`,
    collection_id: `box-${String(document % COLLECTIONS)}`,
    agent: `${AGENTS[n % AGENTS.length] ?? ''}-agent`,
    model: MODELS[(n >> 3) % MODELS.length] ?? '',
    amount_pico_usd: 4_500_000_000n + BigInt(n % 1_000),
    created_at: at.toISOString(),
    ...periodsOf(at),
  })
}

async function claimsOf(store: Store, count: number): Promise<Claim[]> {
  const job = aJob()
  await store.jobs.create(job)
  const documents = Array.from({ length: count }, () => aDocument())
  await store.jobs.submit(job, documents)
  const claims: Claim[] = []
  for (const { document_id } of documents) {
    const claim = await store.work.claim(TENANT, document_id, 'bench', LEASE_MS)
    if (claim !== null) claims.push(claim)
  }
  return claims
}

async function fill(store: Store, records: number): Promise<void> {
  const [claim] = await claimsOf(store, 1)
  if (claim === undefined) throw new Error('the document cannot be claimed')
  const { document_id } = claim.document
  for (let from = 0; from < records; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, records - from) }, (_, n) =>
      rowAt(from + n),
    )
    const run = aRun({ document_id, limits: [] })
    await store.work.beginRuns(claim.ref, [run])
    await store.work.endRun(claim.ref, run.run_id, rows)
  }
}

async function monthMs(store: Store): Promise<number> {
  const times: number[] = []
  for (let look = 0; look < LOOKS; look++) {
    const from = performance.now()
    await store.ledger.sums(TENANT, MONTH, ['model', 'day'])
    times.push(performance.now() - from)
  }
  return median(times)
}

/** Reservations that are made and settled in a second, under three limits each. */
async function spendRate(store: Store, each: number): Promise<number> {
  const claims = await claimsOf(store, LANES)
  const limits = ['day', 'month', 'collection'].map((scope) => ({
    key: `${scope}:bench`,
    limit_pico_usd: 10n ** 18n,
  }))
  const from = performance.now()
  await Promise.all(
    claims.map(async ({ ref, document: { document_id } }) => {
      for (let n = 0; n < each; n++) {
        const run = aRun({ document_id, limits })
        await store.work.beginRuns(ref, [run])
        await store.work.endRun(ref, run.run_id, [
          aCost({ record_id: `cost_${run.run_id}`, document_id }),
        ])
      }
    }),
  )
  return (claims.length * each) / ((performance.now() - from) / 1000)
}

async function measured(url: string, { records, each }: { records: number; each: number }) {
  await using store = await openStore(url)
  const from = performance.now()
  await fill(store, records)
  process.stderr.write(`filled in ${((performance.now() - from) / 1000).toFixed(0)} s\n`)
  return { month: await monthMs(store), rate: await spendRate(store, each) }
}

export async function benchCosts({ short }: { short: boolean }): Promise<void> {
  const records = short ? 200_000 : 5_000_000
  const folder = mkdtempSync(join(tmpdir(), 'colophon-costs-'))
  const url = `sqlite:${join(folder, 'costs.db')}`
  try {
    const { month, rate } = await measured(url, { records, each: short ? 100 : 400 })
    // By itself: what it takes should not be that of those who wrote the rows.
    const csv = (await runOnce(EXPORT_ONCE, { url })) as Exported
    const rows = [
      ['records', records.toLocaleString('en'), ''],
      ['a month by model and day (median of 7), ms', month.toFixed(1), '< 200'],
      [
        'CSV of all rows, rows/s',
        Math.round(csv.rows / csv.seconds).toLocaleString('en'),
        '≥ 50,000',
      ],
      ['  rows in it', csv.rows.toLocaleString('en'), records.toLocaleString('en')],
      ['  peak RSS of API, database and reader, MB', csv.peakRssMb.toFixed(0), '< 150'],
      ['reserved and settled under 3 limits, 64 in flight, /s', rate.toFixed(0), '≥ 1,500'],
    ]
    const table = [['measure', 'figure', 'goal'], ...rows]
    process.stdout.write(formatTable(table, { align: ['left', 'right', 'left'] }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
