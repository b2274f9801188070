import { NO_TOKENS, TOKEN_KINDS, type Tokens } from '@colophon/domain'
import type { Check } from './checks.ts'
import type { Evidence } from './evidence.ts'

interface Call {
  provider: string
  model: string
  tokens: Tokens
}

interface Totals {
  calls: number
  tokens: Tokens
}

function byModel(calls: readonly Call[]): Map<string, Totals> {
  const totals = new Map<string, Totals>()
  for (const { provider, model, tokens } of calls) {
    // Ollama's own name of a model without a tag.
    const key = `${provider} ${model.replace(/:latest$/, '')}`
    const known = totals.get(key) ?? { calls: 0, tokens: { ...NO_TOKENS } }
    known.calls += 1
    for (const kind of TOKEN_KINDS) known.tokens[kind] += tokens[kind]
    totals.set(key, known)
  }
  return totals
}

const inWords = (totals: Totals | undefined): string =>
  totals === undefined
    ? 'nothing'
    : `${totals.calls} calls, ${TOKEN_KINDS.filter((kind) => totals.tokens[kind] > 0)
        .map((kind) => `${totals.tokens[kind]} ${kind}`)
        .join(', ')}`

/** The ledger against the providers' own bill: calls and tokens of every kind by model, and call by call. */
export function checkBill({ sound, doubtful, bill }: Evidence): Check {
  const name = 'ledger equals the bill'
  const wanted = 'the same calls and tokens by model'
  if (bill === undefined) {
    return { name, wanted, ok: null, figure: 'real providers show no bill of single calls' }
  }
  const records = [...sound.records, ...doubtful.records].filter(({ tier }) => tier !== 'rules')
  const booked = byModel(records)
  const billed = byModel(bill)
  const models = [...new Set([...booked.keys(), ...billed.keys()])].sort()
  const differing = models.filter(
    (model) => inWords(booked.get(model)) !== inWords(billed.get(model)),
  )
  const bookedIds = new Set(records.map(({ call_id }) => call_id))
  const strangers = bill.filter(({ call_id: id }) => id !== null && !bookedIds.has(id))
  const figure =
    differing.length > 0
      ? differing
          .map(
            (model) =>
              `${model}: booked ${inWords(booked.get(model))}; billed ${inWords(billed.get(model))}`,
          )
          .join(' | ')
      : models.map((model) => `${model} ${billed.get(model)?.calls ?? 0}`).join(', ')
  const unknown =
    strangers.length > 0 ? ` | ${strangers.length} billed calls the ledger does not know` : ''
  return {
    name,
    wanted,
    ok: differing.length === 0 && strangers.length === 0 && bill.length > 0,
    figure: `${bill.length} calls: ${figure}${unknown}`,
  }
}
