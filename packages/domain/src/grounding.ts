import type { Evidence } from './provenance.ts'

/**
 * Finds a quote in the text and says how well it fits: `exact`, `normalised` (case, accents, long s, ligatures,
 * whitespace, line-end hyphens), `fuzzy` (bounded edit distance on characters) or nothing. Offsets are always those of
 * the text as received, so a reviewer sees the very words.
 */
const LIGATURES: Readonly<Record<string, string>> = {
  ſ: 's',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬀ: 'ff',
}
const MAX_FUZZY_QUOTE = 160
const MAX_FUZZY_TEXT = 60_000
const FUZZY_SHARE = 0.2

interface Folded {
  text: string
  /** Offset in the original of each UTF-16 unit of the folded text, and one past the end. */
  offsets: number[]
}

function foldText(text: string): Folded {
  let folded = ''
  const offsets: number[] = []
  const emit = (part: string, at: number): void => {
    for (let i = 0; i < part.length; i++) offsets.push(at)
    folded += part
  }
  for (let at = 0; at < text.length;) {
    const hyphen = /[-=¬]\s*\n\s*(?=\p{Ll})/uy
    hyphen.lastIndex = at
    const broken = at > 0 && /\p{L}/u.test(text[at - 1] ?? '') ? hyphen.exec(text) : null
    if (broken !== null) {
      at += broken[0].length
      continue
    }
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (/\s/.test(char)) {
      if (!folded.endsWith(' ')) emit(' ', at)
    } else {
      const lower = char.toLowerCase()
      emit((LIGATURES[lower] ?? lower.normalize('NFKD')).replace(/\p{M}/gu, ''), at)
    }
    at += char.length
  }
  offsets.push(text.length)
  return { text: folded, offsets }
}

/** Semi-global alignment (Sellers 1980): the best end of `quote` in `text` and its distance, in O(n·m). */
function alignEnd(quote: string, text: string): { end: number; distance: number } {
  let row = Array.from({ length: quote.length + 1 }, (_, i) => i)
  let best = { end: 0, distance: quote.length }
  for (let j = 1; j <= text.length; j++) {
    const next = [0]
    for (let i = 1; i <= quote.length; i++) {
      const substituted = (row[i - 1] ?? 0) + (quote[i - 1] === text[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[i] ?? 0) + 1, (next[i - 1] ?? 0) + 1))
    }
    row = next
    const distance = row[quote.length] ?? quote.length
    if (distance < best.distance) best = { end: j, distance }
  }
  return best
}

/** Reversed by UTF-16 unit: the result is only aligned against another one reversed the same way. */
const reversed = (text: string): string => {
  let out = ''
  for (let i = text.length - 1; i >= 0; i--) out += text.charAt(i)
  return out
}

function fuzzy(quote: string, folded: Folded): { start: number; end: number } | null {
  if (quote.length < 4 || quote.length > MAX_FUZZY_QUOTE || folded.text.length > MAX_FUZZY_TEXT)
    return null
  const forward = alignEnd(quote, folded.text)
  if (forward.distance > quote.length * FUZZY_SHARE) return null
  const head = folded.text.slice(Math.max(0, forward.end - quote.length * 2), forward.end)
  // Aligning the reversed strings from the known end gives the start.
  const back = alignEnd(reversed(quote), reversed(head))
  return { start: forward.end - back.end, end: forward.end }
}

function spanOf(folded: Folded, start: number, length: number): { start: number; end: number } {
  return {
    start: folded.offsets[start] ?? 0,
    end: folded.offsets[start + length] ?? folded.offsets[folded.offsets.length - 1] ?? 0,
  }
}

function evidenceAt(
  text: string,
  span: { start: number; end: number },
  match: Evidence['match'],
): Evidence {
  const quote = text.slice(span.start, span.end)
  const trimmed = quote.trimEnd()
  return { quote: trimmed, start: span.start, end: span.start + trimmed.length, match }
}

/** Evidence for a quote, or null when the text does not hold it. */
export function ground(text: string, quote: string): Evidence | null {
  const wanted = quote.trim()
  if (wanted === '') return null
  const at = text.indexOf(wanted)
  if (at >= 0) return { quote: wanted, start: at, end: at + wanted.length, match: 'exact' }
  const folded = foldText(text)
  const needle = foldText(wanted).text.trim()
  if (needle === '') return null
  const found = folded.text.indexOf(needle)
  if (found >= 0) return evidenceAt(text, spanOf(folded, found, needle.length), 'normalised')
  const near = fuzzy(needle, folded)
  if (near === null) return null
  return evidenceAt(text, spanOf(folded, near.start, near.end - near.start), 'fuzzy')
}

/** Adds the page (from 1) that holds the start of the quote; pages are given by their start offsets. */
export function onPage(evidence: Evidence, pageStarts: readonly number[]): Evidence {
  if (pageStarts.length < 2) return evidence
  const page = pageStarts.findLastIndex((start) => start <= evidence.start) + 1
  return { ...evidence, page: Math.max(1, page) }
}
