import { likeness, oneApart } from './likeness.ts'
import { joined, plainWords, wordsOf } from './plain.ts'

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

// What is judged may have read with the lists of `names`; a judge with the same ones would be blind where they are.
const TITLES =
  list(`sir mr mrs ms miss messrs dr doctor prof professor rev revd reverend hon honourable honorable right rt
  lord lady capt captain captn col colonel gen general lieut lieutenant lt major maj judge justice esq esqr esqre esquire
  bart baronet bt jun junior sen senior jr sr mme madame mlle mademoiselle monsieur monsr messieurs herr herrn frau
  fraulein freiherr baron baroness graf grafin count countess comte comtesse don dn senor duke duchess marquis marquess
  earl viscount bishop archbishop king queen emperor prince princess president chevalier ritter geheimrat geheimrath
  hofrat hofrath kommerzienrat mp kc jp the and`)
const PARTICLES = list(
  'von vom van de d di du des la le zu zum zur of del della der den dos da y ter ten',
)
const FULL: Readonly<Record<string, string>> = {
  ...{ wm: 'william', jas: 'james', thos: 'thomas', chas: 'charles', geo: 'george', jno: 'john' },
  ...{ robt: 'robert', edwd: 'edward', edw: 'edward', benj: 'benjamin', saml: 'samuel' },
  ...{ danl: 'daniel', alexr: 'alexander', fredk: 'frederick', richd: 'richard', jos: 'joseph' },
  ...{ josh: 'joshua' },
}
/** Other spellings, for the milder rule. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ...{ th: 'thomas', tho: 'thomas', theo: 'theodore', will: 'william', hy: 'henry', hen: 'henry' },
  ...{ sam: 'samuel', dan: 'daniel', steph: 'stephen', steven: 'stephen', jo: 'joseph' },
  ...{ joh: 'johann', fr: 'friedrich', friedr: 'friedrich', frid: 'friedrich', heinr: 'heinrich' },
  ...{ wilh: 'wilhelm', carl: 'karl', conrad: 'konrad', eliz: 'elizabeth', eliza: 'elizabeth' },
  ...{ margt: 'margaret', nath: 'nathaniel', matt: 'matthew', archd: 'archibald' },
  ...{ abm: 'abraham', patk: 'patrick' },
}

interface PersonName {
  surname: string[]
  given: string[]
}

const BRACKETS = /\([^()]{0,200}\)|\[[^[\]]{0,200}\]/gu
const YEARS = /^[\d\s?cbdfl]*\d[\d\s?]*$/u
const DIGITS = /^\d+$/u
const APOSTROPHE = /(?<=\p{L})['’](?=\p{L})/gu

const bare = (words: readonly string[]): string[] =>
  words.filter((word) => !TITLES.has(word) && !DIGITS.test(word))
const full = (words: readonly string[]): string[] => words.map((word) => FULL[word] ?? word)

/** "Given Surname" or "Surname, Given"; titles, years and what stands in brackets are no parts of a name. */
function readName(text: string): PersonName {
  const open = text.replaceAll(BRACKETS, ' ')
  const parts = (plainWords(open) === '' ? text : open)
    .split(',')
    .map(plainWords)
    .filter((part) => part !== '' && !YEARS.test(part))
  const [first = [], second = []] = parts.map((part) => bare(part.split(' ')))
  if (first.length > 0 && second.length > 0) {
    const own = first.filter((word) => !PARTICLES.has(word))
    return {
      surname: own.length > 0 ? own : first,
      given: full(second.filter((word) => !PARTICLES.has(word))),
    }
  }
  const words = bare(parts.join(' ').split(' ')).filter(Boolean)
  const particle = words.findIndex((word, at) => PARTICLES.has(word) && at < words.length - 1)
  if (particle < 0) return { surname: words.slice(-1), given: full(words.slice(0, -1)) }
  const behind = words.slice(particle + 1)
  const own = behind.filter((word) => !PARTICLES.has(word) && word.length > 1)
  return { surname: own.length > 0 ? own : behind, given: full(words.slice(0, particle)) }
}

const begins = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a)

/** "M." stands for Monsieur too, so that it fits every given name. */
function givenFits(x: string, y: string): boolean {
  if (x === y || x === 'm' || y === 'm') return true
  const shorter = Math.min(x.length, y.length)
  if (shorter === 1) return x[0] === y[0]
  return (shorter >= 3 && begins(x, y)) || (shorter >= 5 && likeness(x, y) >= 0.8)
}

/** The shorter list is a part of the longer one, in its order; initials and abbreviations stand for names. */
function givenFit(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  return short.every((name) => {
    while (at < long.length) if (givenFits(name, long[at++] ?? '')) return true
    return false
  })
}

const wordFits = (a: string, b: string): boolean =>
  a === b || (Math.min(a.length, b.length) >= 6 && likeness(a, b) >= 0.83)

/** Bodies and firms that stand where a person does: most of their words agree. */
function bodyFits(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => new Set(wordsOf(text).filter((word) => !TITLES.has(word))))
  if (x === undefined || y === undefined || x.size < 3 || y.size < 3) return false
  return x.intersection(y).size / x.union(y).size >= 0.6
}

/**
 * Whether two names are of one person as far as they go: surnames agree (one character may differ in long ones), given
 * names are compatible; initials, abbreviations, titles, order and missing given names do not matter.
 */
export function samePerson(a: string, b: string): boolean {
  const whole = joined(a)
  if (whole === '' || joined(b) === '') return false
  if (whole === joined(b)) return true
  const [x, y] = [readName(a), readName(b)]
  const [last, other] = [x.surname.at(-1), y.surname.at(-1)]
  if (last === undefined || other === undefined) return false
  const surname =
    wordFits(last, other) ||
    x.surname.some((word) => word.length >= 5 && y.surname.some((one) => wordFits(word, one)))
  return surname ? givenFit(x.given, y.given) : bodyFits(a, b)
}

function surnamesAlike(x: string, y: string): boolean {
  const shorter = Math.min(x.length, y.length)
  if (x === y) return true
  if (x[0] === y[0] && shorter >= 4 && oneApart(x, y)) return true
  return x.slice(0, 2) === y.slice(0, 2) && shorter >= 6 && likeness(x, y) >= 0.8
}

/** The same person in another spelling: surnames that are alike, given names that begin alike. A father for a son passes. */
export function alikePerson(a: string, b: string): boolean {
  if (samePerson(a, b)) return true
  const [x, y] = [a, b].map((name) => readName(name.replaceAll(APOSTROPHE, '')))
  if (x === undefined || y === undefined) return false
  const [surname, other] = [x.surname.join(''), y.surname.join('')]
  if (surname === '' || other === '' || !surnamesAlike(surname, other)) return false
  const [given, others] = [x, y].map((name) => name.given.map((word) => SPELLINGS[word] ?? word))
  if (given?.[0] === undefined || others?.[0] === undefined) return true
  return givenFit(given, others) || given[0][0] === others[0][0]
}
