import type { Span } from '@colophon/domain'

const SALUTATION =
  /^[^\n]{0,60}?(?<!\p{L})(?:dear(?:est)?\b|d(?:ea)?r\.? sirs?\b|sir[,.]|madam[,.]|gentlemen\b|(?:sehr |hoch)?(?:ver|ge)ehrte|lieb(?:e|er|es|ster|ste)(?!\p{L})|theuerste|teuerste|teure|mein(?:e)? (?:ver|lieb|bester|teur|theur|freund)|hochwohlgebor|wohlgebor|ch[eè]re?(?!\p{L})|monsieur|madame|mon |ma )/imu

const CLOSING =
  /(?<!\p{L})(?:yours\b|your (?:most |very |ever |sincere|obedient|humble|affectionate|loving|friend|obt|servant)|obt\.? serv|i am,? (?:dear|my dear|sir|with)|i remain|believe me|affectionately|sincerely|respectfully|hochachtungsvoll|herzlich(?:st|en|e|)(?!\p{L})|ergebenst|ihr(?:e)?[ \t]{0,20}(?:\n|$)|dein(?:e)?[ \t]{0,20}(?:\n|$)|grüße|grüsse|gruß|gruss|treu(?:er|e)?(?!\p{L})|votre (?:très|dévoué|bien|ami|serviteur)|agréez|salutations|obéissant|obeïssant|tout à vous|amitiés)/imu

export interface LetterFormulae {
  salutation: Span | null
  closing: Span | null
}

export function spanOf(match: RegExpExecArray, offset = 0): Span {
  const lead = match[0].length - match[0].trimStart().length
  return {
    start: offset + match.index + lead,
    end: offset + match.index + match[0].trimEnd().length,
  }
}

/** Whether the head has a salutation and the foot a closing; only near the ends, where they stand. */
export function letterFormulae(text: string): LetterFormulae {
  const salutation = SALUTATION.exec(text.slice(0, 800))
  const from = Math.max(Math.floor(text.length * 0.4), text.length - 800)
  const closing = CLOSING.exec(text.slice(from))
  return { salutation: salutation && spanOf(salutation), closing: closing && spanOf(closing, from) }
}

const ADDRESSEE =
  /^(?:an |to |à |a )?(?:herrn?|frau|fräulein|frl\.|mr\.?|mrs\.?|miss|messrs\.?|sir|m\.|mme|mlle|monsieur|madame|mademoiselle|dr\.?(?! sir)|prof(?:essor|\.)?|s[rn]\.|signor[ea]?)(?!\p{L})/iu
const FORMAL =
  /(?:sehr geehrte|hochgeehrte|dear sirs?\b|dear (?:mr|mrs|miss|dr)\b|^sir\b|^monsieur|^madam)/imu
const MAX_MESSAGE = 1300

/**
 * The block of a postal address that opens a short, familiar message: the side of a postcard that the scan shows first.
 * Business letters also open with an address, but under a dateline or above a formal salutation.
 */
export function postalAddressFirst(text: string): Span | null {
  if (text.length > MAX_MESSAGE + 300) return null
  const start = text.length - text.trimStart().length
  const block = /^[\s\S]{5,240}?(?=\n[ \t\r]*\n)/.exec(text.slice(start))?.[0]
  if (block === undefined) return null
  const lines = block.split('\n').map((line) => line.trim())
  const [first] = lines
  if (first === undefined || !ADDRESSEE.test(first) || lines.length > 7) return null
  if (lines.some((line) => line.length > 45 || /[!?]$/.test(line))) return null
  if (lines.length < 2 || (lines.length < 3 && !/\d/.test(block))) return null
  const message = text.slice(start + block.length)
  if (
    message.trim().length < 20 ||
    message.length > MAX_MESSAGE ||
    FORMAL.test(message.slice(0, 300))
  )
    return null
  return { start, end: start + block.trimEnd().length }
}
