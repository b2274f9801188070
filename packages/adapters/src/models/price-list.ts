import { readFileSync } from 'node:fs'
import {
  ColophonError,
  picoUsd,
  readPriceRows,
  type PriceList,
  type PriceRow,
} from '@colophon/domain'
import type { ProviderDeclaration } from './declaration.ts'
import { PROVIDERS } from './providers.ts'

const declared: readonly ProviderDeclaration[] = PROVIDERS
const billing = declared.filter(({ paid }) => paid).map(({ name }) => name)

function ownRows({ name, prices }: ProviderDeclaration): PriceRow[] {
  const { rows, faults } = readPriceRows(prices, { billing: [name] })
  if (faults.length > 0) throw new Error(`the prices of ${name}: ${faults.join('; ')}`)
  return rows
}

/** Prices of all providers, whichever of them are in use: a ledger may have rows of each. */
export const PRICE_LIST: PriceList = {
  rows: declared.flatMap((provider) => (provider.paid ? ownRows(provider) : [])),
  unbilled: declared.filter(({ paid }) => !paid).map(({ name }) => name),
}

/** Rows of an operator's file: the ledger says which file a price stood in. */
const OWN = 'own:'

/** Several faults, each told on a line of its own by who reads settings. */
class PricesError extends ColophonError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super('config.invalid', problems.join('; '))
    this.problems = problems
  }
}

function readRows(path: string): PriceRow[] {
  const named = (fault: string): string => `PRICES_FILE ${path}: ${fault}`
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (thrown) {
    const why = thrown instanceof SyntaxError ? 'it is not JSON' : (thrown as Error).message
    throw new PricesError([named(why)])
  }
  const { rows, faults } = readPriceRows(json, { billing, idPrefix: OWN })
  if (faults.length > 0) throw new PricesError(faults.map(named))
  return rows
}

export interface PriceVariables {
  PRICES_FILE?: string | undefined
  COMPUTE_SECOND_USD?: string | undefined
}

const MS_PER_SECOND = 1000n

/**
 * The price list that holds: of a model that the file of the setting has rows of, those alone, so that no price of ours
 * comes back on a day they do not speak of. Throws `config.invalid` with all that is wrong with the file.
 */
export function readPrices({ PRICES_FILE: path, COMPUTE_SECOND_USD }: PriceVariables): PriceList {
  const own = path === undefined ? [] : readRows(path)
  const replaced = new Set(own.map(({ model }) => model))
  const rows = [...PRICE_LIST.rows.filter(({ model }) => !replaced.has(model)), ...own]
  return {
    ...PRICE_LIST,
    rows,
    computePicoPerMs: picoUsd(COMPUTE_SECOND_USD ?? '0') / MS_PER_SECOND,
  }
}

/** For what a program holds against its settings. */
export const PRICES_RULE = {
  of: ['PRICES_FILE', 'COMPUTE_SECOND_USD'] as const,
  check: (settings: PriceVariables): unknown => readPrices(settings),
}
