import { isIdentifying } from './identity.ts'
import type { Line } from './lines.ts'
import { withoutPlace } from './name-end.ts'
import { nameLikeness } from './name-likeness.ts'
import { isOfficeName } from './offices.ts'
import { readPersonName, type PersonName } from './person.ts'

/** Words that open the address of somebody else: whoever stands behind them does not sign. */
export const addressOpening =
  /^(?:(?:a|à|au) (?=m)|to|an|pour|for|from|per|pr|favou?red by|c\/o|herrn|hrn\.?|frau|fräulein|monsieur|madame|mademoiselle|mr|mrs|messrs|miss|sir|sr|the|rev|revd|hon|col|capt|captn|dr)\b\.?/i

/** Where the signature stands and what it was read as. */
export interface Signed {
  text: string
  lines: readonly Line[]
  line: number
  /** Span of the first signatory's line that is the signature. */
  start: number
  end: number
  first: PersonName
}

const and = /^[\s,]*(?:and|&|und|u\.|et)\s+/i
const comma = /^\s?[,;]\s+(?:(?:and|&|und|u\.|et)\s+)?|^\.?\s{3,}/i
/** Who signs so that several do: "We are, Gentlemen, your obedient servants". */
const several =
  /(?<!\p{L})(?:we|our|us|servants|servts?s|nous|notre|serviteurs|wir|uns|unsere[nrm]?|ergebensten|gehorsamsten)(?!\p{L})/iu
const alone = /(?<!\p{L})(?:I|me|my|ich|mich|mir|mein\p{L}{0,2}|je|moi|mon)(?!\p{L})/u

function moved(person: PersonName, by: number): PersonName {
  return { ...person, start: person.start + by, end: person.end + by }
}

const isWhole = (person: PersonName | null): person is PersonName =>
  person !== null && person.given.length > 0 && isIdentifying(person) && !isOfficeName(person.name)

/** Further names on the line of the first: "A. Holt and B. Pell", "A. Holt, B. Pell". */
function onLine({ text, start, end, first }: Signed): PersonName[] {
  const line = text.slice(start, end)
  const found: PersonName[] = []
  for (let last = first; found.length < 8;) {
    const rest = line.slice(last.end - start)
    const joined = and.exec(rest)
    const listed = joined ?? (isWhole(last) ? comma.exec(rest) : null)
    if (!listed) break
    const next = readPersonName(line, last.end - start + listed[0].length)
    if (!next || (!joined && !isWhole(next))) break
    last = moved(next, start)
    found.push(last)
  }
  return found
}

const namesOnly = (line: Line | undefined): PersonName | null => {
  if (!line || nameLikeness(line.text) < 3 || /\d/.test(line.text)) return null
  if (addressOpening.test(line.text)) return null
  const person = readPersonName(line.text)
  const whole = person !== null && withoutPlace(person).name === person.name
  const styled = person?.title != null && !/^(?:jr|junr?|sr|senr?)$/iu.test(person.title)
  return whole && !styled ? moved(person, line.start) : null
}

/** Names that stand one below the other, the last of which ends the paragraph. */
function below({ lines, line }: Signed): PersonName[] {
  const found: PersonName[] = []
  for (let index = line + 1; index < lines.length && found.length < 12; index++) {
    if (lines[index]?.afterGap) break
    const person = namesOnly(lines[index])
    if (!person) return []
    found.push(person)
  }
  return found
}

/** A name in a paragraph of its own signs too where the letter speaks of "we" and never of "I". */
function overGap({ text, lines, line }: Signed): PersonName[] {
  const next = lines[line + 1]
  const after = lines[line + 2]
  if (!next?.afterGap || (after && !after.afterGap)) return []
  const person = namesOnly(next)
  const said = text.slice(0, Math.min(lines[line]?.start ?? 0, 20_000))
  return isWhole(person) && several.test(said) && !alone.test(said) ? [person] : []
}

/** Who signs beside the first: on the same line, below it, or over a blank line where several write. */
export function furtherSignatories(signed: Signed): PersonName[] {
  const same = onLine(signed)
  if (same.length > 0) return same
  if (signed.end !== signed.lines[signed.line]?.end) return []
  const lower = below(signed)
  return lower.length > 0 ? lower : overGap(signed)
}
