import type { Clock, Store } from '@colophon/domain'
import { SqliteBudgets } from './caller/budgets.ts'
import { SqliteDesk } from './caller/desk.ts'
import { SqliteDispatch } from './caller/dispatch.ts'
import { SqliteDocuments } from './caller/documents.ts'
import { SqliteIntake } from './caller/intake.ts'
import { SqliteJobs } from './caller/jobs.ts'
import { SqliteLedger } from './caller/ledger.ts'
import { SqliteOutbox } from './caller/outbox.ts'
import { SqliteRegister } from './caller/register.ts'
import { SqliteReports } from './caller/reports.ts'
import { SqliteReviews } from './caller/reviews.ts'
import { SqliteSearch } from './caller/search.ts'
import { SqliteAudit } from './caller/audit.ts'
import { DatabaseThread } from './caller/database-thread.ts'
import { SqliteWork } from './caller/work.ts'

export interface OpenSqliteOptions {
  clock: Clock
  /** Pages the file may have; more is `store.full`. For tests of a full disk. */
  maxPages?: number
  /** How long another process may keep the file. For tests. */
  busyMs?: number | undefined
}

/** Opens a file (made when it is not there), or `:memory:`. */
export async function openSqliteStore(path: string, options: OpenSqliteOptions): Promise<Store> {
  const { clock, maxPages, busyMs } = options
  const thread = await DatabaseThread.open({ path, maxPages, busyMs })
  return {
    jobs: new SqliteJobs(thread, clock),
    documents: new SqliteDocuments(thread, clock),
    work: new SqliteWork(thread, clock),
    dispatch: new SqliteDispatch(thread, clock),
    ledger: new SqliteLedger(thread),
    budgets: new SqliteBudgets(thread, clock),
    reviews: new SqliteReviews(thread, clock),
    desk: new SqliteDesk(thread, clock),
    reports: new SqliteReports(thread, clock),
    audit: new SqliteAudit(thread),
    intake: new SqliteIntake(thread, clock),
    outbox: new SqliteOutbox(thread, clock),
    search: new SqliteSearch(thread),
    register: new SqliteRegister(thread, clock),
    ping: async () => {
      await thread.read('jobs', 'get', '', '')
    },
    [Symbol.asyncDispose]: () => thread.close(),
  }
}
