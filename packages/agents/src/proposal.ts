import type { Finding } from '@colophon/domain'

/** A proposal of the rules for one path. `given` values come with the document and need no quote. */
export interface Proposal {
  path: string
  value: unknown
  finding: Omit<Finding<unknown>, 'value'>
  items?: readonly Finding<unknown>[]
  given?: boolean
}

/** A proposal for a single value; nothing when the rules found nothing. */
export function one(path: string, finding: Finding<unknown> | null | undefined): Proposal[] {
  return finding ? [{ path, value: finding.value, finding }] : []
}

/**
 * A proposal for a list. Its confidence is the mean of its items: the share of them expected to be right. Its evidence
 * is that of the surest item; each item keeps its own.
 */
export function list(path: string, items: readonly Finding<unknown>[]): Proposal[] {
  const best = items.toSorted((a, b) => b.confidence - a.confidence)[0]
  if (best === undefined) return []
  const mean = items.reduce((sum, item) => sum + item.confidence, 0) / items.length
  const finding = { ...best, confidence: Math.round(mean * 100) / 100 }
  return [{ path, value: items.map((item) => item.value), finding, items }]
}

/** A value that the document brought itself. */
export function given(path: string, value: unknown, reason = 'input'): Proposal[] {
  if (value === undefined || value === null || value === '') return []
  return [
    {
      path,
      value,
      given: true,
      finding: { status: 'stated', confidence: 1, evidence: null, reason },
    },
  ]
}
