import type { Line } from './lines.ts'
import { readPersonName, type PersonName } from './person.ts'

const compliments =
  /^\W{0,3}((?:M[rs]s?|Miss|D[ro]|Sir|Lady|Lord|The Rev|Col|Capt|Frau|Fräulein|Herr|Madame|Monsieur|Mlle|Mme)\b\.?(?: (?:and|&) (?:Mrs|Miss|Lady)\b\.?)? [\p{Lu}][\p{L}.' ’-]{1,40}?)(?:['’]?s)? {1,12}(?:best |kind |respectful )*(?:presents?|compliments|compts|compls|begs?|regrets?|requests?|returns?|(?:is|are) (?:much|very|most)|thanks?|acknowledges?|ha(?:s|ve) the (?:hono|pleas)|invites?|solicits?|bitten|laden|beehren sich|prient|ont l'honneur|beehrt sich|dankt|bittet|empfiehlt|a l'honneur|présente|prie|remercie)/u
const complimentsTo =
  /\b(?:to|begs?|thanks|for) ((?:mr|mrs|miss|dr|sir|lady|lord|col|capt|captn|the rev)\b\.?(?: (?:and|&) (?:mrs|miss)\.?)? [\p{Lu}][\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?)/iu
const companyOf =
  /\b(?:pleasure|hono(?:u)?r|favou?r) of (?:the company of )?((?:mr|mrs|miss|dr|sir|lady|lord|col|capt|the rev)\b\.? (?:(?:and|&) (?:mrs|miss)\.? )?[\p{Lu}][\p{L}’-]+(?: \p{Lu}[\p{L}’-]+)?)/iu
const couple =
  /^(?:the )?(?:\p{Lu}[\p{L}]{1,7}\.? )?((?:\p{Lu}[\p{L}.]* )*?)(?:and|&|und|et) (?:mrs|lady|miss|madame|mme|frau)\b\.? (\p{Lu}.*)$/iu

/** "Mr. and Mrs. Henry Ashcombe" and "Sir John and Lady Holt" stand for him whose name both bear. */
export function readParty(text: string, from = 0): PersonName | null {
  const phrase = text.slice(from, from + 120)
  const pair = couple.exec(phrase)
  const named = pair?.[2] === undefined ? null : readPersonName(pair[2])
  const given = (pair?.[1] ?? '')
    .trim()
    .split(' ')
    .filter((part) => part.length > 2)
  if (!pair || !named) return readPersonName(text, from)
  const name =
    named.given.length === 0 && given.length > 0 ? [...given, named.name].join(' ') : named.name
  const end = from + pair[0].length - (pair[2]?.length ?? 0) + named.end
  return { ...named, name, start: from, end }
}

/** The person in a group of a match; `offset` is where the matched string begins in the text. */
export function matched(
  match: RegExpExecArray | null,
  group: number,
  offset: number,
): PersonName | null {
  const name = match?.[group]
  if (!match || !name) return null
  const at = match.index + match[0].lastIndexOf(name)
  const person = readParty(name)
  return person && { ...person, start: offset + at + person.start, end: offset + at + person.end }
}

export interface Opening {
  text: string
  offset: number
}

/** The first words of a letter in one line, with the same offsets. */
export function opening(text: string, first: Line | undefined): Opening {
  const offset = first?.start ?? 0
  return { text: text.slice(offset, offset + 700).replace(/\s/g, ' '), offset }
}

/** Who writes to whom in a note in the third person: "Mr. Holt presents his compliments to Mrs. Dale". */
export function openingNote(
  start: Opening,
  lines: readonly Line[],
): { from: PersonName | null; to: PersonName | null } {
  const { text, offset } = start
  for (const line of lines.slice(0, 3)) {
    const from = line.start - offset
    if (from > 400) break
    const match = compliments.exec(text.slice(from, from + 200))
    const sender = matched(match, 1, line.start)
    if (!sender || !match) continue
    const rest = from + match.index + match[0].length - 8
    const said = text.slice(rest, rest + 200)
    const to = matched(companyOf.exec(said) ?? complimentsTo.exec(said), 1, offset + rest)
    return { from: sender, to }
  }
  return { from: null, to: null }
}
