import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { runChecks, setPath, type Tree } from '@colophon/domain'
import { LETTER_CHECKS, namesAgree } from '../../src/letters/checks.ts'

const DATE = 'document.date.creation_date'
const DISPLAY = 'document.date.date_display'
const SENDER = 'document.correspondence.sender.name'
const RECIPIENT = 'document.correspondence.recipient.name'
const SIGNATURE = 'content.signature'
const LANGUAGES = 'document.languages'

interface Letter {
  values: Record<string, unknown>
  text?: string
  statedLanguage?: string
}

/** True or false as the check decides, null when it has nothing to check. */
function outcome(name: string, { values, text = '', statedLanguage }: Letter): boolean | null {
  const data: Tree = {}
  for (const [path, value] of Object.entries(values)) setPath(data, path, value)
  const subject = {
    data,
    provenance: {},
    text,
    statedLanguage,
    now: new Date('2026-01-15T12:00:00Z'),
  }
  const found = runChecks(LETTER_CHECKS, subject).find((result) => result.name === name)
  if (found?.passed === false) assert.ok(found.detail !== '' && found.paths.length > 0)
  return found?.passed ?? null
}

const expect = (check: string, result: boolean | null, cases: Record<string, Letter>): void => {
  for (const [name, letter] of Object.entries(cases))
    test(name, () => {
      assert.equal(outcome(check, letter), result)
    })
}
const dated = (iso: string, display?: string): Letter => ({
  values: { [DATE]: iso, ...(display !== undefined && { [DISPLAY]: display }) },
})
const signed = (signature: string, sender: string): Letter => ({
  values: { [SIGNATURE]: signature, [SENDER]: sender },
})

suite('weekday_matches_date', () => {
  expect('weekday_matches_date', true, {
    English: dated('1864-05-03', 'Boston, Tuesday, May 3d, 1864'),
    German: dated('1848-03-18', 'Berlin, Sonnabend den 18. März 1848'),
    'southern German': dated('1848-03-18', 'Wien, Samstag, 18. März 1848'),
    French: dated('1871-05-28', 'Paris, dimanche 28 mai 1871'),
    capitals: dated('1864-05-03', 'TUESDAY, MAY 3, 1864'),
    'the first year of the new calendar in Britain': dated('1753-01-01', 'Monday, 1 January 1753'),
  })
  expect('weekday_matches_date', false, {
    'English, one day off': dated('1864-05-03', 'Wednesday, May 3d, 1864'),
    'German, one day off': dated('1848-03-18', 'Freitag, den 18. März 1848'),
    'French, one day off': dated('1871-05-28', 'lundi 28 mai 1871'),
  })
  expect('weekday_matches_date', null, {
    'no weekday written': dated('1864-05-03', '3 May 1864'),
    'no day known': dated('1864-05', 'Tuesday, May 1864'),
    'a year in which the calendar depends on the country': dated(
      '1712-05-03',
      'Monday, 3 May 1712',
    ),
    'a word that only begins like a weekday': dated('1864-05-03', 'Mondayville, 3 May 1864'),
    'no date at all': { values: { [DISPLAY]: 'Tuesday' } },
  })
})

suite('date_exists', () => {
  expect('date_exists', true, {
    'a common day': dated('1864-05-03'),
    'the leap day of a leap year': dated('1864-02-29'),
    'the leap day of 2000': dated('2000-02-29'),
  })
  expect('date_exists', false, {
    '31 April': dated('1864-04-31'),
    'the leap day of a common year': dated('1863-02-29'),
    'a thirteenth month': dated('1864-13-01'),
    'the leap day of 1900, which was none': dated('1900-02-29'),
  })
  expect('date_exists', null, { 'only a year': dated('1864'), 'only a month': dated('1864-05') })
})

suite('date_not_in_future', () => {
  expect('date_not_in_future', true, {
    'the past': dated('1864-05-03'),
    today: dated('2026-01-15'),
    'this month': dated('2026-01'),
    'this year': dated('2026'),
  })
  expect('date_not_in_future', false, {
    tomorrow: dated('2026-01-16'),
    'next month': dated('2026-02'),
    'next year': dated('2027'),
  })
})

