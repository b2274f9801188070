import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BudgetTerms, counterFilter, type BudgetKey, type DocumentRecord } from '@colophon/domain'
import { LETTER, startRig, type Rig } from './rig.ts'

/** Paid: it stands on the price list. */
const PAID = { model: 'claude-sonnet-5-5' }

const requireDocument = async ({ store }: Rig, id: string): Promise<DocumentRecord> => {
  const document = await store.documents.get('default', id)
  assert.ok(document)
  return document
}

/** Sets a budget of the tenant `default`, as a person does. */
const setBudget = async (
  { store }: Pick<Rig, 'store'>,
  key: BudgetKey,
  terms: Partial<BudgetTerms> & { limit_usd: string },
): Promise<void> => {
  const counter = { key: `${key.scope}:${key.id}`, limit_pico_usd: 0n }
  await store.budgets.put('default', {
    ...key,
    revision: 0,
    terms: BudgetTerms.parse(terms),
    actor: 'human:finn',
    most: 10,
    counter: { ...counter, filter: counterFilter(key.scope, key.id, new Date()) },
  })
}

test('a collection whose budget is spent goes on without paid models; others do not notice', async (t) => {
  const bill: string[] = []
  const rig = await startRig(t, { models: { ...PAID, bill: (line) => bill.push(line.agent) } })
  const [id = ''] = await rig.submit([LETTER])
  const { collection_id } = await requireDocument(rig, id)
  await setBudget(rig, { scope: 'collection', id: collection_id }, { limit_usd: '0' })
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.equal(document.status, 'completed')
  assert.ok(document.review_reasons.includes('budget_skipped:content-agent'))
  // Who reads the reason is told whose budget it was.
  assert.deepEqual(document.agents['content-agent']?.budgets, [`collection ${collection_id}`])
  assert.deepEqual(bill, [])
  const { budgetHeld = [] } = await rig.metrics.read(['budgetHeld'])
  assert.deepEqual(
    budgetHeld.map(({ labels }) => `${labels['scope'] ?? ''} ${labels['action'] ?? ''}`).sort(),
    ['collection local_only', 'collection skip_context'],
  )
})

test('where the budget of a job says stop its documents fail, and go on when it is raised', async (t) => {
  const bill: string[] = []
  const rig = await startRig(t, { models: { ...PAID, bill: (line) => bill.push(line.agent) } })
  const [id = ''] = await rig.submit([LETTER])
  const { enrichment_job_id: job } = await requireDocument(rig, id)
  await setBudget(rig, { scope: 'job', id: job }, { limit_usd: '0.000001', at_limit: 'stop' })
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.equal(document.status, 'failed')
  assert.equal(document.error?.code, 'budget.stopped')
  assert.match(document.error.message, new RegExp(`job ${job}`))
  assert.deepEqual(bill, [])
  assert.deepEqual((await rig.store.work.claim('default', id, 'next', 1_000))?.lost ?? [], [])
})

test('the day of a tenant may say less than the settings, and that its documents wait', async (t) => {
  const rig = await startRig(t, { models: PAID })
  const [id = ''] = await rig.submit([LETTER])
  await setBudget(rig, { scope: 'day', id: 'default' }, { limit_usd: '0', at_limit: 'defer' })
  await rig.tell([id])
  const document = await rig.putOff(id)
  assert.equal(document.error?.code, 'budget.exhausted')
  assert.match(document.error.message, /day \(UTC\) of default/)
  assert.equal(document.attempts, 0)
})

test('what is spent under the budget of a collection is what its ledger says', async (t) => {
  const rig = await startRig(t, { models: PAID })
  const [id = ''] = await rig.submit([LETTER])
  const { collection_id } = await requireDocument(rig, id)
  await setBudget(rig, { scope: 'collection', id: collection_id }, { limit_usd: '10' })
  await rig.tell([id])
  await rig.ended(id)
  const [sums] = await rig.store.ledger.sums('default', { collectionId: collection_id }, [])
  assert.ok(sums !== undefined && sums.amount_pico_usd > 0n)
  const [state] = await rig.store.ledger.budgets('default', [`collection:${collection_id}`])
  assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, sums.amount_pico_usd])
})
