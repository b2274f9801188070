import { inOrder, type Mention, type ProposedValue, type Register } from '@colophon/domain'
import { readWords } from '@colophon/methods/words'
import { supportsOf, type Bearer, type Bearers } from './bearers.ts'
import { greetedName } from './greeted-name.ts'
import { asSupport, RECIPIENT, SALUTATION, SENDER, SIGNATURE } from './mentions.ts'

/** Kin of whom a writer has one: one other letter says who it is. Of the others two have to. */
const ONE_OF_A_KIND = 1
const SEVERAL = 2

const KIN: readonly (readonly [string, number, string])[] = [
  ['mother', ONE_OF_A_KIND, 'mother mama mamma mutter mère mere maman'],
  ['father', ONE_OF_A_KIND, 'father papa vater père pere'],
  ['wife', ONE_OF_A_KIND, 'wife gattin femme épouse epouse'],
  ['husband', ONE_OF_A_KIND, 'husband gatte mari époux epoux'],
  ['aunt', SEVERAL, 'aunt tante'],
  ['uncle', SEVERAL, 'uncle onkel oheim oncle'],
  ['brother', SEVERAL, 'brother bruder frère frere'],
  ['sister', SEVERAL, 'sister schwester soeur sœur'],
]

const kinByWord = new Map(
  KIN.flatMap(([kin, needed, words]) =>
    words.split(' ').map((word) => [word, { word: kin, needed }] as const),
  ),
)

interface Greeting {
  word: string
  /** How many other letters of the writer have to say whom it means. */
  needed: number
}

/** By what a writer calls somebody without saying who it is: kin, or a first name. */
function greetingOf(words: string): Greeting | null {
  const name = greetedName(words)
  if (name !== null)
    return name.surname === null && name.given.length === 1
      ? { word: name.given[0] ?? '', needed: ONE_OF_A_KIND }
      : null
  const last = readWords(words).at(-1)
  return (last && kinByWord.get(last.text.toLowerCase())) ?? null
}

const READ = new Set([SENDER, RECIPIENT, SIGNATURE, SALUTATION])

/** The letters that greet with a word which is no name, by the word: what they say of their correspondents. */
export function greetingsIn(mentions: readonly Mention[]): Record<string, Mention[]> {
  const read = mentions.filter(({ path }) => READ.has(path))
  const letters = Map.groupBy(inOrder(read), ({ document_id }) => document_id)
  const greetings: Record<string, Mention[]> = {}
  for (const letter of letters.values()) {
    const words = letter.find(({ path }) => path === SALUTATION)?.value
    const greeting = words === undefined ? null : greetingOf(words)
    if (greeting !== null) (greetings[greeting.word] ??= []).push(...letter)
  }
  return greetings
}

/** Who wrote a letter, by its mentions. */
export type WriterOf = (mentions: readonly Mention[]) => Bearer | null

interface Known {
  bearer: Bearer
  recipients: Mention[]
}

/** Whom the writer's other letters with the same greeting are addressed to, when they are all to one person. */
function addressee(letters: readonly Mention[][], bearers: Bearers): Known | null {
  const recipients = letters.flatMap(
    (letter) => letter.find(({ path }) => path === RECIPIENT) ?? [],
  )
  const found = new Set(
    recipients.map(({ document_id, value }) => bearers.addressed(document_id, value)),
  )
  const [bearer] = found
  return found.size === 1 && bearer != null ? { bearer, recipients } : null
}

const CONFIDENCE = 0.8

/** The person whom a writer greets in the same words in other letters, which say who it is. */
export function proposeGreeted(
  { words = {} }: Register,
  mentions: readonly Mention[],
  { bearers, writerOf }: { bearers: Bearers; writerOf: WriterOf },
): ProposedValue[] {
  const said = mentions.find(({ path }) => path === SALUTATION)
  const greeting = said === undefined ? null : greetingOf(said.value)
  const writer = greeting === null ? null : writerOf(mentions)
  if (said === undefined || greeting === null || writer === null || said.words === '') return []
  const others = (words[greeting.word] ?? []).filter(
    (each) => each.document_id !== said.document_id,
  )
  const theirs = [...Map.groupBy(others, ({ document_id }) => document_id).values()].filter(
    (letter) => writerOf(letter) === writer,
  )
  const known = addressee(theirs, bearers)
  if (known === null || known.bearer === writer || known.recipients.length < greeting.needed)
    return []
  const { name } = known.bearer.person
  return [
    {
      document_id: said.document_id,
      path: RECIPIENT,
      value: name,
      kind: 'greeting',
      status: 'inferred',
      confidence: CONFIDENCE,
      reason: `${writer.person.name} greets ${name} so in other letters`,
      evidence: { start: said.start, end: said.end },
      supports: [
        ...known.recipients.slice(0, 3).map(asSupport),
        ...supportsOf(known.bearer, said.document_id),
      ].slice(0, 3),
    },
  ]
}
