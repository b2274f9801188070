import {
  budgetEvent,
  BudgetTerms,
  type BudgetChange,
  type BudgetCounter,
  type BudgetCrossing,
  type BudgetKey,
  type BudgetRecord,
  type BudgetStore,
  type Clock,
  type CostRecord,
  type PageOf,
  type PageRequest,
  type PutBudget,
  type PutBudgetOutcome,
  type Recount,
  type StepRun,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import type { Row } from '../thread/database.ts'
import type { EncodedCounter } from '../thread/operations/budget-records.ts'
import { encodedFilter } from './ledger.ts'
import { outboxRow } from './outbox.ts'
import { iso, json, runFrom } from './rows.ts'

const counterRow = ({ key, limit_pico_usd, filter }: BudgetCounter): EncodedCounter => ({
  key,
  limit_pico_usd,
  filter: encodedFilter(filter),
})

const recordFrom = (row: Row): BudgetRecord => ({
  tenant_id: String(row['tenant_id']),
  scope: row['scope'] as BudgetRecord['scope'],
  id: String(row['id']),
  terms: BudgetTerms.nullable().parse(JSON.parse(String(row['terms']))),
  revision: Number(row['revision']),
  changes: JSON.parse(String(row['changes'])) as BudgetChange[],
  updated_at: String(row['updated_at']),
})

const crossingFrom = (row: Row): BudgetCrossing => ({
  tenant_id: String(row['tenant_id']),
  key: String(row['key']),
  threshold: Number(row['threshold']),
  scope: row['scope'] as BudgetCrossing['scope'],
  id: String(row['id']),
  limit_pico_usd: row['limit_pico_usd'] as bigint,
  spent_pico_usd: row['spent_pico_usd'] as bigint,
  at: String(row['at']),
})

export class SqliteBudgets implements BudgetStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async get(tenantId: string, { scope, id }: BudgetKey): Promise<BudgetRecord | null> {
    const row = await this.#remote.read('budgets', 'get', tenantId, scope, id)
    return row === undefined ? null : recordFrom(row)
  }

  async list(tenantId: string, page: PageRequest): Promise<PageOf<BudgetRecord>> {
    const after = decodeCursor(page, ['', ''])
    const rows = await this.#remote.read('budgets', 'list', tenantId, after, page.limit)
    return pageOf(rows, recordFrom, (row) => [String(row['scope']), String(row['id'])])
  }

  async inForce(tenantId: string): Promise<BudgetRecord[]> {
    return (await this.#remote.read('budgets', 'inForce', tenantId)).map(recordFrom)
  }

  async put(tenantId: string, change: PutBudget): Promise<PutBudgetOutcome> {
    const { scope, id, revision, terms, actor, most, counter } = change
    const outcome = await this.#remote.write('budgets', 'put', {
      tenant_id: tenantId,
      ...{ scope, id, revision, most },
      terms: json(terms),
      actor: json(actor),
      at: iso(this.#clock.now()),
      counter: counter && counterRow(counter),
    })
    if ('refused' in outcome) return outcome
    return { record: recordFrom(outcome.row ?? {}) }
  }

  recount(tenantId: string, counters: readonly BudgetCounter[]): Promise<Recount[]> {
    return this.#remote.write('budgets', 'recount', tenantId, counters.map(counterRow))
  }

  async abandoned(before: Date, limit: number): Promise<StepRun[]> {
    const rows = await this.#remote.read('budgets', 'abandoned', before.toISOString(), limit)
    return rows.map((row) => {
      const of = {
        tenant_id: String(row['tenant_id']),
        document_id: String(row['document_id']),
      }
      return runFrom(row, of)
    })
  }

  writeOff(run: StepRun, row: CostRecord): Promise<boolean> {
    return this.#remote.write('budgets', 'writeOff', run, row)
  }

  cross(crossing: BudgetCrossing): Promise<boolean> {
    return this.#remote.write('budgets', 'cross', crossing, outboxRow(budgetEvent(crossing)))
  }

  async crossings(tenantId: string, page: PageRequest): Promise<PageOf<BudgetCrossing>> {
    const [before] = decodeCursor(page, [Number.MAX_SAFE_INTEGER])
    const rows = await this.#remote.read('budgets', 'crossings', tenantId, before, page.limit)
    return pageOf(rows, crossingFrom, (row) => [Number(row['crossing'])])
  }
}
