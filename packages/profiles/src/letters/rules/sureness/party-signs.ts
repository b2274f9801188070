import type { Finding, Span } from '@colophon/domain'
import { readWords } from '@colophon/methods/words'
import type { Correspondent, LetterStructure } from '../structure/index.ts'
import { plain } from '../structure/parties.ts'
import { readPersonName, type PersonName } from '../structure/person.ts'
import { nameSigns, type Signs } from './name-signs.ts'

interface Named {
  person: PersonName
  span: Span
}

/** The name of a party, read again where it stands. */
function namedBy(text: string, found: Finding<Correspondent> | null | undefined): Named | null {
  const span = found?.evidence
  const person = span ? readPersonName(text.slice(span.start, span.end)) : null
  return span && person ? { person, span } : null
}

const surnameOf = (named: Named | null): string => plain(named?.person.surname ?? '')

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

/** So far a valediction may stand from the name that it closes with. */
const BESIDE = 40
const MUCH_TEXT = 600

/** Who signs: whether the name closes the letter, and whether another could. */
export function senderSigns(text: string, letter: LetterStructure): Signs | null {
  const named = namedBy(text, letter.senders[0])
  if (!named) return null
  const { span, person } = named
  const [signature, closing] = [letter.signature?.evidence, letter.closing?.evidence]
  const gap = closing ? span.start - closing.end : -1
  return {
    ...nameSigns(text, span, person),
    'a valediction before it': gap >= 0 && gap < BESIDE,
    'a signature elsewhere': signature != null && !overlaps(signature, span),
    'much text behind it': text.length - span.end > MUCH_TEXT,
  }
}

/** Who is written to: whether the words that greet fit the name that the address has. */
export function recipientSigns(text: string, letter: LetterStructure): Signs | null {
  const named = namedBy(text, letter.recipient)
  if (!named) return null
  const { span, person } = named
  const { salutation } = letter
  const isGreeted = salutation?.evidence != null && overlaps(salutation.evidence, span)
  const greeting = readWords(salutation?.value ?? '').map(({ key }) => key)
  const surname = surnameOf(named)
  return {
    ...nameSigns(text, span, person),
    'the salutation has the surname':
      !isGreeted && greeting.some((word) => plain(word) === surname),
    'the name of the sender':
      surname !== '' && surname === surnameOf(namedBy(text, letter.senders[0])),
  }
}
