import type { CostRecord } from './cost.ts'
import type { PicoUsd } from './pico-usd.ts'
import { promptTokens } from './prices.ts'

/** A line of a provider's own export. What the export does not say is null. */
export interface BillRow {
  /** Line of the file, from 1. */
  line: number
  /** UTC, YYYY-MM-DD. */
  day: string
  model: string
  requestId: string | null
  calls: number | null
  inputTokens: number | null
  outputTokens: number | null
  amount: PicoUsd | null
  /** The smallest step that its amount is written in: the provider rounded to it. */
  step: PicoUsd
}

export type DifferenceKind =
  'not_in_ledger' | 'not_on_bill' | 'billed_twice' | 'amount' | 'tokens' | 'calls' | 'model' | 'day'

export interface Difference {
  kind: DifferenceKind
  day: string
  model: string
  requestId: string | null
  /** What each side says: dollars for `amount`, counts for `tokens` and `calls`, names for the others. */
  ledger: bigint | string | null
  bill: bigint | string | null
  /** Lines of the export that it is about. */
  lines: number[]
}

export interface Reconciliation {
  differences: Difference[]
  /** Requests that both sides name, or days and models where the export names no requests. */
  matched: number
  /** Lines charged at a bound since the answer was lost: the bill may hold less, or nothing. */
  unsettled: number
}

/** Providers write dated names of a model beside its short one: `claude-sonnet-5-5-20261007`. */
const plainModel = (model: string): string => model.replace(/-\d{8}$/, '')

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

/** Half a step of each line, rounded up: what rounding alone can come to. */
const rounding = (rows: readonly BillRow[]): bigint =>
  rows.reduce((sum, { step }) => sum + (step + 1n) / 2n, 0n)

type Side = Pick<Difference, 'day' | 'model' | 'requestId'>

function compareRequest(cost: CostRecord, rows: readonly BillRow[]): Difference[] {
  // Of several lines, the one that is of the call's own day.
  const row = rows.find(({ day }) => day === cost.day) ?? rows[0]
  if (row === undefined) return []
  const side: Side = { day: cost.day, model: cost.model, requestId: cost.request_id }
  const lines = rows.map(({ line }) => line)
  const found: Difference[] = []
  const add = (kind: DifferenceKind, ledger: bigint | string, bill: bigint | string): void => {
    found.push({ kind, ...side, ledger, bill, lines })
  }
  if (rows.length > 1) add('billed_twice', 1n, BigInt(rows.length))
  if (plainModel(row.model) !== plainModel(cost.model)) add('model', cost.model, row.model)
  if (row.day !== cost.day) add('day', cost.day, row.day)
  // What is charged at a bound is no count of the provider's.
  if (cost.state === 'unsettled') return found
  const tokens = [promptTokens(cost.tokens), cost.tokens.output]
  const billed = [row.inputTokens, row.outputTokens]
  if (billed.some((count, index) => count !== null && count !== tokens[index])) {
    add('tokens', tokens.join(' + '), billed.map((count) => count ?? '?').join(' + '))
  }
  if (row.amount !== null && size(row.amount - cost.amount_pico_usd) > rounding([row])) {
    add('amount', cost.amount_pico_usd, row.amount)
  }
  return found
}

/** Each request of one side against that of the other. */
function byRequest(costs: readonly CostRecord[], bill: readonly BillRow[]): Reconciliation {
  const billed = Map.groupBy(bill, ({ requestId }) => requestId)
  const differences: Difference[] = []
  let [matched, unsettled] = [0, 0]
  for (const cost of costs) {
    const rows = cost.request_id === null ? undefined : billed.get(cost.request_id)
    if (cost.state === 'unsettled') unsettled += 1
    if (rows === undefined) {
      // A lost answer has no request id; nobody can say which line is its.
      if (cost.state === 'unsettled') continue
      const side: Side = { day: cost.day, model: cost.model, requestId: cost.request_id }
      differences.push({
        ...{ kind: 'not_on_bill', ...side, ledger: cost.amount_pico_usd, bill: null, lines: [] },
      })
      continue
    }
    matched += 1
    billed.delete(cost.request_id)
    differences.push(...compareRequest(cost, rows))
  }
  for (const [requestId, rows] of billed) {
    const [{ day, model, amount } = { day: '', model: '', amount: null }] = rows
    const lines = rows.map(({ line }) => line)
    differences.push({
      ...{ kind: 'not_in_ledger', day, model, requestId, ledger: null, bill: amount, lines },
    })
  }
  return { differences, matched, unsettled }
}

