import { createHash } from 'node:crypto'
import { MAX_ID_LENGTH } from '@colophon/domain'
import type { Origin } from './input-item.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Digits of a hash in an id. By text there are more documents than by place, in all there will ever be. */
const DIGITS = { text: 24, file: 12, name: 8 } as const
const FORMER_FILE_DIGITS = 8

export interface Nameless {
  prefix: string
  origin: Origin
  collection: string
  /** Hash of the content. */
  hash: string
  /** Line of a JSONL file, place in a JSON array. */
  position: number | null
}

export interface MadeId {
  document_id: string
  /** The id that earlier versions made of the same, which knew no prefix. */
  former_id?: string
}

/**
 * The id of a document that brings none: the same at every run, another one in another collection. Only what is named as a
 * whole (by an OCR job) keeps its id in all of them.
 */
export function makeId(nameless: Nameless): MadeId {
  const { origin, collection, hash } = nameless
  const { stem, idFrom } = origin
  const within = (what: string): string => sha256(JSON.stringify([collection, what]))
  switch (idFrom.kind) {
    case 'name':
      return { document_id: idOf(nameless, stem, sha256(idFrom.name).slice(0, DIGITS.name)) }
    case 'file': {
      const { place, formerly } = idFrom
      const former = sha256(formerly.path).slice(0, FORMER_FILE_DIGITS)
      return {
        document_id: idOf(nameless, stem, within(place).slice(0, DIGITS.file)),
        ...formerId(nameless, formerly.stem, former),
      }
    }
    case 'text':
      return {
        document_id: idOf(nameless, stem, within(hash).slice(0, DIGITS.text)),
        ...formerId(nameless, stem, hash.slice(0, idFrom.formerDigits)),
      }
  }
}

const formerId = (nameless: Nameless, stem: string, hash: string): Pick<MadeId, 'former_id'> =>
  nameless.prefix === '' ? { former_id: idOf(nameless, stem, hash) } : {}

function idOf({ prefix, position }: Nameless, stem: string, hash: string): string {
  const ending = `-${hash}${position === null ? '' : `-${position}`}`
  const room = Math.max(0, MAX_ID_LENGTH - prefix.length - ending.length)
  const kept = stem
    .replaceAll(/\p{Cc}/gu, '_')
    .slice(0, room)
    .toWellFormed()
  return `${prefix}${kept}${ending}`
}
