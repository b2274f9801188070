import type { Finding } from '@colophon/domain'
import { readWords, startsUpper } from '@colophon/methods/words'
import type { AddressBlock } from './address.ts'
import { joinLines } from './body.ts'
import { confidence } from './confidence.ts'
import type { Dateline } from './dateline.ts'
import type { Line } from './lines.ts'
import { isNote } from './notes.ts'

const mark = /^\W{0,3}(?:p\.? ?s\b|n\.? ?b\b\.?|n\. ?s\.|postscript|nachschrift|post-?scriptum)/i

export interface FootSources {
  text: string
  lines: readonly Line[]
  /** First line behind the signature or, without one, behind the closing. */
  footStart: number
  blocks: readonly AddressBlock[]
  datelines: readonly Dateline[]
  /** Lines that others wrote on the letter. */
  strangers: ReadonlySet<number>
}

function isOther({ lines, blocks, datelines, strangers }: FootSources, index: number): boolean {
  const line = lines[index]
  if (strangers.has(index) || (line && isNote(line))) return true
  if (blocks.some((block) => index >= block.line && index <= block.lastLine)) return true
  return datelines.some((dateline) => dateline.line === index && dateline.where === 'foot')
}

function isSentence(line: Line): boolean {
  const words = readWords(line.text.slice(0, 400))
  const lower = words.filter(
    (word) => !startsUpper(word.text) && !/\d/.test(word.text) && word.text.length > 1,
  ).length
  return words.length >= 3 && lower >= 2
}

/** The writer's addition below the signature, with or without "P. S.". */
export function findPostscript(sources: FootSources): Finding<string> | null {
  const { text, lines, footStart } = sources
  let first = -1
  let last = -1
  let marked = false
  for (let index = footStart; index < lines.length; index++) {
    const line = lines[index]
    if (!line) continue
    const starts = mark.test(line.text)
    if (first < 0 && (starts || (!isOther(sources, index) && isSentence(line)))) {
      first = index
      marked = starts
    }
    if (first < 0) continue
    if (index > first && isOther(sources, index)) break
    if (index > first && line.afterGap && !isSentence(line) && !starts) break
    last = index
  }
  const start = lines[first]?.start
  const end = lines[last]?.end
  if (start === undefined || end === undefined) return null
  const paragraph = joinLines(lines.slice(first, last + 1).map((line) => line.text))
  if (!marked && paragraph.length < 20) return null
  return {
    value: text.slice(start, end),
    status: 'stated',
    confidence: marked ? confidence.postscript.marked : confidence.postscript.unmarked,
    evidence: { start, end },
  }
}
