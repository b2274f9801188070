import { PRICE_LIST } from '@colophon/adapters/prices'
import { formatUsd, priceOf, TOKEN_KINDS, type Tokens } from '@colophon/domain'
import type { ProviderBillLine } from '@colophon/testkit/providers'
import type { Evidence, LedgerRow } from '../evidence.ts'
import type { Stored } from '../stored.ts'
import { checkOf, type Check } from './check.ts'
import { runOf } from './work.ts'

const sum = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, each) => total + each, 0n)
const dollars = (amount: bigint): string => `$${formatUsd(amount)}`

const priced = ({ provider, model, tokens, at }: ProviderBillLine): bigint =>
  priceOf(PRICE_LIST, { provider, model, tokens, day: at.slice(0, 10) }).amount

const same = (a: Tokens, b: Tokens): boolean => TOKEN_KINDS.every((kind) => a[kind] === b[kind])
const inputOf = (of: Tokens): number =>
  of.input + of.cache_read + of.cache_write_5m + of.cache_write_1h
/** A bound may count cached input as plain input. */
const covers = (bound: Tokens, billed: Tokens): boolean =>
  inputOf(bound) >= inputOf(billed) && bound.output >= billed.output

/** How the ledger stands to one call on the bill. */
type Standing = 'settled' | 'bound' | 'lost' | 'missing' | 'differs'

class Books {
  readonly #calls = new Map<string, LedgerRow>()
  /** Runs whose answer was lost, by their id. */
  readonly lost = new Map<string, LedgerRow>()

  constructor(ledger: readonly LedgerRow[]) {
    for (const row of ledger)
      (row.record_id.endsWith(':lost') ? this.lost : this.#calls).set(row.call_id, row)
  }

  rowOf(line: ProviderBillLine): LedgerRow | undefined {
    return this.#calls.get(line.call_id ?? '')
  }

  standing(line: ProviderBillLine): Standing {
    const row = this.rowOf(line)
    if (row === undefined) return this.lost.has(runOf(line.call_id ?? '')) ? 'lost' : 'missing'
    if (row.state === 'settled' && same(row.tokens, line.tokens)) return 'settled'
    if (line.outcome !== 'cut') return 'differs'
    // A call that was cut has no count of the provider's own: it stays charged at its bound, where it costs anything.
    const isBound = row.state === 'unsettled' && covers(row.tokens, line.tokens)
    return isBound || row.amount_pico_usd === 0n ? 'bound' : 'differs'
  }
}

const describe = (line: ProviderBillLine, books: Books): string => {
  const row = books.rowOf(line)
  const counts = (tokens: Tokens): string => TOKEN_KINDS.map((kind) => tokens[kind]).join('/')
  return row === undefined
    ? `${line.call_id} (${line.outcome}) is on the bill and not in the ledger`
    : `${line.call_id} (${line.outcome}) billed ${counts(line.tokens)}, booked ${counts(row.tokens)} ${row.state}`
}

const withoutBill = (name: string): Check => ({
  ...checkOf(name, {
    wanted: '',
    figure: 'real providers show no bill of single calls',
    wrong: [],
  }),
  ok: null,
})

/** Every billed call on the ledger: with the provider's own counts, or charged at its bound because its answer was lost. */
export function checkBill({ bill, ledger }: Evidence): Check {
  if (bill === undefined) return withoutBill('ledger equals the bill')
  const books = new Books(ledger)
  const byStanding = Map.groupBy(bill, (line) => books.standing(line))
  const count = (standing: Standing): number => byStanding.get(standing)?.length ?? 0
  const ids = bill.map(({ call_id: id }) => id)
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n)
  const known = new Set(ids)
  // Free calls are settled whatever became of them; the counts of one that was cut off are an estimate of our own.
  const strangers = ledger.filter(
    (row) => row.state === 'settled' && row.amount_pico_usd > 0n && !known.has(row.call_id),
  )
  const settled = byStanding.get('settled') ?? []
  const billed = sum(settled.map(priced))
  const booked = sum(settled.map((line) => books.rowOf(line)?.amount_pico_usd ?? 0n))
  const wrong = [
    ...(count('settled') === 0 ? ['no call was settled at all'] : []),
    ...[...(byStanding.get('missing') ?? []), ...(byStanding.get('differs') ?? [])].map((line) =>
      describe(line, books),
    ),
    ...twice.map((id) => `${id} is on the bill twice`),
    ...strangers.map((row) => `${row.call_id} is booked as settled and not on the bill`),
    ...(billed === booked
      ? []
      : [`settled calls: billed ${dollars(billed)}, booked ${dollars(booked)}`]),
    ...ledger
      .filter((row) => !row.priced && row.state === 'settled')
      .map((row) => `${row.call_id} has no price`),
  ]
  return checkOf('ledger equals the bill', {
    wanted: 'every billed call settled with equal counts, or charged at its bound',
    figure: `${bill.length} calls: ${count('settled')} settled (${dollars(billed)} billed, ${dollars(booked)} booked), ${count('bound')} cut and kept at their bound, ${count('lost')} lost with their run`,
    wrong,
  })
}

