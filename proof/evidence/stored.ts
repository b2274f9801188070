import { openStoredRecords } from '@colophon/testkit'

/** Parts of the records as they are stored, which the ports do not show. */
export interface Stored {
  steps: StoredStep[]
  audit: StoredAudit[]
  budgets: StoredBudget[]
  leftovers: Leftover[]
}

export interface StoredStep {
  key: string
  document_id: string
  agent: string
  created_at: string
  output: { usage: { call_id: string; tier: string }[] }
}
export interface StoredAudit {
  document_id: string
  action: string
  path: string | null
  revision: number
}
export interface StoredBudget {
  key: string
  reserved: bigint
  spent: bigint
  /** Runs whose reservation still stands. */
  reservations: number
}
/** Marks of begun work that a document still carries. */
export interface Leftover {
  document_id: string
  runs: number
  effects: number
}

/** The collections themselves: what is asked here no port answers. */
export async function readStored(url: string): Promise<Stored> {
  await using records = await openStoredRecords(url)
  const steps = await records.all<StoredStep>('step_results', {
    'output.fields': 0,
    'output.rivals': 0,
  })
  const audit = await records.all<StoredAudit>('audit_events', { from: 0, to: 0 })
  const budgets = await records.all<Record<string, unknown>>('budgets', {})
  const documents = await records.all<Record<string, unknown>>('enriched_documents', {
    document_id: 1,
    runs: 1,
    effects: 1,
  })
  const entries = (value: unknown): number => Object.keys(value ?? {}).length
  return {
    steps,
    audit,
    budgets: budgets.map((each) => ({
      key: String(each['key']),
      reserved: BigInt(String(each['reserved_pico_usd'])),
      spent: BigInt(String(each['spent_pico_usd'])),
      reservations: entries(each['reservations']),
    })),
    leftovers: documents.flatMap((each) => {
      const [runs, effects] = [entries(each['runs']), entries(each['effects'])]
      return runs + effects === 0
        ? []
        : [{ document_id: String(each['document_id']), runs, effects }]
    }),
  }
}
