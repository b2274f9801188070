import type { CostRecord, DocumentRecord } from '@colophon/domain'
import type { ProviderBillLine } from '@colophon/testkit/providers'
import type { Sample } from './exposition.ts'
import { leaksIn } from './leaks.ts'
import type { Letter } from './letters.ts'
import type { Stored } from './stored.ts'
import type { Scrape, Target } from './target.ts'
import { troublesIn } from './troubles.ts'

/** The part of a document that says how it ended; the APIs show no lease. */
export type WorkedDocument = Pick<
  DocumentRecord,
  'document_id' | 'status' | 'revision' | 'attempts' | 'agents'
> & { error: { code: string } | null; lease?: DocumentRecord['lease'] }

export type LedgerRow = Omit<CostRecord, 'tenant_id'>

/** Traces that work has left behind, however it was done. */
export interface Evidence {
  submitted: number
  seconds: number
  /** All were done before the deadline. */
  inTime: boolean
  documents: readonly WorkedDocument[]
  ledger: readonly LedgerRow[]
  /** Bill of the simulated providers; undefined with others. */
  bill: readonly ProviderBillLine[] | undefined
  /** Undefined where it cannot be looked into from here. */
  stored: Stored | undefined
  scrapes: readonly { process: string; samples: readonly Sample[] }[]
  /** How many logs could be looked through. */
  logs: number
  /** Who has written or shows what must not be told. */
  leaks: readonly string[]
  /** Processes that ended by themselves, and what in the logs says that something broke. */
  troubles: readonly string[]
}

/** The bill, and what processes have said; `shown`: under their metrics, while they ran. */
export async function listen(
  target: Target,
  { letters, shown }: { letters: readonly Letter[]; shown: readonly Scrape[] },
): Promise<Pick<Evidence, 'bill' | 'logs' | 'leaks' | 'troubles'>> {
  const logs = await target.logs()
  return {
    bill: await target.bill(),
    logs: logs.length,
    leaks: leaksIn([...logs, ...shown], { secrets: target.secrets, letters }),
    troubles: [...(await target.troubles()), ...troublesIn(logs)],
  }
}
