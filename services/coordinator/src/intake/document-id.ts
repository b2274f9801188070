import { createHash } from 'node:crypto'
import type { Origin } from './input-item.ts'

export const MAX_ID_LENGTH = 200

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface GeneratedId {
  prefix: string
  origin: Origin
  textHash: string
  /** Line of a JSONL file, place in a JSON array. */
  position: number | null
}

/** The id of a document that brings none: the same at every run, different for the same name in another folder. */
export function generateId({ prefix, origin, textHash, position }: GeneratedId): string {
  const hash = origin.idSeed === null ? textHash : sha256(origin.idSeed)
  const ending = `-${hash.slice(0, origin.idDigits ?? 8)}${position === null ? '' : `-${position}`}`
  const room = Math.max(0, MAX_ID_LENGTH - prefix.length - ending.length)
  const stem = origin.stem
    .replaceAll(/\p{Cc}/gu, '_')
    .slice(0, room)
    .toWellFormed()
  return `${prefix}${stem}${ending}`
}
