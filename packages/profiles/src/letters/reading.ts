import { UNWATCHED, type PartWatch, type RulesInput } from '@colophon/agents/define'
import type { Finding } from '@colophon/domain'
import { detectLanguages } from '@colophon/methods/language'
import { repairText, type RepairedText } from '@colophon/methods/repair'
import { parseAmiFileName } from './rules/catalogue/index.ts'
import { readEntities, type Entities } from './rules/entities/index.ts'
import { withSureness } from './rules/sureness/index.ts'
import { readStructure, type LetterStructure } from './rules/structure/index.ts'

/** A letter as the rules read it: each part is read when it is first asked for, and once. */
export interface Reading {
  /** As it was meant to be read: `received` says where its words stand in the text of the request. */
  readonly text: string
  readonly received: RepairedText['received']
  readonly request: RulesInput
  /** Main language, `und` when it cannot be told. */
  readonly language: string
  readonly languages: Finding<string>[]
  readonly structure: LetterStructure
  readonly entities: Entities
  readonly year: number | null
  readonly ami: ReturnType<typeof parseAmiFileName>
}

function lazily<T>(read: () => T): () => T {
  let known: { value: T } | undefined
  return () => (known ??= { value: read() }).value
}

interface TextReading {
  repaired: RepairedText
  languages: () => Finding<string>[]
  structure: () => LetterStructure
  entities: () => Entities
}

/** The readings that tools share, by the names that a watch is told. */
export const READINGS = ['languages', 'structure', 'entities'] as const

// The agents of one thread read the same letter one after the other. What depends on the text alone is kept for the
// letters in flight, so that each is read once; of long ones (a reading is some forty times its text) not many.
const KEPT = 32
const KEPT_CHARACTERS = 6 * 1024 * 1024
const kept = new Map<string, TextReading>()
let keptCharacters = 0

function keep(text: string, reading: TextReading): void {
  kept.set(text, reading)
  keptCharacters += text.length
  for (const oldest of kept.keys()) {
    if (oldest === text || (kept.size <= KEPT && keptCharacters <= KEPT_CHARACTERS)) return
    kept.delete(oldest)
    keptCharacters -= oldest.length
  }
}

function readText(text: string, watch: PartWatch): TextReading {
  const known = kept.get(text)
  if (known !== undefined) return known
  const part = <T>(name: (typeof READINGS)[number], read: () => T): (() => T) =>
    lazily(() => watch.run(name, read))
  const repaired = repairText(text)
  const languages = part('languages', () => detectLanguages(repaired.text))
  const structure = part('structure', () =>
    withSureness(
      repaired.text,
      readStructure(repaired.text, { language: languages()[0]?.value ?? 'und' }),
    ),
  )
  const entities = part('entities', () => {
    const form = structure()
    const exclude = [...form.datelines, form.letterhead?.evidence].filter((span) => span != null)
    return readEntities(repaired.text, {
      language: languages()[0]?.value ?? 'und',
      exclude,
      sender: form.senders[0]?.value.name ?? null,
      cosenders: form.senders.slice(1).map(({ value }) => value.name),
      recipient: form.recipient?.value.name ?? null,
      salutation: form.salutation?.evidence ?? null,
      signature: form.signature?.evidence ?? null,
      year: yearOf(form),
    })
  })
  const reading = { repaired, languages, structure, entities }
  keep(text, reading)
  return reading
}

function yearOf(form: LetterStructure): number | null {
  const year = Number(form.date.creationDate?.value.slice(0, 4))
  return Number.isInteger(year) && year > 0 ? year : null
}

/** The watch of a text's first reading is told of all of them: one thread has one watch. */
export function readLetter(request: RulesInput, watch: PartWatch = UNWATCHED): Reading {
  const shared = readText(request.text, watch)
  const ami = lazily(() => parseAmiFileName(request.file?.name ?? ''))
  return {
    text: shared.repaired.text,
    received: shared.repaired.received,
    request,
    get language() {
      return shared.languages()[0]?.value ?? request.language ?? 'und'
    },
    get languages() {
      return shared.languages()
    },
    get structure() {
      return shared.structure()
    },
    get entities() {
      return shared.entities()
    },
    get year() {
      return yearOf(shared.structure())
    },
    get ami() {
      return ami()
    },
  }
}
