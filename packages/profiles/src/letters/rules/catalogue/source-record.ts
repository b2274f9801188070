import type { Finding } from '@colophon/domain'

/** Metadata that came with a document; names vary with the system that delivered it. */
export type SourceRecord = Record<string, unknown>

/** The first of `names` that holds a short text or a number, as a finding that says it came with the input. */
export function fromSource(
  source: SourceRecord | undefined,
  names: readonly string[],
): Finding<string> | null {
  for (const name of names) {
    const value = source?.[name]
    const shown =
      typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
    if (shown !== '' && shown.length <= 500) return fromInput(shown)
  }
  return null
}

export function fromInput(value: string): Finding<string> {
  return { value, status: 'stated', confidence: 1, evidence: null, reason: 'input' }
}
