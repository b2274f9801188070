import type { Span } from '@colophon/domain'
import { readWords } from '@colophon/methods/words'
import {
  goesOn,
  hasProse,
  isAddressLine,
  isLastOfHead,
  isProse,
  onlyTitles,
  type Place,
} from './address-lines.ts'
import { uncarried, placeOf } from './address-place.ts'
import { addressWords } from './formulas.ts'
import type { Line } from './lines.ts'
import { withFirm, withoutPlace } from './name-end.ts'
import { givenNames, placeWords } from './name-words.ts'
import { isIdentifying } from './identity.ts'
import type { PersonName } from './person.ts'
import { readParty } from './third-person.ts'

/** The lines that say to whom a letter goes. */
export interface AddressBlock extends Span {
  person: PersonName | null
  /** Kind of line that led to it; keys of the confidence table. */
  form: 'to' | 'titled' | 'bare name'
  where: 'head' | 'foot'
  place: Span | null
  line: number
  lastLine: number
}

const opener = /^(?:to|an|a|à|au|seiner?|sr\.?|ihrer?|ihro|dem|der|den)(?!\p{L})[\s:.]*/iu
const openerOnly = /^(?:to|an|a|à|au|sr\.?|dem|the)[\s:.]*$/i
const honorific =
  /^(?:(?:sr|seiner|s\.|ihro|ihrer|ew|euer)\.?\s+)?(?:(?:hoch)?wohlgeb[\p{L}]{0,8}|hochgeb[\p{L}]{0,6}|hochw[\p{L}]{0,8}|exc?ell?en[zc][\p{L}]{0,3}|durchlaucht|königl\.?|kgl\.?)\.?\s*/iu
/** "[Addressed:]", "Envelope:": the side of the sheet on which the address stands. */
const superscribed =
  /^[[(]?(?:addressed|address|addressee|envelope|outside|superscription|superscribed|directed|adresse|anschrift|aufschrift|umschlag|kuvert|couvert|enveloppe|suscription)(?: to)?(?:\s?[:.\])]){1,3}\s*/i

/** The person a line of an address names, behind "To", "An", "Sr. Hochwohlgeb." and the like. */
function personOn(line: Line): { person: PersonName; opened: boolean } | null {
  let from = 0
  let opened = false
  const text = line.text.slice(0, 160)
  for (let rounds = 0; rounds < 5; rounds++) {
    const rest = text.slice(from)
    const match =
      superscribed.exec(rest) ??
      /^[^\p{L}]{1,4}/u.exec(rest) ??
      (/^(?:to|an|a|à|au):?\s+\S/i.test(rest) ? opener.exec(rest) : null) ??
      honorific.exec(rest) ??
      /^(?:dem|der|the|le|la)\s+/i.exec(rest)
    if (!match) break
    if (/\p{L}/u.test(match[0])) opened = true
    from += match[0].length
  }
  const person = readParty(text, from)
  if (!person || person.start - from > 2) return null
  const trimmed = withFirm(withoutPlace(person), text)
  return {
    person: { ...trimmed, start: line.start + person.start, end: line.start + trimmed.end },
    opened,
  }
}

