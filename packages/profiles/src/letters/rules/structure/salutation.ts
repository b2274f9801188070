import type { Span } from '@colophon/domain'
import { readWords, startsUpper } from '@colophon/methods/words'
import { readAddress, type AddressRun } from './form-of-address.ts'
import { addressWords } from './formulas.ts'
import { lineHead, type Line } from './lines.ts'
import { kinWords, titles } from './name-words.ts'
import { readPersonName, type PersonName } from './person.ts'

export interface Salutation extends Span {
  /** Index of the line on which it starts and of the one on which it ends. */
  line: number
  lastLine: number
  name: PersonName | null
  /** The text of the letter goes on directly behind it. */
  runsOn: boolean
  /** How it was recognised; keys of the confidence table. */
  form: 'own line' | 'run-in' | 'greeting'
}

function endWithMark(text: string, end: number): number {
  const mark = /^ ?[!,.:;]|^ ?(?:--?|—|–)(?=\s|$)/.exec(text.slice(end, end + 3))
  return mark && /[!,.:;]/.test(mark[0]) ? end + mark[0].length : end
}

function nameIn(text: string, run: AddressRun, offset: number): PersonName | null {
  if (run.noun < 0) return null
  const words = readWords(text.slice(run.noun, run.end))
  const first = words.find(
    (word) => !kinWords.exact(word.key) && addressWords.exact(word.key) === undefined,
  )
  const hasTitle = words.find((word) => titles.exact(word.key) !== undefined)
  const from = hasTitle && (!first || hasTitle.start <= first.start) ? hasTitle : first
  if (!from) return null
  const person = readPersonName(text.slice(0, run.end), run.noun + from.start)
  if (!person || kinWords.exact(person.name.toLowerCase()) !== undefined) return null
  return { ...person, start: person.start + offset, end: person.end + offset }
}

interface Candidate {
  line: Line
  index: number
  /** Offset inside the line. */
  from: number
}

