import { suite, type TestContext } from 'node:test'
import type { Clock, Store } from '@colophon/domain'
import { manualClock } from '../clock.ts'
import { budgetRecordCases } from './budget-records.ts'
import { budgetCases } from './budgets.ts'
import { claimCases } from './claims.ts'
import { completionCases } from './completion.ts'
import { consistencyCases } from './consistency.ts'
import { deskCases } from './desk.ts'
import { dispatchCases } from './dispatch.ts'
import { documentCases } from './documents.ts'
import { fidelityCases } from './fidelity.ts'
import { identityCases } from './identity.ts'
import { intakeCases } from './intake.ts'
import { jobCases } from './jobs.ts'
import { ledgerCases } from './ledger.ts'
import { lifecycleCases } from './lifecycle.ts'
import { ocrJobCases } from './ocr-jobs.ts'
import { outboxCases } from './outbox.ts'
import { registerCases } from './register.ts'
import { reportCases } from './reports.ts'
import { revisionCases } from './revisions.ts'
import { searchCases } from './search.ts'
import { spenderCases } from './spenders.ts'
import { answerCases } from './answers.ts'
import type { OpenSubject, Subject } from './subject.ts'

/** Opens an empty store for one test. The suite closes it. */
export type OpenStoreForTest = (t: TestContext, clock: Clock) => Promise<Store>

const SUBJECTS: Record<string, (open: OpenSubject) => void> = {
  lifecycle: lifecycleCases,
  jobs: jobCases,
  documents: documentCases,
  identity: identityCases,
  revisions: revisionCases,
  claims: claimCases,
  answers: answerCases,
  completion: completionCases,
  dispatch: dispatchCases,
  ledger: ledgerCases,
  budgets: budgetCases,
  'budgets that were set': budgetRecordCases,
  spenders: spenderCases,
  fidelity: fidelityCases,
  intake: intakeCases,
  'OCR jobs': ocrJobCases,
  desk: deskCases,
  outbox: outboxCases,
  search: searchCases,
  register: registerCases,
  reports: reportCases,
  consistency: consistencyCases,
}

export interface ContractOptions {
  /** Share of the tries of each property. @default 1 */
  share?: number
}

/** Tests of what every implementation of `Store` must do. */
export function storeContract(openStore: OpenStoreForTest, options: ContractOptions = {}): void {
  const { share = 1 } = options
  const openOne = async (t: TestContext): Promise<Subject> => {
    const clock = manualClock()
    const store = await openStore(t, clock)
    t.after(() => store[Symbol.asyncDispose]())
    return { store, clock }
  }
  const runs = (count: number): number => Math.max(3, Math.round(count * share))
  const open: OpenSubject = Object.assign(openOne, { runs })
  for (const [name, cases] of Object.entries(SUBJECTS)) {
    suite(name, () => {
      cases(open)
    })
  }
}
