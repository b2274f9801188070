import type { Span } from '@colophon/domain'
import { readWords, startsUpper } from '@colophon/methods/words'
import { lineHead, trimSpan, type Line } from './lines.ts'
import { isIdentifying } from './identity.ts'
import { readPersonName, type PersonName } from './person.ts'
import { nameLikeness } from './name-likeness.ts'

/**
 * Lines above a letter that are no part of it: the heading of an edition ("Ann Holt to Mary Pell"), or the
 * labelled lines of a memorandum, a telegram form or a printed e-mail ("FROM: …", "Office of origin: …").
 */
export interface Heading {
  sender: PersonName | null
  recipient: PersonName | null
  /** Office of origin on a form. */
  origin: Span | null
  /** Lines that belong to it, by index. */
  lines: ReadonlySet<number>
  /** How it names the parties; keys of the confidence table. */
  form: 'heading' | 'labelled'
}

const lead =
  /^(?:(?:a |the |copy of (?:a )?|extract (?:of|from) (?:a )?)?(?:letters?|copy|extracts?|telegram|postcard|brief|lettre|draft|note)[.:]? )?(?:from |von |de )?/iu
const between = /^,?\s(?:to|an|à|TO|AN|À|aan)\s/u
const number = /^(?:\[?\d{1,4}[a-z]?[.\]):]{1,2}|no\.? ?\d{1,4}[.:]?|[IVXLC]{1,8}\.)\s+/iu
const ending = /^[\s.,;:\])—–-]*(?:$|[[(\d]|(?:on|dated|vom|du|le|den|undated)\s)/iu
const datelike = /^[\s.,;:—–-]*\p{L}{3,9}\.? \d/u

/** A person named at an offset of a line, in full or at least with a title, with nothing left over but a date. */
function namedAt(text: string, from: number): PersonName | null {
  const rest = text.slice(from)
  const stop = /,?\s(?:to|an|à|TO|AN|aan)\s|[,;[(]/u.exec(rest)
  const phrase = (stop ? rest.slice(0, stop.index) : rest).trimEnd()
  const words = readWords(phrase)
  if (words.length === 0 || words.length > 7 || !startsUpper(words[0]?.text ?? '')) return null
  const person = readPersonName(phrase)
  if (!person || person.start > 0 || !isIdentifying(person)) return null
  if (person.given.length === 0 && person.title === null) return null
  if (phrase.slice(person.end).trim().length > 1) return null
  return { ...person, start: person.start + from, end: person.end + from }
}

function moved(person: PersonName, by: number): PersonName {
  return { ...person, start: person.start + by, end: person.end + by }
}

/** "Ann Holt to Mary Pell, 4 May 1801", "To Mary Pell", "From Ann Holt" as the first or second line of a text. */
export function readTitle(
  line: Line,
): { sender: PersonName | null; recipient: PersonName | null } | null {
  const text = lineHead(line, 160)
  if (text.length === 160) return null
  const numbered = number.exec(text)?.[0].length ?? 0
  const opened = lead.exec(text.slice(numbered))?.[0].length ?? 0
  const at = numbered + opened
  const sender = namedAt(text, at)
  if (sender) {
    const joint = between.exec(text.slice(sender.end))
    const recipient = joint ? namedAt(text, sender.end + joint[0].length) : null
    const rest = text.slice(recipient?.end ?? sender.end)
    if (!ending.test(rest) && !datelike.test(rest)) return null
    if (recipient)
      return { sender: moved(sender, line.start), recipient: moved(recipient, line.start) }
    return /\bfrom $/iu.test(text.slice(0, at)) && rest.trim().length < 2
      ? { sender: moved(sender, line.start), recipient: null }
      : null
  }
  return null
}

const label =
  /^(from|to|sender|recipient|von|an|de|à|absender|empfänger|expéditeur|destinataire|office of origin|handed in at|origin|aufgegeben in|aufgabeort|date|datum|subject|re|cc|betreff?|objet|sent|received|time(?: handed in| received)?|words|no)\s{0,3}:\s{0,8}(\S.{0,120})?$/iu

const roles: Record<string, 'sender' | 'recipient' | 'origin'> = {
  from: 'sender',
  sender: 'sender',
  von: 'sender',
  de: 'sender',
  absender: 'sender',
  expéditeur: 'sender',
  to: 'recipient',
  recipient: 'recipient',
  an: 'recipient',
  à: 'recipient',
  empfänger: 'recipient',
  destinataire: 'recipient',
  'office of origin': 'origin',
  'handed in at': 'origin',
  origin: 'origin',
  'aufgegeben in': 'origin',
  aufgabeort: 'origin',
}

/** The first name of a labelled line; an address or an office may follow it. */
function labelledPerson(line: Line, at: number): PersonName | null {
  const text = lineHead(line, 160)
  const stop = /[,<(;]|\s{2,}/u.exec(text.slice(at))
  const phrase = text.slice(at, stop ? at + stop.index : undefined).trimEnd()
  const person = readPersonName(phrase)
  if (!person || person.start > 0 || !isIdentifying(person)) return null
  return person.title !== null || nameLikeness(phrase) > 1 || person.given.length > 0
    ? moved(person, line.start + at)
    : null
}

function readForm(text: string, lines: readonly Line[]): Heading | null {
  const taken = new Set<number>()
  const found: Pick<Heading, 'sender' | 'recipient' | 'origin'> = {
    sender: null,
    recipient: null,
    origin: null,
  }
  for (const [index, line] of lines.slice(0, 12).entries()) {
    const head = lineHead(line, 160)
    const match = label.exec(head)
    if (!match) continue
    taken.add(index)
    const role = roles[(match[1] ?? '').toLowerCase()]
    const value = match[2]
    if (role === undefined || value === undefined) continue
    const at = head.length - value.length
    if (role === 'origin') {
      const cut = /\s{2,}|,/u.exec(value)?.index ?? value.length
      const start = line.start + at
      found.origin ??= trimSpan(text, { start, end: start + cut }, /[\s.,;:]/)
    } else found[role] ??= labelledPerson(line, at)
  }
  const named = found.sender !== null || found.recipient !== null || found.origin !== null
  return named || taken.size > 1 ? { ...found, lines: taken, form: 'labelled' } : null
}

export function findHeading(text: string, lines: readonly Line[]): Heading | null {
  for (const [index, line] of lines.slice(0, 2).entries()) {
    const title = readTitle(line)
    const next = lines[index + 1]
    if (title && next) return { ...title, origin: null, lines: new Set([index]), form: 'heading' }
  }
  return readForm(text, lines)
}
