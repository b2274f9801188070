import type { Signs } from './name-signs.ts'

/** What signs are worth, in logits: 0.7 doubles the odds that a value is right, −0.7 halves them. */
export interface Weights {
  base: number
  /** Of the log odds that the rule itself has. */
  rule: number
  signs: Readonly<Record<string, number>>
}

/** Nothing that a letter says is surer than that: editions disagree as well. */
const MOST = 0.99
const LEAST_OF_RULE = 0.3
const MOST_OF_RULE = 0.98

/** The log odds of a rule's own share, of none nearer to a certainty than was measured. */
export function ruleOdds(confidence: number): number {
  const share = Math.min(MOST_OF_RULE, Math.max(LEAST_OF_RULE, confidence))
  return Math.log(share / (1 - share))
}

/** The share of values like this one that are right: of the same rule, with the same signs. */
export function weighed(
  { base, rule, signs: worth }: Weights,
  confidence: number,
  signs: Signs,
): number {
  let odds = base + rule * ruleOdds(confidence)
  for (const [sign, weight] of Object.entries(worth)) if (signs[sign] === true) odds += weight
  const share = 1 / (1 + Math.exp(-odds))
  return Math.round(Math.min(MOST, share) * 1_000) / 1_000
}
