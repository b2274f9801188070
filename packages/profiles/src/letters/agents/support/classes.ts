import type { ClassOf, Support } from '@colophon/agents/define'
import { knownPlace, placeKey } from '@colophon/methods/names'
import { AccessLevel, DocumentType } from '../../profile.ts'
import { Subject } from '../../subjects.ts'
import { accessLevel, documentType } from '../../rules/catalogue/index.ts'
import { letterFormulae } from '../../rules/catalogue/letter-form.ts'
import { hasSubjectCue } from '../../rules/content/index.ts'

/** Patterns of the rules are for the head of a letter and its first pages. */
const MAX_QUOTE = 2_000

/** The rules that tell kinds of documents apart read the quote alone, and come to the same. */
export const kindOfDocument = (): Support => ({
  by: 'kind of document',
  form: 'code',
  shows(value, { quote }) {
    const kind = DocumentType.safeParse(value).data
    const words = quote.slice(0, MAX_QUOTE)
    const formulae = letterFormulae(words)
    const isShown =
      kind === 'letter'
        ? (formulae.salutation ?? formulae.closing) !== null
        : documentType(words, { language: 'und' }).value === kind
    return isShown ? { value, how: 'a formula or heading of this kind', plain: true } : null
  },
})

/** Restricted claims nothing; public and private are shown by the markings that the rules know. */
export const levelOfAccess = (): Support => ({
  by: 'level of access',
  form: 'code',
  shows(value, { quote }) {
    const level = AccessLevel.safeParse(value).data
    if (level === 'restricted') return { value, how: 'it opens nothing', plain: true }
    const read = accessLevel(quote.slice(0, MAX_QUOTE), { language: 'und', currentYear: 0 })
    const isShown = read.value === level && read.evidence !== null
    return isShown ? { value, how: 'a marking of this level', plain: true } : null
  },
})

/** The quote has a word that speaks for the subject. */
export const subjectOf = (): Support => ({
  by: 'subject',
  form: 'code',
  shows(value, { quote }) {
    const subject = Subject.safeParse(value).data
    const isShown = subject !== undefined && hasSubjectCue(quote.slice(0, MAX_QUOTE), subject)
    return isShown ? { value, how: 'a word that speaks for the subject', plain: true } : null
  },
})

/** The kind of place that the word lists know by this name. */
export const KIND_OF_PLACE: ClassOf = {
  safe: 'other',
  shows: (said, name) => knownPlace(placeKey(name))?.type === said,
}