function readAt({ line, index, from }: Candidate): Salutation | null {
  const text = lineHead(line).slice(from)
  // "P. P.", praemissis praemittendis, stands for every form of address.
  if (/^P\. ?P\.$/.test(text))
    return { ...line, line: index, lastLine: index, name: null, runsOn: false, form: 'own line' }
  const run = readAddress(text)
  if (!run) return null
  const rest = text.slice(run.end).replace(/^[\s!,.:;–—-]+/, '')
  const runsOn = rest.length > 0
  // "Dear" at the end of a line waits for its noun on the next one.
  if (!run.complete && runsOn) return null
  const mark = text
    .slice(run.end, run.end + 2)
    .trim()
    .charAt(0)
  const alone = addressWords.exact(readWords(text)[0]?.key ?? '') === 'lone'
  if (
    alone &&
    runsOn &&
    !/[,!:;—–-]/.test(mark) &&
    /^(?:\p{Lu}\.|\p{Lu}\p{Ll}+(?:,|$|--| \p{Lu}\.))/u.test(rest)
  )
    return null
  if (runsOn && !/[,!.:;—–-]/.test(mark) && !/^[\p{L}"'“„»]/u.test(rest)) return null
  const start = line.start + from + (text.length - text.trimStart().length)
  return {
    start,
    end: line.start + from + endWithMark(text, run.end),
    line: index,
    lastLine: index,
    name: nameIn(text, run, line.start + from),
    runsOn,
    form: runsOn ? 'run-in' : 'own line',
  }
}

/** "Monsieur" / "Mon très cher Oncle!" and "Dear" / "Sir" stand on two lines. */
function withNextLine(found: Salutation, lines: readonly Line[]): Salutation {
  const next = lines[found.lastLine + 1]
  if (found.runsOn || !next || next.afterGap || next.text.length > 70) return found
  const more = readAt({ line: next, index: found.lastLine + 1, from: 0 })
  if (!more || more.runsOn) return found
  return { ...found, end: more.end, lastLine: more.lastLine, name: more.name ?? found.name }
}

/** "Frohe Weihnachten, liebster Freund!": a wish before the address, on a short line of its own. */
function readGreeting(line: Line, index: number): Salutation | null {
  if (line.text.length > 70 || !/[!,.]$/.test(line.text)) return null
  const comma = line.text.indexOf(',')
  if (comma < 3 || comma > 40 || comma === line.text.length - 1) return null
  if (
    !/^(?:guten|frohe|fröhliche|herzlich|viel|good|happy|merry|bonjour|grüß|gruss|ach|oh|ja|danke|dank|thanks|thank|servus|hallo|hello)/i.test(
      line.text,
    )
  )
    return null
  const found = readAt({ line, index, from: comma + 1 })
  return found && !found.runsOn ? { ...found, start: line.start, form: 'greeting' } : null
}

const insideLine =
  /(?<=[.,;:)\d—–-]\s{0,2}|\d\s)(?:my |mein )?(?:very )?(?:dear|dr|d|dearest|sehr geehrte[rs]?|lieber?|geehrter|cher|chère|mon cher)\.? (?=\p{L})/giu

/** Looks for the opening address in the first lines of a letter. */
export function findSalutation(lines: readonly Line[], limit: number): Salutation | null {
  const head = lines.slice(0, limit)
  for (const [index, line] of head.entries()) {
    const found = readAt({ line, index, from: 0 }) ?? readGreeting(line, index)
    if (found && leadsToText(found, lines) && isPlausible(found, line, head[index - 1]))
      return withNextLine(behindAddress(found, lines, head) ?? found, lines)
  }
  for (const [index, line] of head.slice(0, 8).entries()) {
    for (const match of lineHead(line, 160).matchAll(insideLine)) {
      const found = readAt({ line, index, from: match.index })
      if (found && !/\p{L}{2,} \p{Ll}{2,} \p{Ll}{2,} \p{Ll}/u.test(line.text.slice(0, match.index)))
        return found
    }
  }
  return null
}

const inside =
  /^(?:dr|mr|mrs|miss|sir|herrn|frau|monsieur|madame|mademoiselle|messieurs|seiner?|ihrer|sr|ew|(?:hoch)?wohlgeboren|hochgeboren|excellenz|exzellenz)$/

/** An inside address may begin like a salutation ("Dr. Anna Holt," / "Seiner Hochwohlgeboren"); the real one stands below it. */
function behindAddress(
  found: Salutation,
  lines: readonly Line[],
  head: readonly Line[],
): Salutation | null {
  const opened = lines[found.line]
  if (!opened || found.runsOn || !inside.test(readWords(lineHead(opened, 60))[0]?.key ?? ''))
    return null
  for (let index = found.line + 1; index < Math.min(head.length, found.line + 9); index++) {
    const line = head[index]
    if (!line || line.text.length > 60) return null
    const later = line.afterGap ? readAt({ line, index, from: 0 }) : null
    if (later && !later.runsOn && leadsToText(later, lines)) return later
  }
  return null
}

/** A salutation has most of the letter below it; "Sir W. Elford" near the end is an address. */
function leadsToText(found: Salutation, lines: readonly Line[]): boolean {
  const first = lines[0]
  const last = lines.at(-1)
  if (!first || !last) return false
  return last.end - found.end >= (last.end - first.start) * 0.25 || found.line <= 1
}

function isPlausible(found: Salutation, line: Line, previous: Line | undefined): boolean {
  const first = readWords(lineHead(line, 60))[0]
  if (!first || /^(?:ever|and|und|et)$/.test(first.key)) return false
  if (!startsUpper(first.text) && !line.afterGap && previous && previous.text.length > 40)
    return false
  // "A Monsieur Garnier" and "Madame de X, née Y" open an address block; "Dr. Karl Lindner" a letterhead.
  if (
    /^(?:dr|mr|mrs|herrn|frau|monsieur|madame|mademoiselle|sir)$/.test(first.key) &&
    found.name &&
    !/[,!:]/.test(line.text.slice(-1))
  ) {
    return (
      /^dr$/.test(first.key) &&
      /^dr\.? (?:sir|madam|friend|brother|sister|cousin|father|mother|mr|mrs|miss|uncle|aunt|col|judge|son|nephew)/i.test(
        line.text,
      )
    )
  }
  return startsUpper(first.text) || addressWords.find(first.key) !== undefined
}
