import { getPath, type EnrichRequest } from '@colophon/domain'

/**
 * The part of a request that rules look at: what models are asked, and what was found before, is no business of
 * theirs.
 */
export type RulesInput = Pick<
  EnrichRequest,
  | 'document_id'
  | 'text'
  | 'pages'
  | 'segments'
  | 'record'
  | 'language'
  | 'ocr_confidence'
  | 'file'
  | 'facts'
  | 'today'
>

/** A string fact of the submitter, by one of its usual names. */
export function fact(request: RulesInput, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = getPath(request.facts, name)
    if (typeof value === 'string' && value.trim() !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}
