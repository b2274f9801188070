import type { Span } from '@colophon/domain'

/** Abbreviations after which a stop ends no sentence, in the three languages, without their stop. */
const ABBREVIATIONS = new Set(
  `mr mrs ms dr prof rev revd hon st ste capt captn col colo gen genl lt lieut sergt maj esq esqr esqre messrs jun junr sen senr jr sr bp abp
  wm jas thos chas geo jno saml benj robt alexr richd edwd hy vol vols pp no nos fol viz vs inst ult prox co
  hr hrn hrrn herrn fr frl dem geh reg rat exc excell ew se sr hochw hochwohlgeb wohlgeb kgl königl kais bzw ca evtl resp sog usf nr str strasse ges
  bd bde abt aufl hrsg verf vgl zb dgl ders desgl ggf incl inkl geb gest med phil jur theol rthl rthlr thlr gr
  mlle mme mgr mons abbé cf art éd ed ch chap tome imp acad secr
  jan feb febr mar apr aug sept sep oct okt nov dec dez janv févr avr juil déc octbr novbr decbr septbr`
    .split(/\s+/)
    .filter(Boolean),
)

const MONTH =
  /^\s*(?:jan|feb|f[ée]v|m[äa]r|apr|avr|ma[iy]|jui?n|jui?l|aug|ao[uû]|sep|o[ck]t|nov|d[eé][cz]|j[äa]nn|[7-9x]b)/i

/** A stop with what closes after it, a dash before a capital, or an empty line. */
const BOUNDARY =
  /(?<![.!?…])[.!?…]+["'”’»“)\]]{0,3}(?=\s|[-–—]|$)|(?:(?<!-)-{2,}|—)(?=[ \t]{0,3}\p{Lu})|\n[ \t\r]*\n\s*/gu

/** Space, rules and closing dashes. */
const TRAILING = /[\s=~_|•·–—-]/

const MAX_SENTENCES = 400

/**
 * Sentences of `text` between `from` and `to` as spans without surrounding space and dashes. Writers punctuate freely:
 * dashes end sentences, stops follow titles and initials, a paragraph may end in mid-sentence at the foot of a page.
 */
export function sentencesOf(text: string, from = 0, to = text.length): Span[] {
  const spans: Span[] = []
  const region = text.slice(from, to)
  let start = 0
  for (const match of region.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length
    if (end <= start || !endsSentence(region, start, match)) continue
    push(spans, region, { start, end })
    start = end
    if (spans.length >= MAX_SENTENCES) break
  }
  if (spans.length < MAX_SENTENCES) push(spans, region, { start, end: region.length })
  return spans.map((span) => ({ start: span.start + from, end: span.end + from }))
}

function endsSentence(region: string, start: number, match: RegExpExecArray): boolean {
  const mark = match[0].trim()
  const before = region.slice(Math.max(start, match.index - 40), match.index)
  const after = region.slice(match.index + match[0].length, match.index + match[0].length + 40)
  if (mark === '') return !runsOn(before, after)
  if (/^[-—]/.test(mark))
    return (
      /\p{Ll}\s*$/u.test(before) &&
      region.slice(Math.max(start, match.index - 200), match.index).split(/\s+/).length >= 6
    )
  if (/^\s*\p{Ll}/u.test(after)) return false
  if (!mark.startsWith('.')) return true
  return !isAbbreviated(before, after)
}

/** An empty line inside a sentence: the page turned. */
function runsOn(before: string, after: string): boolean {
  return /[\p{Ll},]\s*$/u.test(before) && /^\p{Ll}/u.test(after)
}

function isAbbreviated(before: string, after: string): boolean {
  const last = /(\p{L}+|\d+)$/u.exec(before)?.[1]
  if (last === undefined) return false
  if (/^\d+$/.test(last))
    return last.length <= 2 && (MONTH.test(after) || /^\s*(?:u\.|und\b|and\b)/.test(after))
  // "I." closes an English sentence ("taller than I."); other single capitals are initials, small ones "u. s. w.".
  if (last.length === 1)
    return !(last === 'I' && /\p{Ll}\s+I$/u.test(before)) && /^\s*\S/.test(after)
  return ABBREVIATIONS.has(last.toLowerCase())
}

function push(spans: Span[], region: string, { start, end }: Span): void {
  const piece = region.slice(start, end)
  const lead = /^[\s\-–—=~*_|•·]{0,2000}/.exec(piece)?.[0].length ?? 0
  const kept = withoutTail(piece)
  if (kept > lead) spans.push({ start: start + lead, end: start + kept })
}

/** Length of a piece without the marks at its end; a single hyphen there may divide a word, and stays. */
function withoutTail(piece: string): number {
  let end = piece.length
  while (end > 0 && TRAILING.test(piece.charAt(end - 1))) {
    const single = piece.charAt(end - 1) === '-' && piece.charAt(end - 2) !== '-'
    if (single && piece.charAt(end) !== '-') break
    end--
  }
  return end
}
