import { ColophonError } from '@colophon/domain'

/**
 * Identifiers are keys and must come back as they went in. NUL and lone surrogates do not survive as UTF-8 keys
 * (everything else a record holds is kept as JSON, where they do).
 */
export function assertIdentifier(what: string, id: string): void {
  if (id !== '' && id.isWellFormed() && !id.includes('\0')) return
  throw new ColophonError(
    'input.invalid_document',
    `The ${what} ${JSON.stringify(id)} is no identifier`,
  )
}
