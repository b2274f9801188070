import { foldWords } from '@colophon/domain'

/** How a value is compared with what an edition records: forgiving in the form, not in the person, place or day. */
const TITLES = new Set(
  `sir mr mrs ms miss messrs mister dr doctor prof professor rev revd reverend hon honourable honorable rt right lord lady dame capt captain col colonel
   gen general lieut lieutenant maj major judge justice esq esqr esquire bart baronet jr junr sr senr mme madame mlle mademoiselle monsieur mons
   herr herrn frau fraulein freiherr baron baroness graf grafin count countess comte comtesse don senor duke duchess marquis earl viscount
   bishop king queen prince princess president governor the and`.split(/\s+/),
)
const PARTICLES = new Set(
  'von vom van de d di du des la le zu zum zur of del der den dos da y'.split(' '),
)
const LONG = 6

function editsWithin(a: string, b: string, limit: number): boolean {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return (row[b.length] ?? Infinity) <= limit
}

const sameWord = (a: string, b: string): boolean =>
  a === b || (Math.min(a.length, b.length) >= LONG && editsWithin(a, b, 1))

interface Name {
  given: string[]
  surname: string
}

function readName(name: string): Name | null {
  const [before = '', after] = name.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ').split(',')
  const clean = (part: string) => foldWords(part).filter((word) => !TITLES.has(word))
  const [first, second] = [clean(before), after === undefined ? [] : clean(after)]
  const words = second.length > 0 ? [...second, ...first] : first
  const own = words.filter((word) => !PARTICLES.has(word) && !/^\d+$/.test(word))
  const surname = own.at(-1)
  return surname === undefined ? null : { given: own.slice(0, -1), surname }
}

/** The shorter list is an ordered part of the longer one; initials and beginnings stand for names. */
function givenAgree(a: readonly string[], b: readonly string[]): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  for (const word of shorter) {
    while (
      at < longer.length &&
      !(longer[at] ?? '').startsWith(word) &&
      !word.startsWith(longer[at] ?? '')
    )
      at++
    if (at++ >= longer.length) return false
  }
  return true
}

export function samePerson(a: string, b: string): boolean {
  const [one, other] = [readName(a), readName(b)]
  if (one === null || other === null) return false
  return sameWord(one.surname, other.surname) && givenAgree(one.given, other.given)
}

const PLACE_STOP = new Set(
  'the of at in near bei am an der die das la le les de du des and'.split(' '),
)

/** The same place, or one with the county and country that the other leaves out. */
export function samePlace(a: string, b: string): boolean {
  const [one, other] = [a, b].map((place) =>
    foldWords(place).filter((word) => !PLACE_STOP.has(word)),
  )
  if (one === undefined || other === undefined || one.length === 0 || other.length === 0)
    return false
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one]
  // Words added behind the name are the county; another first word is another place.
  return (
    shorter.every((word) => longer.some((each) => sameWord(word, each))) &&
    sameWord(one[0] ?? '', other[0] ?? '')
  )
}

const SAME_TEXT = 0.8

/** Strings that are alike to four fifths. */
export function sameText(a: string, b: string): boolean {
  const [one, other] = [foldWords(a).join(' '), foldWords(b).join(' ')]
  const longest = Math.max(one.length, other.length)
  if (longest === 0 || Math.min(one.length, other.length) < longest * 0.6) return false
  if (longest > 2_000) return one.slice(0, 500) === other.slice(0, 500)
  return editsWithin(one, other, Math.floor(longest * (1 - SAME_TEXT)))
}

/** Equal, or one as far as the other goes; of an interval, a day within it. */
export function sameDate(date: string, truth: string): boolean {
  const [from, to] = truth.split('/')
  if (to !== undefined) return date >= (from ?? '') && date.slice(0, to.length) <= to
  return date.startsWith(truth) || truth.startsWith(date)
}
