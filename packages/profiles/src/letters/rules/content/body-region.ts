import type { Span } from '@colophon/domain'

export interface LetterParts {
  body?: readonly string[] | undefined
  salutation?: Span | null | undefined
  closing?: Span | null | undefined
}

/** Long letters are judged by their first and last pages; a megabyte is not read for a summary. */
export const REGION_CHARS = 60_000

const SALUTATION = new RegExp(
  [
    String.raw`(?:my |own |very )*(?:dear|dearest|honou?red|beloved|respected) [^\n,.!:;]{2,40}`,
    String.raw`(?:dear )?(?:sir|sirs|madam|gentlemen)\b`,
    String.raw`(?:mein[er]? |sehr |hoch|lieb\p{L}{0,4} |theur\p{L}{0,3} |wohl\p{L}{0,8} )*(?:lieb|liebst|bester|teuer|theuer|theur|teur|verehr|geehr|geliebt|hochwohl)\p{L}{0,12}[ ,][^\n,.!:;]{2,40}`,
    String.raw`(?:mon |ma |mes |très[ -])*(?:ch[eè]re?s?|monsieur|madame|mademoiselle|messieurs|monseigneur)\b[^\n,.!:;]{0,40}`,
  ].join('|'),
  'iu',
)
const SALUTATION_LINE = new RegExp(
  String.raw`(?:^|\n)[ \t]*(?:${SALUTATION.source})[,.!:;–—-]*`,
  'iu',
)

const CLOSING =
  /\n[^\n]{0,60}\b(?:yours|your['’]?s|i remain|i am,? (?:my |dear |with|sir|very)|believe me|(?:most )?obedient|obt\.? serv|ever your|affectionate|hochachtungsvoll|herzlich(?:st|en|e)?\b|ergebenst|mit (?:den |vielen |besten |herzlich|freundlich|vorzüglich)|(?:dein|ihr|euer)(?:\n|$)|agréez|veuillez agréer|recevez|votre (?:très|dévoué|bien)|j['’]ai l['’]honneur d['’]être|je suis avec|tout à vous)/giu

/**
 * The part of a letter that says something: after dateline and salutation, before the closing. Known parts are used
 * where given; otherwise the usual formulae near either end are looked for.
 */
export function bodyRegion(text: string, parts: LetterParts): Span {
  const limit = Math.min(text.length, REGION_CHARS)
  const start = Math.min(bodyStart(text, parts), limit)
  const end = bodyEnd(text, start, parts)
  return { start, end: Math.max(start, Math.min(end, start + REGION_CHARS)) }
}

function bodyStart(text: string, { body, salutation }: LetterParts): number {
  const first = body?.[0]?.slice(0, 40)
  const found = first ? text.indexOf(first) : -1
  if (found >= 0)
    return Math.max(found, salutation && salutation.end < text.length * 0.6 ? salutation.end : 0)
  if (salutation) return salutation.end
  const head = text.slice(0, 900)
  const match = SALUTATION_LINE.exec(head)
  if (match) return match.index + match[0].length
  return headLines(head)
}

/** Short lines before the first full one are date, place and address. */
function headLines(head: string): number {
  let at = 0
  for (const line of head.split('\n').slice(0, 6)) {
    const words = line.trim().split(/\s+/).length
    const looksLikeHead =
      line.trim() === '' || (words <= 7 && (/\d/.test(line) || !/[.,;]$/.test(line.trim())))
    if (!looksLikeHead || at + line.length + 1 >= head.length * 0.6) break
    at += line.length + 1
  }
  return at
}

function bodyEnd(text: string, start: number, { body, closing }: LetterParts): number {
  const last = body?.at(-1)?.slice(-40)
  const found = last ? text.lastIndexOf(last) : -1
  if (last && found > start) return found + last.length
  if (closing && closing.start > start) return closing.start
  const tailAt = Math.max(start + Math.floor((text.length - start) * 0.5), text.length - 900)
  const tail = text.slice(tailAt)
  CLOSING.lastIndex = 0
  const match = CLOSING.exec(tail)
  return match ? tailAt + match.index : text.length
}
