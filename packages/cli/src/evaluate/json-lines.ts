import { createReadStream } from 'node:fs'
import { ColophonError } from '@colophon/domain'

export interface NumberedLine {
  /** From 1. */
  line: number
  text: string
}

/** A longer one is no line of records or decisions, and would have to be held in memory. */
const LONGEST = 64 * 1024 * 1024
const BOM = /^\uFEFF/

const unreadable = (path: string, cause: unknown): ColophonError => {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  return isMissing
    ? new ColophonError('input.not_found', `${path} does not exist`)
    : new ColophonError('input.unreadable', `${path} cannot be read`, { cause })
}

/**
 * Lines of a file, ended by LF or CRLF alone: JSON may hold the other characters that end lines, which `node:readline`
 * divides at. Rejects with `input.not_found`, `input.unreadable` and, for a line that never ends, `input.too_large`.
 */
export async function* jsonLines(path: string): AsyncGenerator<NumberedLine> {
  let left = ''
  let line = 0
  const strip = (text: string): string =>
    (line === 1 ? text.replace(BOM, '') : text).replace(/\r$/, '')
  try {
    for await (const chunk of createReadStream(path, 'utf8')) {
      const lines = (left + String(chunk)).split('\n')
      left = lines.pop() ?? ''
      if (left.length > LONGEST)
        throw new ColophonError('input.too_large', `${path}: line ${line + lines.length + 1}`)
      for (const text of lines) {
        line += 1
        yield { line, text: strip(text) }
      }
    }
  } catch (thrown) {
    throw thrown instanceof ColophonError ? thrown : unreadable(path, thrown)
  }
  line += 1
  if (left !== '') yield { line, text: strip(left) }
}