suite('sender_is_not_recipient', () => {
  const parties = (sender: string, recipient: string): Letter => ({
    values: { [SENDER]: sender, [RECIPIENT]: recipient },
  })
  expect('sender_is_not_recipient', true, {
    'two names': parties('John Harrow', 'Mary Harrow'),
    'father and son': parties('John Harrow', 'John Harrow jun.'),
  })
  expect('sender_is_not_recipient', false, {
    'the same name': parties('John Harrow', 'John Harrow'),
    'the same name in other letters': parties('Jürgen Höß', 'JURGEN HÖß.'),
  })
  expect('sender_is_not_recipient', null, {
    'one of them unknown': { values: { [SENDER]: 'John' } },
  })
})

suite('signature_fits_sender', () => {
  expect('signature_fits_sender', true, {
    'the full name': signed('John Harrow', 'John Harrow'),
    'a part of the name': signed('Harrow', 'John Harrow'),
    'a shortened first name': signed('Wm. Harrow', 'William Harrow'),
    'an initial': signed('J. Harrow', 'John Harrow'),
    'initials without spaces': signed('M.R.M.', 'Mary Rose Munro'),
    'initials with spaces': signed('M. R. M.', 'Mary Rose Munro'),
    'the first of two who sign': signed('Ada Byron and Charles Babbage', 'Ada Byron'),
    'the second of two who sign': signed('Ada Byron\nCharles Babbage', 'Charles Babbage'),
    'two who sign in German': signed('Emil und Klara Vogt', 'Klara Vogt'),
    'two who sign in French': signed('Paul Lenoir et Jeanne Lenoir', 'Jeanne Lenoir'),
    'a signature with an office': signed('John Harrow,\nSecretary', 'John Harrow'),
    'accents that the sender’s name lacks': signed('André Lefèvre', 'Andre Lefevre'),
    'a nobleman’s title': signed('Freiherr v. Stein', 'Karl vom Stein'),
  })
  expect('signature_fits_sender', false, {
    'another person': signed('Peter Quill', 'John Harrow'),
    'initials of another person': signed('P. Q.', 'John Harrow'),
  })
  expect('signature_fits_sender', null, {
    'no signature': { values: { [SENDER]: 'John Harrow' } },
    'no sender': { values: { [SIGNATURE]: 'John Harrow' } },
  })
})

suite('names agree', () => {
  for (const [a, b] of [
    ['J. S. Bach', 'Johann Sebastian Bach'],
    ['Bach', 'Johann Sebastian Bach'],
    ['Johann Bach', 'J. S. Bach'],
  ] as const)
    test(`${a} and ${b}`, () => {
      assert.ok(namesAgree(a, b) && namesAgree(b, a))
    })

  for (const [a, b] of [
    ['Bach Johann', 'Johann Sebastian Bach'],
    ['C. P. E. Bach', 'Johann Sebastian Bach'],
    ['', 'Johann Sebastian Bach'],
    ['—', 'Bach'],
  ] as const)
    test(`not "${a}" and ${b}`, () => {
      assert.ok(!namesAgree(a, b) && !namesAgree(b, a))
    })
})

suite('language_fits_input', () => {
  const languages = (found: string[], statedLanguage?: string): Letter => ({
    values: { [LANGUAGES]: found },
    ...(statedLanguage !== undefined && { statedLanguage }),
  })
  expect('language_fits_input', true, {
    'the same': languages(['de'], 'de'),
    'a region of it': languages(['de'], 'de-AT'),
    'in capitals': languages(['de'], 'DE'),
    'the second of two': languages(['en', 'de'], 'de'),
  })
  expect('language_fits_input', false, { another: languages(['de'], 'fr') })
  expect('language_fits_input', null, {
    'nothing stated': languages(['de']),
    'nothing found': languages([], 'de'),
  })
})

