import { type Check, type CheckSubject, getPath } from '@colophon/domain'
import { secondLetterAt } from './second-letter.ts'

const SENDER = 'document.correspondence.sender.name'
const RECIPIENT = 'document.correspondence.recipient.name'
const DATE = 'document.date.creation_date'
const DISPLAY = 'document.date.date_display'
const SIGNATURE = 'content.signature'

const WEEKDAYS: readonly RegExp[] = [
  /\b(?:sunday|sonntag|dimanche)\b/i,
  /\b(?:monday|montag|lundi)\b/i,
  /\b(?:tuesday|dienstag|mardi)\b/i,
  /\b(?:wednesday|mittwoch|mercredi)\b/i,
  /\b(?:thursday|donnerstag|jeudi)\b/i,
  /\b(?:friday|freitag|vendredi)\b/i,
  /\b(?:saturday|samstag|sonnabend|samedi)\b/i,
]

/** Great Britain and its colonies kept the Julian calendar to 1752, most of Protestant Germany to 1700. */
const GREGORIAN_FROM = 1753

const text = (subject: CheckSubject, path: string): string | null => {
  const value = getPath(subject.data, path)
  return typeof value === 'string' && value !== '' ? value : null
}

// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/

/** Letters and digits only, without accents: names are compared by what a reader hears. */
function fold(name: string): string[] {
  const lower = name.toLowerCase()
  if (ASCII.test(lower)) return lower.match(/[a-z0-9]+/g) ?? []
  return (
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

const sameWord = (a: string, b: string): boolean =>
  a === b ||
  (Math.min(a.length, b.length) === 1 && a[0] === b[0]) ||
  (b.length > 2 && a.startsWith(b))

/** The shorter name is an ordered part of the longer one; initials stand for names. */
export function namesAgree(a: string, b: string): boolean {
  const [longer, shorter] = [fold(a), fold(b)].sort((x, y) => y.length - x.length) as [
    string[],
    string[],
  ]
  let at = 0
  for (const word of shorter) {
    while (
      at < longer.length &&
      !sameWord(longer[at] ?? '', word) &&
      !sameWord(word, longer[at] ?? '')
    )
      at++
    if (at++ >= longer.length) return false
  }
  return shorter.length > 0
}

const weekdayMatchesDate: Check = {
  name: 'weekday_matches_date',
  blocking: true,
  description: 'The weekday in the dateline is the weekday of the date.',
  run(subject) {
    const [iso, display] = [text(subject, DATE), text(subject, DISPLAY)]
    if (iso?.length !== 10 || display === null || Number(iso.slice(0, 4)) < GREGORIAN_FROM)
      return null
    const written = WEEKDAYS.findIndex((weekday) => weekday.test(display))
    if (written < 0) return null
    const passed = new Date(`${iso}T00:00:00Z`).getUTCDay() === written
    return {
      passed,
      paths: [DATE],
      detail: passed ? '' : `${iso} was not the weekday that is written`,
    }
  },
}

const dateExists: Check = {
  name: 'date_exists',
  blocking: true,
  description: 'The day is in the calendar (no 31 April).',
  run(subject) {
    const iso = text(subject, DATE)
    if (iso?.length !== 10) return null
    const day = new Date(`${iso}T00:00:00Z`)
    const passed = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso)
    return { passed, paths: [DATE], detail: passed ? '' : `${iso} is not in the calendar` }
  },
}

const dateNotInFuture: Check = {
  name: 'date_not_in_future',
  blocking: true,
  description: 'The letter is not dated after today.',
  run(subject) {
    const iso = text(subject, DATE)
    if (iso === null) return null
    const passed = iso <= subject.now.toISOString().slice(0, iso.length)
    return { passed, paths: [DATE], detail: passed ? '' : `${iso} lies in the future` }
  },
}

const senderIsNotRecipient: Check = {
  name: 'sender_is_not_recipient',
  blocking: true,
  description: 'Sender and recipient are different persons.',
  run(subject) {
    const [sender, recipient] = [text(subject, SENDER), text(subject, RECIPIENT)]
    if (sender === null || recipient === null) return null
    const passed = fold(sender).join(' ') !== fold(recipient).join(' ')
    return { passed, paths: [SENDER, RECIPIENT], detail: passed ? '' : 'Both are the same name' }
  },
}

const signatureFitsSender: Check = {
  name: 'signature_fits_sender',
  blocking: true,
  description: 'The signature is a form of the sender’s name.',
  run(subject) {
    const [signature, sender] = [text(subject, SIGNATURE), text(subject, SENDER)]
    if (signature === null || sender === null) return null
    const words = fold(sender)
    // Two signatories sign one letter; initials are written without spaces ("M.R.M.").
    const parts = signature
      .split(/\n|\s(?:and|und|et|&)\s/i)
      .filter((part) => fold(part).length > 0)
    const initials = fold(signature).join('')
    const passed =
      parts.some(
        (part) => namesAgree(part, sender) || fold(part).some((word) => words.includes(word)),
      ) || initials === words.map((word) => word[0]).join('')
    return {
      passed,
      paths: [SIGNATURE, SENDER],
      detail: passed ? '' : 'Signature and sender differ',
    }
  },
}

const languageFitsInput: Check = {
  name: 'language_fits_input',
  blocking: false,
  description: 'The language found is the language the input stated.',
  run(subject) {
    const found = getPath(subject.data, 'document.languages')
    const stated = subject.statedLanguage
    if (!Array.isArray(found) || found.length === 0 || stated === undefined) return null
    const passed = found.some(
      (code) => String(code).split('-')[0] === stated.split('-')[0]?.toLowerCase(),
    )
    return {
      passed,
      paths: ['document.languages'],
      detail: passed ? '' : `The input says ${stated}`,
    }
  },
}

const FUNCTION_WORDS: Readonly<Record<string, RegExp>> = {
  en: /\b(?:the|and|of|to|that|is|was|with|for|my|you)\b/gi,
  de: /\b(?:und|der|die|das|ich|nicht|sie|zu|den|mit|ist|ein)\b/gi,
  fr: /\b(?:le|la|les|et|de|des|que|je|vous|est|pour|dans)\b/gi,
}

const languageFitsText: Check = {
  name: 'language_fits_text',
  blocking: true,
  description: 'The commonest words of the text belong to the language found.',
  run(subject) {
    const languages = getPath(subject.data, 'document.languages')
    const main: unknown = Array.isArray(languages) ? languages[0] : undefined
    if (typeof main !== 'string' || FUNCTION_WORDS[main] === undefined) return null
    // A fixed window bounds the work on very long texts.
    const sample = subject.text.slice(0, 20_000)
    const counts = Object.entries(FUNCTION_WORDS).map(
      ([code, words]) => [code, sample.match(words)?.length ?? 0] as const,
    )
    const own = counts.find(([code]) => code === main)?.[1] ?? 0
    const best = Math.max(...counts.map(([, count]) => count))
    if (best < 8) return null
    const passed = own * 2 >= best
    return { passed, paths: ['document.languages'], detail: passed ? '' : `Few words of ${main}` }
  },
}

const namesAreNames: Check = {
  name: 'names_are_names',
  blocking: true,
  description: 'Sender and recipient names have letters and are not a sentence.',
  run(subject) {
    const names = [SENDER, RECIPIENT].filter((path) => text(subject, path) !== null)
    if (names.length === 0) return null
    const odd = names.filter((path) => {
      const name = text(subject, path) ?? ''
      return !/\p{L}/u.test(name) || name.length > 120 || fold(name).length > 12
    })
    return { passed: odd.length === 0, paths: odd, detail: odd.length === 0 ? '' : 'Not a name' }
  },
}

const SALUTATION = 'content.salutation'
const RECIPIENT_TITLE = 'document.correspondence.recipient.title'

const WOMAN =
  /(?<!\p{L})(?:madam|mother|mama|mamma|sister|aunt|daughter|niece|lady|mrs|miss|frau|fräulein|mutter|schwester|tante|tochter|freundin|gnädige|madame|mademoiselle|mère|s(?:œ|oe)ur|amie|mme|mlle|frl|countess|gräfin|baroness|baronin)(?!\p{L})/iu
const MAN =
  /(?<!\p{L})(?:sirs?|gentlemen|father|papa|brother|uncle|son|nephew|mr|esq[a-z]{0,4}|lord|captn?|capt|captain|col|colonel|general|genl|rev|revd|herrn?|hrn|vater|bruder|onkel|sohn|neffe|monsieur|messieurs|père|frère|oncle|messrs|count|baron|graf)(?!\p{L})/iu

const salutationFitsRecipient: Check = {
  name: 'salutation_fits_recipient',
  blocking: true,
  description: 'The salutation and the address speak of a man, or both of a woman.',
  run(subject) {
    const [salutation, name] = [text(subject, SALUTATION), text(subject, RECIPIENT)]
    if (salutation === null || name === null) return null
    const addressed = `${text(subject, RECIPIENT_TITLE) ?? ''} ${name}`
    const sides = [salutation, addressed].map((words) => [WOMAN.test(words), MAN.test(words)])
    const [[greetsHer, greetsHim] = [], [namesHer, namesHim] = []] = sides
    // "Sir and Madam" and "Mr. and Mrs. Hale" are both.
    if (greetsHer === greetsHim || namesHer === namesHim) return null
    const passed = greetsHer === namesHer
    const detail = passed
      ? ''
      : `The letter greets a ${greetsHer === true ? 'woman' : 'man'}; the recipient found is a ${namesHer === true ? 'woman' : 'man'}`
    return { passed, paths: [RECIPIENT], detail }
  },
}

const oneLetter: Check = {
  name: 'one_letter',
  blocking: true,
  description:
    'The text holds one letter: no second dateline and salutation behind the valediction.',
  run(subject) {
    const lines = subject.text.split(/\s*\n\s*/u)
    const passed = secondLetterAt(lines) < 0
    const detail = passed ? '' : 'A second letter, a copy or an enclosure follows in the same text'
    return { passed, paths: [SENDER, RECIPIENT, DATE], detail }
  },
}

export const LETTER_CHECKS: readonly Check[] = [
  weekdayMatchesDate,
  dateExists,
  dateNotInFuture,
  senderIsNotRecipient,
  signatureFitsSender,
  languageFitsInput,
  languageFitsText,
  namesAreNames,
  salutationFitsRecipient,
  oneLetter,
]
