import type { PriceList } from '@colophon/domain'
import type { ProviderDeclaration } from './declaration.ts'
import { PROVIDERS } from './providers.ts'

const declared: readonly ProviderDeclaration[] = PROVIDERS

/** Prices of all providers, whichever of them are in use: a ledger may have rows of each. */
export const PRICE_LIST: PriceList = {
  rows: declared.flatMap(({ prices }) => prices),
  unbilled: declared.filter(({ paid }) => !paid).map(({ name }) => name),
}
