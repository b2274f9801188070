import { ColophonError, MIB, type ErrorCode } from '@colophon/domain'
import type { InputItem } from './input-item.ts'

export function problem(code: ErrorCode, where: string, what: string): ColophonError {
  return new ColophonError(code, `${where}: ${what}`)
}

/** The item for an error of the catalogue; a bug is thrown on. */
export function errorItem(
  thrown: unknown,
  where: string,
  position?: number,
): Extract<InputItem, { kind: 'error' }> {
  if (!(thrown instanceof ColophonError)) throw thrown
  return { kind: 'error', error: thrown, where, ...(position === undefined ? {} : { position }) }
}

/** `first`: where the other one is, when somebody knows. */
export const sameId = (id: string, where: string, first = 'a document before it'): ColophonError =>
  problem('input.duplicate_id', where, `has the id ${id} of ${first}, but another text`)

/** `where` ends up on a terminal: a control character in a file name must not act there. */
export const printable = (name: string): string => name.replaceAll(/\p{Cc}/gu, '?')

const mebibytes = (bytes: number): string =>
  bytes < MIB / 10 ? `${bytes} bytes` : `${Number((bytes / MIB).toFixed(1))} MiB`

export const tooLarge = (where: string, limit: number, than = 'the limit of'): ColophonError =>
  problem('input.too_large', where, `is larger than ${than} ${mebibytes(limit)}`)
