import type { Finding } from '@colophon/domain'
import type { AddressBlock } from './address.ts'
import { confidence } from './confidence.ts'
import type { Dateline } from './dateline.ts'
import type { Line } from './lines.ts'

const printed =
  /\b(?:tele(?:phone?|fon)|telegra(?:m|ph)|cable|hotel|redaction|redaktion|bureau|office|verlag|buchhandlung|university|universität|bank|gesellschaft|company|& co|club|theat(?:er|re)|zeitung|presse|direktion|direction|institut|ministerium|department|rédaction|société|fernsprecher|postscheck|founded|gegründet|press|journal|review)\b/i

export interface LetterheadSources {
  text: string
  lines: readonly Line[]
  headEnd: number
  blocks: readonly AddressBlock[]
  datelines: readonly Dateline[]
}

/** Printed lines at the top: those before the dateline that are no address, if they look like a firm or an office. */
export function findLetterhead(sources: LetterheadSources): Finding<string> | null {
  const { text, lines, headEnd, blocks, datelines } = sources
  const taken = (index: number): boolean =>
    blocks.some((block) => index >= block.line && index <= block.lastLine)
  let last = -1
  let printedLines = 0
  for (let index = 0; index < Math.min(headEnd, 12); index++) {
    const line = lines[index]
    if (!line || line.text.length > 110 || taken(index)) break
    if (index > 0 && line.afterGap && printedLines > 0) break
    const dated = datelines.some((dateline) => dateline.line === index && dateline.where === 'head')
    if (dated && !printed.test(line.text)) break
    if (printed.test(line.text)) printedLines++
    last = index
  }
  const first = lines[0]
  const end = lines[last]?.end
  if (!first || end === undefined || printedLines === 0) return null
  const span = { start: first.start, end }
  return {
    value: text.slice(span.start, span.end),
    status: 'stated',
    confidence: confidence.letterhead,
    evidence: span,
  }
}
