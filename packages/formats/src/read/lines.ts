import type { Bytes } from './bytes.ts'

/** `bytes` is null for a line over the limit: it was passed over, not kept. Lines count from 1. */
export interface Line {
  number: number
  bytes: Buffer | null
}

const NEWLINE = 0x0a

/** Splits at line feeds. Holds one chunk and at most one line within the limit, whatever comes. */
export async function* splitLines(source: Bytes, limit: number): AsyncGenerator<Line> {
  let number = 1
  let size = 0
  let parts: Buffer[] = []
  const add = (part: Buffer): void => {
    size += part.length
    if (size > limit) parts = []
    else if (part.length > 0) parts.push(part)
  }
  const take = (): Line => {
    const line = { number, bytes: size > limit ? null : Buffer.concat(parts, size) }
    number += 1
    size = 0
    parts = []
    return line
  }
  for await (const chunk of source) {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, at))
      yield take()
      from = at + 1
    }
    add(chunk.subarray(from))
  }
  if (size > 0) yield take()
}
