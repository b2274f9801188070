import { likeness } from './likeness.ts'
import { joined, plainWords } from './plain.ts'

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Names of countries and states, and how they are cut short: one alone is no place that agrees. */
const REGIONS =
  list(`ireland england scotland wales britain uk usa us america france germany austria italy switzerland
  mexico canada india spain russia prussia osterreich deutschland frankreich england italien schweiz bayern preussen
  allemagne autriche italie suisse angleterre etats unis united states kingdom great texas tx missouri mo louisiana la
  kentucky ky virginia va pennsylvania pa new york ny n y nebraska neb ne wyoming wyo wy colorado colo co ohio illinois
  ill il iowa ia mx tennessee tn mississippi ms massachusetts mass ma coahuila tamaulipas county co district d c`)
const SMALL = list(
  `the of at in near bei am an der die das a le la les de du des and county co city town st saint sankt`,
)
/** They look like regions and are towns as well. */
const TOWNS = new Set(['new york', 'mexico'])

const partsOf = (place: string): string[] =>
  place
    .split(',')
    .map(plainWords)
    .filter((part) => part !== '')

const isRegion = (part: string): boolean => part.split(' ').every((word) => REGIONS.has(word))

/** One of the first two parts of a place is a part of the other. */
function partAgrees(a: readonly string[], b: readonly string[]): boolean {
  const alone = a.length === 1 && b.length === 1
  return a
    .slice(0, 2)
    .some(
      (x) =>
        (!isRegion(x) || TOWNS.has(x) || alone) &&
        b.some((y) => x.replaceAll(' ', '') === y.replaceAll(' ', '')),
    )
}

const large = (part: string): string[] => part.split(' ').filter((word) => !SMALL.has(word))

/**
 * Whether two places are one, or one a part of the other ("Dublin", "Four Courts, Dublin, Ireland"); a country or state
 * alone is not enough.
 */
export function samePlace(a: string, b: string): boolean {
  const [x, y] = [plainWords(a), plainWords(b)]
  if (x === '' || y === '') return false
  if (joined(a) === joined(b)) return true
  if (Math.min(x.length, y.length) >= 6 && likeness(x, y) >= 0.88) return true
  const [parts, others] = [partsOf(a), partsOf(b)]
  if (partAgrees(parts, others) || partAgrees(others, parts)) return true
  return wordsAgree(new Set(large(x)), new Set(large(y)), [parts[0] ?? '', others[0] ?? ''])
}

function wordsAgree(
  x: ReadonlySet<string>,
  y: ReadonlySet<string>,
  [first, other]: readonly [string, string],
): boolean {
  if (x.size === 0 || y.size === 0) return false
  const [head, heading] = [large(first).join(' '), large(other).join(' ')]
  if (Math.min(head.length, heading.length) >= 6 && likeness(head, heading) >= 0.86) return true
  const [few, many] = x.size <= y.size ? [x, y] : [y, x]
  const named = [...few].some((word) => !REGIONS.has(word) && word.length >= 3)
  return named && few.difference(REGIONS).isSubsetOf(many)
}

/** Whether two names are of one body: alike, or all words of the one in the other. */
export function sameBody(a: string, b: string): boolean {
  const [x, y] = [plainWords(a), plainWords(b)]
  if (x === y || likeness(x, y) >= 0.85) return true
  const [words, others] = [x, y].map((text) => new Set(large(text).filter(Boolean)))
  if (words === undefined || others === undefined || words.size === 0 || others.size === 0)
    return false
  if (!words.isSubsetOf(others) && !others.isSubsetOf(words)) return false
  return [...words.intersection(others)].some((word) => word.length >= 4)
}
