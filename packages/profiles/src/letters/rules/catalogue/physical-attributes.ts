import type { Finding } from '@colophon/domain'
import { fromSource, type SourceRecord } from './source-record.ts'

export interface PhysicalInput {
  text: string
  /** Pages delivered, where the text came page by page. */
  pages?: number | undefined
  letterhead?: Finding<string> | null | undefined
  source?: SourceRecord | undefined
}

export interface PhysicalAttributes {
  pages: Finding<number>
  letterhead?: Finding<string>
  size?: Finding<string>
  material?: Finding<string>
  condition?: Finding<string>
}

const REGION_CHARS = 200_000
const MOST_PAGES = 2000
/** A page number on a line of its own: "[page 2]", "- 2 -", "2/3", "Seite 2". */
const PAGE_MARK =
  /^[ \t]{0,20}(?:\[?[ \t]{0,20}(?:page|pg\.|p\.|seite|blatt|bl\.|fol\.?|f\.)[ \t]{0,20}(?<named>\d{1,3})(?:[ \t]{0,20}(?:of|von|de|sur|\/)[ \t]{0,20}(?<total>\d{1,3}))?[ \t]{0,20}\]?|[-–—][ \t]{0,20}(?<dashed>\d{1,3})[ \t]{0,20}[-–—]|\[(?<bare>\d{1,3})\]|(?<part>\d{1,2})\/(?<whole>\d{1,2}))[ \t\r]*$/gimu

const SIZE =
  /(?<![\d.,])(?<value>\d{1,3}(?:[.,]\d)?[ \t]?(?:×|x)[ \t]?\d{1,3}(?:[.,]\d)?[ \t]?(?:cm|mm|in(?:ches)?\.?)(?!\p{L}))/iu

/** The paper itself: pages counted from the best evidence there is, other traits only where they came with the input. */
export function physicalAttributes({
  text,
  pages,
  letterhead,
  source,
}: PhysicalInput): PhysicalAttributes {
  const found: PhysicalAttributes = { pages: pageCount(text, pages, source) }
  if (letterhead) found.letterhead = letterhead
  const size = fromSource(source, ['size', 'dimensions']) ?? sizeIn(text)
  const material = fromSource(source, ['material', 'medium', 'support'])
  const condition = fromSource(source, ['condition'])
  if (size) found.size = size
  if (material) found.material = material
  if (condition) found.condition = condition
  return found
}

function pageCount(
  text: string,
  pages: number | undefined,
  source: SourceRecord | undefined,
): Finding<number> {
  const given = pages ?? Number(fromSource(source, ['page_count', 'pages', 'extent'])?.value)
  if (Number.isInteger(given) && given >= 1) {
    return { value: given, status: 'stated', confidence: 1, evidence: null, reason: 'input' }
  }
  const feeds = text.split('\f').filter((page) => page.trim() !== '').length
  if (feeds > 1) return inferred(feeds, 0.95, 'form feeds in the text')
  return byMarks(text) ?? inferred(1, 0.75, 'no mark of a further page')
}

/** The highest number that the marks count up to; a lone high number is a house or a date. */
function byMarks(text: string): Finding<number> | null {
  const seen = new Map<number, { start: number; end: number }>()
  for (const match of text.slice(0, REGION_CHARS).matchAll(PAGE_MARK)) {
    const { named, total, dashed, bare, part, whole } = match.groups ?? {}
    const evidence = { start: match.index, end: match.index + match[0].length }
    const count = Number(total ?? (part !== undefined && Number(part) <= Number(whole) ? whole : 0))
    if (count >= 1 && total !== undefined)
      return { ...inferred(count, 0.9, 'a page mark with the total'), evidence }
    const number = Number(named ?? dashed ?? bare ?? part)
    if (number >= 1 && number <= MOST_PAGES && !seen.has(number)) seen.set(number, evidence)
  }
  let highest = seen.has(1) ? 1 : seen.has(2) ? 2 : 0
  while (highest > 0 && seen.has(highest + 1)) highest += 1
  const evidence = seen.get(highest)
  return highest >= 2 && evidence
    ? { ...inferred(highest, 0.85, 'page numbers in the text'), evidence }
    : null
}

function sizeIn(text: string): Finding<string> | null {
  const offset = Math.max(0, text.length - 600)
  const match = SIZE.exec(text.slice(offset))
  const value = match?.groups?.['value']
  if (!match || value === undefined) return null
  const start = offset + match.index
  return {
    value,
    status: 'uncertain',
    confidence: 0.5,
    evidence: { start, end: start + value.length },
  }
}

function inferred(value: number, confidence: number, reason: string): Finding<number> {
  return { value, status: 'inferred', confidence, evidence: null, reason }
}