const continuation =
  /^[\s.,;:&[(—–-]*(?:$|(?:and|und|et|esq[a-z]{0,3}|bart|jun|sen|jr|sr|to the care|care|c\/o|pr|per|via|by|near|in|at|of|zu|bei|favou?red|present)\b|[\p{Lu}\d])/iu
/** Who brings the letter on is not who it is for. */
const carriers = new Set([
  'care',
  'per',
  'pr',
  'via',
  'favored',
  'favoured',
  'politeness',
  'kindness',
])

/** "J. PETTIFER, Proprietor" above the date: a printed letterhead names its officers. */
const officer =
  /,\s{0,3}(?:sole |general |vice[- ]|acting |hon\. ?)?(?:prop(?:rietor|r)?s?|manager|president|prest|secretary|sec|secy|treasurer|treas|editor|attorneys?|counsell?or|director|chairman|superintendent|agent|inhaber|besitzer|direktor|propriétaire|directeur|gérant)(?!\p{L})/iu

function isOfficer(line: Line | undefined): boolean {
  const text = line?.text ?? ''
  return officer.test(text) && !/^(?:to|an|à|mr|mrs|miss|herrn?|frau|monsieur|madame)\b/i.test(text)
}

function addresseeForm(line: Line): 'to' | 'titled' | 'bare name' | null {
  const text = line.text
  if (text.length > 130) return null
  const first = readWords(text)[0]
  const found = personOn(line)
  if (!first || !found) return null
  const { person, opened } = found
  if (addressWords.exact(first.key) === 'adjective' && first.key !== 'dr') return null
  if (carriers.has(first.key)) return null
  const rest = text.slice(person.end - line.start)
  if (
    /^['’]s\b/.test(rest) ||
    /['’]s$/.test(person.name) ||
    /^\s*comp/i.test(rest) ||
    /\bcomp(?:ts|ls|liments)/i.test(person.name) ||
    !(continuation.test(rest) || (opened && /^,\s/.test(rest)))
  )
    return null
  if (/\d\s?[.:/-]+\s?\d|[£$]/.test(rest)) return null
  if (opened && (/^(?:to|an|a|à|sr|seiner)(?!\p{L})/iu.test(text) || superscribed.test(text)))
    return hasProse(rest) && rest.length > 30 ? null : 'to'
  if (hasProse(uncarried(rest)) || !person.surname) return null
  if (person.title !== null || /\b(?:esq[a-z]{0,3}|bart)\b/i.test(text)) return 'titled'
  if (person.start - line.start > 2) return null
  if (
    readWords(person.name).some(
      (word) => placeWords.exact(word.key) === 'street' && word.text.length > 2,
    )
  )
    return null
  const start = person.given[0] ?? ''
  return givenNames.exact(start.toLowerCase()) === true ||
    (/^\p{Lu}{1,3}$/u.test(start) && !/^[IVX]+$/.test(start))
    ? 'bare name'
    : null
}

/** Lines that only lead to the name: "To", "An", "A Monsieur", "An den Director des Seminars". */
function openerLines(lines: readonly Line[], index: number): number {
  const text = lines[index]?.text ?? ''
  if (openerOnly.test(text)) return onlyTitles(lines[index + 1]) ? 2 : 1
  if (
    /^(?:(?:a|à|to|an|the)\s+)?(?:monsieur|madame|mademoiselle|messieurs|messrs|herrn|frau|sr)\b/i.test(
      text,
    ) &&
    onlyTitles(lines[index])
  )
    return 1
  if (!/^an (?:den|die|das|seine|herrn)\b/i.test(text)) return 0
  for (let ahead = 1; ahead <= 3; ahead++)
    if (/^(?:herrn|frau|hrn|fräulein)\b/i.test(lines[index + ahead]?.text ?? '')) return ahead
  return 0
}

function blockAt(
  text: string,
  lines: readonly Line[],
  { index, end, where }: Place,
): AddressBlock | null {
  const line = lines[index]
  if (!line || goesOn(line, lines[index - 1])) return null
  // "Le Préfet de la Vienne" / "à Monsieur Roucher": the first line says who writes.
  if (
    /^(?:le|la|der|die|the)\s/i.test(line.text) &&
    /^(?:à|a|to|an)\s/i.test(lines[index + 1]?.text ?? '')
  )
    return null
  const opening = openerLines(lines, index)
  const start = index + opening
  const first = lines[start]
  if (!first || (opening > 0 && !isAddressLine(first))) return null
  const found = personOn(first)
  const form = opening > 0 && found ? 'to' : addresseeForm(first)
  if (!form || !found) return null
  const next = lines[start + 1]
  // A name that begins a paragraph of prose is part of the postscript.
  const behind = text.slice(found.person.end, first.end)
  const carried = form === 'titled' && uncarried(behind) !== behind
  if (opening === 0 && !carried && next && !next.afterGap && next.text.length > 20 && isProse(next))
    return null
  const rest: Line[] = []
  for (let at = start + 1; at < end && rest.length < 5; at++) {
    const next = lines[at]
    if (!isAddressLine(next) || (next.afterGap && !isLastOfHead(lines, at, { end, where }))) break
    rest.push(next)
  }
  return {
    start: line.start,
    end: rest.at(-1)?.end ?? first.end,
    person: found.person,
    form,
    where,
    place: placeOf(text, { first, rest, personEnd: found.person.end }),
    line: index,
    lastLine: start + rest.length,
  }
}

export interface AddressZones {
  text: string
  lines: readonly Line[]
  /** Lines before the salutation or the body. */
  headEnd: number
  /** First line behind the signature; lines.length when there is no foot. */
  footStart: number
  /** Line of the first date in the head, -1 where there is none. */
  dated: number
  /** Lines of a heading, which name the parties but address nobody. */
  headed: (index: number) => boolean
}

/** Lines looked at below the signature and at the end of the text. */
const reach = 40

export function findAddressBlocks({
  text,
  lines,
  headEnd,
  footStart,
  dated,
  headed,
}: AddressZones): AddressBlock[] {
  const blocks: AddressBlock[] = []
  const scan = (from: number, to: number, where: 'head' | 'foot'): void => {
    const limit = where === 'head' ? Math.max(headEnd, 1) : lines.length
    for (let index = from; index < to; index++) {
      const block = headed(index) ? null : blockAt(text, lines, { index, end: limit, where })
      if (!block?.person || !isIdentifying(block.person)) continue
      if (where === 'head' && index < dated && isOfficer(lines[index])) continue
      blocks.push(block)
      index = Math.max(index, Math.min(block.lastLine, to))
    }
  }
  scan(0, headEnd, 'head')
  const last = Math.max(footStart, lines.length - reach)
  scan(footStart, Math.min(footStart + reach, last), 'foot')
  scan(last, lines.length, 'foot')
  return blocks
}
