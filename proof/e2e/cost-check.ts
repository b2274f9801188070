import { PRICE_LIST } from '@colophon/adapters/prices'
import { formatUsd, picoUsd, priceOf, type PicoUsd } from '@colophon/domain'
import type { Check } from '../evidence/checks/index.ts'
import type { Evidence } from '../evidence/evidence.ts'

const MAX_COST = picoUsd('0.50')
/** Calls for which the ledger knows no document are counted as one of their own. */
const NOBODYS = ''

const highestOf = (amounts: Iterable<PicoUsd>): PicoUsd =>
  [...amounts].reduce((most, each) => (each > most ? each : most), 0n)

function add(sums: Map<string, PicoUsd>, id: string, amount: PicoUsd): void {
  sums.set(id, (sums.get(id) ?? 0n) + amount)
}

/** Charges of the providers for each document: every call of their bill, whatever our ledger made of it. */
function billedByDocument({ bill = [], ledger }: Evidence): Map<string, PicoUsd> {
  const documentOf = new Map(ledger.map(({ call_id, document_id }) => [call_id, document_id]))
  const sums = new Map<string, PicoUsd>()
  for (const { provider, model, tokens, at, call_id: id } of bill) {
    const { amount } = priceOf(PRICE_LIST, { provider, model, tokens, day: at.slice(0, 10) })
    add(sums, (id === null ? undefined : documentOf.get(id)) ?? NOBODYS, amount)
  }
  return sums
}

/** The most a document cost, by our ledger and by the providers' own bill: neither may be above the limit. */
export function checkCost(evidence: Evidence): Check {
  const { documents, ledger } = evidence
  const booked = new Map<string, PicoUsd>(documents.map((each) => [each.document_id, 0n] as const))
  for (const { document_id: id, amount_pico_usd: amount } of ledger) add(booked, id, amount)
  const total = [...booked.values()].reduce((sum, each) => sum + each, 0n)
  const mean = booked.size === 0 ? 0n : total / BigInt(booked.size)
  const highest = highestOf(booked.values())
  const billed = highestOf(billedByDocument(evidence).values())
  const byBill =
    evidence.bill === undefined
      ? '; real providers show no bill of single calls'
      : `; by the providers' bill $${formatUsd(billed)} at most`
  return {
    name: 'cost of a document',
    ok: highest <= MAX_COST && billed <= MAX_COST,
    figure: `$${formatUsd(highest)} at most, $${formatUsd(mean)} on average${byBill}`,
    wanted: `at most $${formatUsd(MAX_COST)}`,
  }
}
