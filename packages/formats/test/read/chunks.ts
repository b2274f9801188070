import type { Bytes } from '../../src/read/bytes.ts'
import type { Found, InputFormat } from '../../src/read/input-format.ts'

/** A stream of these chunks. */
// eslint-disable-next-line @typescript-eslint/require-await -- an async source
export async function* chunksOf(...chunks: readonly (string | Uint8Array)[]): Bytes {
  for (const chunk of chunks) yield Buffer.from(chunk)
}

/** The bytes in chunks of this size. */
export function cut(whole: string | Uint8Array, size: number): Uint8Array[] {
  const bytes = Buffer.from(whole)
  const starts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => n * size)
  return starts.map((start) => bytes.subarray(start, start + size))
}

export const readAll = (
  format: InputFormat,
  bytes: Bytes,
  maxTextBytes = 10_000,
): Promise<Found[]> => Array.fromAsync(format.read({ bytes, where: 'a.csv', maxTextBytes }))

/** One line for each thing found. */
export const summary = (found: readonly Found[]): string[] =>
  found.map((one) => {
    if (one.kind === 'item') return `${one.where}: ${JSON.stringify(one.item)}`
    return one.kind === 'note'
      ? `note ${one.where}: ${one.message}`
      : `${one.error.code} ${one.error.message}`
  })
