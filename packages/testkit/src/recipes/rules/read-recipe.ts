import type { Finding } from '@colophon/domain'

export interface Ingredient {
  amount: string
  name: string
}

/** A recipe as the rules read it. */
export interface RecipeReading {
  ingredients: Finding<Ingredient>[]
  minutes: Finding<number> | null
  servings: Finding<number> | null
}

const INGREDIENT = /\b(?<amount>\d{1,4}(?: ?(?:g|kg|ml|l))?) (?!minutes\b)(?<name>[a-z]{3,20})\b/g
const MINUTES = /\b(?<number>\d{1,4}) minutes\b/
const SERVINGS = /\bserves (?<number>\d{1,2})\b/i

function numberIn(text: string, pattern: RegExp): Finding<number> | null {
  const found = pattern.exec(text)
  if (found === null) return null
  const evidence = { start: found.index, end: found.index + found[0].length }
  return { value: Number(found.groups?.['number']), status: 'stated', confidence: 0.9, evidence }
}

export const readRecipe = ({ text }: { text: string }): RecipeReading => ({
  ingredients: [...text.matchAll(INGREDIENT)].map(({ 0: quote, index, groups = {} }) => ({
    value: { amount: groups['amount'] ?? '', name: groups['name'] ?? '' },
    status: 'stated',
    confidence: 0.9,
    evidence: { start: index, end: index + quote.length },
  })),
  minutes: numberIn(text, MINUTES),
  servings: numberIn(text, SERVINGS),
})
