/** A module of the product and what takes the place of some of its exports. */
export interface Replaced {
  /** Under `packages`. */
  module: string
  /** Source of each export, as JavaScript; `whole` is the module as it is. */
  by: Readonly<Record<string, string>>
}

/** Rules that do one thing together, and how a letter is read when nothing does it. */
export interface Family {
  name: string
  what: string
  replaced: readonly Replaced[]
}

const RULES = 'profiles/src/letters/rules'
const STRUCTURE = `${RULES}/structure`
const ENTITIES = `${RULES}/entities`
const DATES = 'methods/src/dates'

const family = (name: string, what: string, ...replaced: Replaced[]): Family => ({
  ...{ name, what, replaced },
})
const of = (module: string, by: Replaced['by']): Replaced => ({ module, by })

const NONE = '() => []'
const NULL = '() => null'
const NO = '() => false'
const NOTHING = '() => undefined'
const AS_IT_IS = '(first) => first'

/** The one that is no module: its records are taken before the register of the collection has filled them out. */
export const REGISTER = 'register'

export const FAMILIES: readonly Family[] = [
  family(
    'repair',
    'divided words, furniture of pages and marks of no width are read as they came',
    of('methods/src/repair/repair.ts', {
      repairText: '(text) => ({ text, received: (span) => span })',
    }),
  ),
  family(
    'others',
    'lines that others wrote on the letter, and letters behind it, are read as its own',
    of(`${STRUCTURE}/strangers.ts`, { findStrangers: '() => new Set()' }),
    of('profiles/src/letters/second-letter.ts', { secondLetterAt: '() => -1' }),
  ),
  family(
    'addresses',
    'no block or line of address is found',
    of(`${STRUCTURE}/address.ts`, { findAddressBlocks: NONE }),
  ),
  family(
    'captions',
    'no caption or form above the letter says who writes to whom',
    of(`${STRUCTURE}/heading.ts`, { findHeading: NULL }),
  ),
  family(
    'third person',
    'notes in the third person name nobody',
    of(`${STRUCTURE}/third-person.ts`, { openingNote: '() => ({ from: null, to: null })' }),
  ),
  family(
    'ends of names',
    'places, firms, houses and marks behind a name stay a part of it',
    of(`${STRUCTURE}/name-end.ts`, {
      ...{ withoutPlace: AS_IT_IS, withFirm: AS_IT_IS, withHouse: AS_IT_IS, withoutMark: AS_IT_IS },
    }),
  ),
  family(
    'offices',
    'an office or a trade is a name like others',
    of(`${STRUCTURE}/offices.ts`, {
      ...{ isOfficeName: NO, isOfficeWord: NO, leadingOffice: '() => 0' },
    }),
  ),
  family(
    'joint writers',
    'the first signatory is the only one',
    of(`${STRUCTURE}/signatories.ts`, { furtherSignatories: NONE }),
  ),
  family(
    'other dates',
    'feasts, seasons, years alone, ranges, "about" and "before", other calendars are not read',
    of(`${DATES}/index.ts`, { readQualifiedDates: 'whole.readWrittenDates' }),
    of(`${DATES}/republican.ts`, { republicanToIso: NOTHING }),
  ),
  family(
    'short years',
    'a year of two figures stays without its century',
    of(`${DATES}/century.ts`, {
      expandYear: '(date) => ((date.yearDigits ?? 0) >= 4 ? date.year : null)',
    }),
  ),
  family(
    'weekdays',
    'no weekday is read, nor held against its date',
    of(`${DATES}/weekday.ts`, {
      ...{ withWeekday: '(_source, date) => date', weekdayOnly: NOTHING },
    }),
  ),
  family(
    'titled names',
    'a title, a rank or a word of kinship makes nobody a person mentioned',
    of(`${ENTITIES}/titled-names.ts`, { readTitled: NONE }),
  ),
  family(
    'untitled names',
    'given names and initials make nobody a person mentioned',
    of(`${ENTITIES}/untitled-names.ts`, { readUntitled: NOTHING }),
  ),
  family(
    'unknown names',
    'a name that is in no list is none',
    of(`${ENTITIES}/unknown-names.ts`, { readUnknown: NOTHING }),
  ),
  family(
    'own names',
    'head, address and signature are read for people and places like the body',
    of(`${ENTITIES}/zones.ts`, {
      findZones: '() => ({ excluded: [], recipient: [], sender: [] })',
    }),
  ),
  family(
    'bodies by a word',
    '"the Senate" is nobody',
    of(`${ENTITIES}/generic-bodies.ts`, { readGeneric: NOTHING }),
  ),
  family(
    'works',
    'periodicals and titles of works are bodies and places',
    of(`${ENTITIES}/works.ts`, { namesWork: NO }),
    of(`${ENTITIES}/generic-bodies.ts`, { isJournal: NO }),
  ),
  family(
    'gazetteer',
    'no place is known by its name alone',
    of('methods/src/names/lexicon.ts', { knownPlace: NOTHING }),
  ),
  family(
    'sureness',
    'a value is as sure as its rule, whatever stands around it',
    of(`${RULES}/sureness/index.ts`, { withSureness: '(_text, letter) => letter' }),
  ),
  family(
    'checks',
    'nothing is held against anything before a letter is approved',
    of('profiles/src/letters/checks.ts', { LETTER_CHECKS: '[]' }),
  ),
  family(REGISTER, 'each letter is read alone'),
]

export const familyOf = (name: string): Family | undefined =>
  FAMILIES.find((one) => one.name === name)