/** Each unsettled row costs at least what the provider charged for it. */
export function checkUnsettled({ bill, ledger }: Evidence): Check {
  if (bill === undefined) return withoutBill('unsettled rows')
  const unsettled = ledger.filter(({ state }) => state === 'unsettled')
  const byRun = Map.groupBy(bill, (line) => runOf(line.call_id ?? ''))
  const byCall = new Map(bill.map((line) => [line.call_id, line]))
  const wrong = unsettled.flatMap((row) => {
    const line = byCall.get(row.call_id)
    const lines = row.record_id.endsWith(':lost')
      ? (byRun.get(row.call_id) ?? [])
      : line === undefined
        ? []
        : [line]
    const billed = sum(lines.map(priced))
    return billed <= row.amount_pico_usd
      ? []
      : [`${row.record_id}: billed ${dollars(billed)}, charged ${dollars(row.amount_pico_usd)}`]
  })
  const lost = unsettled.filter((row) => row.record_id.endsWith(':lost'))
  return checkOf('unsettled rows', {
    wanted: 'charged with at least what was billed',
    figure: `${unsettled.length} rows, ${dollars(sum(unsettled.map((row) => row.amount_pico_usd)))}: ${lost.length} runs whose answer was lost, ${unsettled.length - lost.length} calls that were cut`,
    wrong,
  })
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_DIGITS = 10

/** When a run was prepared: its id is a ULID. Its calls are made later. */
function beganAt(runId: string): number {
  const ulid = runId.slice(runId.indexOf('_') + 1).toUpperCase()
  return Array.from(ulid.slice(0, TIME_DIGITS)).reduce(
    (time, digit) => time * CROCKFORD.length + CROCKFORD.indexOf(digit),
    0,
  )
}

/**
 * No question is asked by a run that began after its answer was stored. The fence makes `created_at` exact: whoever
 * claims the document after that moment either finds the answer, or has made storing it impossible.
 */
export function checkPaidOnce({ bill }: Evidence, { steps }: Stored): Check {
  if (bill === undefined) return withoutBill('no stored answer paid again')
  const question = (line: ProviderBillLine): string => `${line.model} ${line.prompt_sha256}`
  const byCall = new Map(bill.map((line) => [line.call_id, line]))
  const byQuestion = Map.groupBy(bill, question)
  const wrong: string[] = []
  let stored = 0
  for (const step of steps) {
    const own = new Set(step.output.usage.map(({ call_id: id }) => runOf(id)))
    for (const { call_id: id } of step.output.usage) {
      const line = byCall.get(id)
      if (line === undefined) continue
      stored += 1
      for (const again of byQuestion.get(question(line)) ?? []) {
        const run = runOf(again.call_id ?? '')
        if (own.has(run) || beganAt(run) <= Date.parse(step.created_at)) continue
        wrong.push(`${again.call_id} asks what ${id} of ${step.document_id} had answered`)
      }
    }
  }
  if (stored === 0) wrong.push('no stored answer has a call on the bill')
  const repeated = bill.length - byQuestion.size
  return checkOf('no stored answer paid again', {
    wanted: '0 questions asked after their answer was stored',
    figure: `${steps.length} stored answers with ${stored} calls; ${repeated} of ${bill.length} calls ask again what was asked before, ${wrong.length} of them after the answer was stored`,
    wrong,
  })
}

/** Counters of the budgets against the ledger: in all days, in all months, and for each document. */
export function checkBudgets({ ledger }: Evidence, { budgets }: Stored): Check {
  const total = sum(ledger.map((row) => row.amount_pico_usd))
  const spentOf = (prefix: string): bigint =>
    sum(budgets.filter(({ key }) => key.startsWith(prefix)).map(({ spent }) => spent))
  const byDocument = Map.groupBy(ledger, (row) => row.document_id)
  const wrong = budgets
    .filter(({ reserved, reservations }) => reserved !== 0n || reservations > 0)
    .map(
      (each) => `${each.key} has ${dollars(each.reserved)} reserved by ${each.reservations} runs`,
    )
  for (const period of ['day:', 'month:']) {
    const spent = spentOf(period)
    if (spent !== total) wrong.push(`${period} spent ${dollars(spent)}, ledger ${dollars(total)}`)
  }
  for (const [id, rows] of byDocument) {
    const [spent, booked] = [
      spentOf(`document:${id}:`),
      sum(rows.map((row) => row.amount_pico_usd)),
    ]
    if (spent !== booked) wrong.push(`${id} spent ${dollars(spent)}, ledger ${dollars(booked)}`)
  }
  return checkOf('budgets', {
    wanted: 'nothing reserved, spent = sum of the ledger',
    figure: `${budgets.length} limits, reserved ${dollars(sum(budgets.map(({ reserved }) => reserved)))}, spent ${dollars(spentOf('day:'))} = ledger ${dollars(total)}`,
    wrong,
  })
}