suite('language_fits_text', () => {
  const ENGLISH =
    'I was in the town with my brother and the children, and that is all I have to tell you of it. '
  const GERMAN =
    'Ich bin mit der Mutter und den Kindern in der Stadt, und das ist nicht alles, was ich zu sagen habe. '
  const FRENCH =
    'Je suis dans la ville avec les enfants et je vous dis que le temps est beau pour la promenade. '
  const written = (text: string, main: string): Letter => ({
    values: { [LANGUAGES]: [main] },
    text: text.repeat(4),
  })
  expect('language_fits_text', true, {
    English: written(ENGLISH, 'en'),
    German: written(GERMAN, 'de'),
    French: written(FRENCH, 'fr'),
    'two languages in one letter': written(ENGLISH + GERMAN, 'en'),
  })
  expect('language_fits_text', false, {
    'German called English': written(GERMAN, 'en'),
    'English called French': written(ENGLISH, 'fr'),
    'French called German': written(FRENCH, 'de'),
  })
  expect('language_fits_text', null, {
    'too few words to tell': { values: { [LANGUAGES]: ['en'] }, text: 'Und das ist alles.' },
    'a language without a list': written(GERMAN, 'pl'),
    'no language found': { values: {}, text: ENGLISH.repeat(4) },
  })
})

suite('names_are_names', () => {
  const named = (name: string): Letter => ({ values: { [SENDER]: name } })
  expect('names_are_names', true, {
    'a name': named('John Harrow'),
    'a single letter': named('J.'),
    'a long title': named('His Excellency the Right Honourable Sir John Harrow, K.C.B.'),
    'another script': named('Иван Тургенев'),
  })
  expect('names_are_names', false, {
    digits: named('1864'),
    marks: named('. . . — '),
    'a sentence': named(
      'I have the honour to inform you that the books have come at last and are whole',
    ),
    'a paragraph': named('x'.repeat(121)),
  })
})

const greeted = (salutation: string, recipient: string, title?: string): Letter => ({
  values: {
    'content.salutation': salutation,
    [RECIPIENT]: recipient,
    ...(title !== undefined && { 'document.correspondence.recipient.title': title }),
  },
})

suite('salutation_fits_recipient', () => {
  expect('salutation_fits_recipient', true, {
    'a man': greeted('Dear Sir,', 'Daniel Foss', 'Esq'),
    'a woman': greeted('Gnädige Frau!', 'Frau Wendt'),
  })
  expect('salutation_fits_recipient', false, {
    'a mother and an esquire': greeted('My dear Mother,', 'Daniel Foss', 'Esqr'),
    'a sir and a miss': greeted('My dear Sir,', 'Ruth Foss', 'Miss'),
    'a lady and a Herr': greeted('Verehrte gnädige Frau!', 'Karl Wendt', 'Herrn'),
    'a monsieur and a madame': greeted('Monsieur,', 'Madame Rolland'),
  })
  expect('salutation_fits_recipient', null, {
    'a friend': greeted('My dear Friend,', 'Ruth Foss', 'Miss'),
    'a name without a title': greeted('Dear Sir,', 'Daniel Foss'),
    'a couple': greeted('Dear Sir and Madam,', 'Ruth Foss', 'Mrs'),
    'a couple addressed': greeted('Dear Sir,', 'Foss', 'Mr Mrs'),
  })
})

const note = (head: string, close: string): string =>
  `${head}\n\nDear Sir,\n\nThe hay is under cover.\n\n${close}\nEdwin Tansley\n`
const inText = (text: string): Letter => ({ values: { [SENDER]: 'Edwin Tansley' }, text })

suite('one_letter', () => {
  expect('one_letter', true, {
    'one letter': inText(note('Derby, 4 June 1831', 'Yours truly,')),
    'a postscript with a date': inText(
      `${note('Derby, 4 June 1831', 'Yours truly,')}\nP.S. 6 June 1831. Still no rain.`,
    ),
  })
  expect('one_letter', false, {
    'two letters': inText(
      note('Derby, 4 June 1831', 'Yours truly,') + note('Ripon, 9 July 1831', 'Yours faithfully,'),
    ),
    'a copy behind a letter': inText(
      `${note('Derby, 4 June 1831', 'Yours truly,')}\n(Copy)\n${note('Ripon, 9 May 1831', 'Your obedient servant,')}`,
    ),
    'two letters in German': inText(
      'Ulm, den 4. Juni 1831\n\nLieber Karl!\n\nDas Heu ist unter Dach.\n\nDein\nOtto\n\nUlm, den 9. Juni 1831\n\nLieber Karl!\n\nEs regnet.\n\nDein\nOtto',
    ),
  })
})
