import type { Database } from '../database.ts'
import { AuditOperations } from './audit.ts'
import { BackupOperations } from './backup.ts'
import { BudgetOperations } from './budget-records.ts'
import { Budgets } from './budgets.ts'
import { CollectionOperations } from './collections.ts'
import { CommentOperations } from './comments.ts'
import { CostRows } from './cost-rows.ts'
import { DecisionOperations } from './decisions.ts'
import { DeskOperations } from './desk.ts'
import { DispatchOperations } from './dispatch.ts'
import { DocumentOperations } from './documents.ts'
import { IntakeOperations } from './intake.ts'
import { JobOperations } from './jobs.ts'
import { LedgerOperations } from './ledger.ts'
import { OutboxOperations } from './outbox.ts'
import { RegisterOperations } from './register.ts'
import { ReportOperations } from './reports.ts'
import { ReviewOperations } from './reviews.ts'
import { Revisions } from './revisions.ts'
import { Runs } from './runs.ts'
import { SearchOperations } from './search.ts'
import { Queue } from './queue.ts'
import { TaskMarks } from './task-marks.ts'
import { TaskRows } from './tasks.ts'
import { WorkOperations } from './work.ts'

/** Everything the database can be asked, by subject. Each method is one step of a transaction, or one read. */
export interface Operations {
  readonly jobs: JobOperations
  readonly documents: DocumentOperations
  readonly revisions: Revisions
  readonly work: WorkOperations
  readonly dispatch: DispatchOperations
  readonly ledger: LedgerOperations
  readonly budgets: BudgetOperations
  readonly reviews: ReviewOperations
  readonly desk: DeskOperations
  readonly decisions: DecisionOperations
  readonly comments: CommentOperations
  readonly collections: CollectionOperations
  readonly reports: ReportOperations
  readonly audit: AuditOperations
  readonly intake: IntakeOperations
  readonly outbox: OutboxOperations
  readonly search: SearchOperations
  readonly register: RegisterOperations
  readonly backup: BackupOperations
}

export interface OpenOperations {
  operations: Operations
  /** To be called before each commit, and after each rollback. */
  beforeCommit: () => void
  afterRollback: () => void
}

export function createOperations(db: Database): OpenOperations {
  const costs = new CostRows(db)
  const budgets = new Budgets(db)
  const revisions = new Revisions(db)
  const marks = new TaskMarks(db)
  const tasks = new TaskRows(db, marks)
  const queue = new Queue(db, marks)
  const runs = new Runs(db, costs, budgets)
  const ledger = new LedgerOperations(db, budgets)
  const outbox = new OutboxOperations(db)
  const operations = {
    jobs: new JobOperations(db, { revisions, tasks }),
    documents: new DocumentOperations(db),
    revisions,
    work: new WorkOperations(db, { costs, budgets, revisions, tasks }),
    dispatch: new DispatchOperations(db),
    ledger,
    budgets: new BudgetOperations(db, { budgets, costs, ledger, outbox, runs }),
    reviews: new ReviewOperations(db, queue),
    desk: new DeskOperations(db, { queue, tasks }),
    decisions: new DecisionOperations(db, tasks),
    comments: new CommentOperations(db, tasks),
    collections: new CollectionOperations(db),
    reports: new ReportOperations(db),
    audit: new AuditOperations(db),
    intake: new IntakeOperations(db),
    outbox,
    search: new SearchOperations(db),
    register: new RegisterOperations(db),
    backup: new BackupOperations(db),
  }
  return {
    operations,
    beforeCommit: () => {
      costs.rollUp()
      marks.writeCounts()
    },
    afterRollback: () => {
      costs.forget()
      marks.forget()
    },
  }
}