const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n)

/** Sums of both sides for one day and model; null where the export does not say. */
function compareDay(
  side: Side,
  costs: readonly CostRecord[],
  rows: readonly BillRow[],
): Difference[] {
  const lines = rows.map(({ line }) => line)
  const total = <T>(of: (row: BillRow) => T | null, add: (values: T[]) => bigint) => {
    const values = rows.map(of)
    return values.includes(null) ? null : add(values as T[])
  }
  const counted = (values: number[]): bigint => BigInt(values.reduce((a, b) => a + b, 0))
  const settled = costs.filter(({ state }) => state === 'settled')
  const lost = costs.filter(({ state }) => state === 'unsettled')
  const amount = sum(settled.map((cost) => cost.amount_pico_usd))
  const bound = sum(lost.map((cost) => cost.amount_pico_usd))
  const found: Difference[] = []
  const billed = total((row) => row.amount, sum)
  const room = rounding(rows)
  // Lost answers may have been billed with anything up to their bounds.
  if (billed !== null && (billed < amount - room || billed > amount + bound + room)) {
    found.push({ kind: 'amount', ...side, ledger: amount + bound, bill: billed, lines })
  }
  const calls = total((row) => row.calls, counted)
  const most = BigInt(costs.length)
  if (calls !== null && (calls < BigInt(settled.length) || calls > most)) {
    found.push({ kind: 'calls', ...side, ledger: most, bill: calls, lines })
  }
  if (lost.length > 0) return found
  const read = total((row) => row.inputTokens, counted)
  const written = total((row) => row.outputTokens, counted)
  const ours = [
    counted(costs.map(({ tokens }) => promptTokens(tokens))),
    counted(costs.map(({ tokens }) => tokens.output)),
  ]
  if ([read, written].some((count, index) => count !== null && count !== ours[index])) {
    const said = [read, written].map((count) => count?.toString() ?? '?').join(' + ')
    found.push({ kind: 'tokens', ...side, ledger: ours.join(' + '), bill: said, lines })
  }
  return found
}

/** Each day and model of one side against those of the other. */
function byDay(costs: readonly CostRecord[], bill: readonly BillRow[]): Reconciliation {
  const keyOf = ({ day, model }: { day: string; model: string }): string =>
    `${day} ${plainModel(model)}`
  const ours = Map.groupBy(costs, keyOf)
  const theirs = Map.groupBy(bill, keyOf)
  const differences: Difference[] = []
  let matched = 0
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const [own, rows] = [ours.get(key) ?? [], theirs.get(key) ?? []]
    const [day = '', model = ''] = key.split(' ')
    const side: Side = { day, model, requestId: null }
    const lines = rows.map(({ line }) => line)
    if (own.length === 0) {
      const amount = sum(rows.map((row) => row.amount ?? 0n))
      differences.push({ kind: 'not_in_ledger', ...side, ledger: null, bill: amount, lines })
    } else if (rows.length > 0) {
      matched += 1
      differences.push(...compareDay(side, own, rows))
    } else if (own.some(({ state }) => state === 'settled')) {
      const amount = sum(own.map((cost) => cost.amount_pico_usd))
      differences.push({ kind: 'not_on_bill', ...side, ledger: amount, bill: null, lines })
    }
  }
  const unsettled = costs.filter(({ state }) => state === 'unsettled').length
  return { differences, matched, unsettled }
}

/**
 * What a provider's export says against the ledger, request by request where it names them, else by day and model.
 * Amounts that rounding explains are the same; so are dated and short names of a model.
 */
export function reconcile(costs: readonly CostRecord[], bill: readonly BillRow[]): Reconciliation {
  const named = bill.length > 0 && bill.every(({ requestId }) => requestId !== null)
  const { differences, ...rest } = named ? byRequest(costs, bill) : byDay(costs, bill)
  const inOrder = differences.toSorted((a, b) =>
    `${a.day} ${a.model} ${a.requestId ?? ''}` < `${b.day} ${b.model} ${b.requestId ?? ''}`
      ? -1
      : 1,
  )
  return { differences: inOrder, ...rest }
}
