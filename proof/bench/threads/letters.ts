import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { NewDocument } from '@colophon/domain'
import { createRandom } from '../../random.ts'

const BENCH = resolve('../shared/letters-bench/public.jsonl')
const MIB = 1024 * 1024

/** Texts of the benchmark letters. */
export function readLetters(): string[] {
  if (!existsSync(BENCH)) throw new Error(`There are no benchmark letters at ${BENCH}`)
  return readFileSync(BENCH, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text)
}

const document = (id: string, text: string): NewDocument => ({
  document_id: id,
  collection_id: 'bench',
  source: { text, pages: [{ number: 1, start: 0, end: text.length }], ocr: {}, facts: {} },
  source_hash: createHash('sha256').update(text).digest('hex'),
})

const sentencesOf = (text: string): string[] => text.match(/[^.!?]{20,200}[.!?]/g) ?? ['So be it.']

/**
 * Letters, each with a text of its own: answers are kept by text, so copies would run no rules. After the first round
 * of the benchmark letters each has a postscript of sentences of others, the same in every run.
 */
export function variedLetters(letters: readonly string[], count: number): NewDocument[] {
  const random = createRandom(7)
  return Array.from({ length: count }, (_, n) => {
    const text = letters[n % letters.length] ?? ''
    if (n < letters.length) return document(`bench-${n}`, text)
    const added = Array.from({ length: 3 }, () => random.pick(sentencesOf(random.pick(letters))))
    return document(`bench-${n}`, `${text}\n\nP.S. No. ${n}. ${added.join(' ')}\n`)
  })
}

/** One letter of a MiB: many of them, one after the other. */
export function longLetter(letters: readonly string[]): NewDocument {
  let text = ''
  for (let n = 0; text.length < MIB; n++) text += `${letters[n % letters.length] ?? ''}\n\n`
  return document('bench-long', text.slice(0, MIB))
}

/** One whose rules do not end, where the agents are those planted for tests. */
export const hangingLetter = (letters: readonly string[], planted: string): NewDocument =>
  document('bench-hanging', `${letters[0] ?? ''}\n\n${planted}\n`)
